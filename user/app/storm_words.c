/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/storm_words.h"

#include <stdio.h>

const char *storm_words(const json_t *status, char *text)
{
	const json_t *storm = json_object_get(status, "storm");
	const char *since = json_string_value(json_object_get(storm, "since"));
	const char *until = json_string_value(json_object_get(storm, "until"));
	long long peers = json_integer_value(json_object_get(storm, "peers"));

	text[0] = 0;
	if (since)
		snprintf(text, STORM_WORDS,
			 "novelty storm: since %.19sZ%s%.19s%s, %lld peers were not reported one "
			 "by one",
			 since, until ? ", over at " : "", until ? until : "", until ? "Z" : "",
			 peers);
	return text;
}
