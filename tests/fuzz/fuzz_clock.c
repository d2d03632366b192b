/* SPDX-License-Identifier: BSD-2-Clause */
/* Durations: what can be read, written out again reads as the same, and has room in words. */
#include "core/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void read_duration(const char *text)
{
	char out[CLOCK_STAMP];
	int64_t ns, again;

	if (clock_parse_duration(text, &ns))
		return;
	require(ns >= 0 && ns % 1000000 == 0);
	require(strlen(clock_words(ns, out)) < sizeof(out) - 1);
	require(strlen(clock_stamp(ns, out)) < sizeof(out) - 1);
	snprintf(out, sizeof(out), "%" PRId64 "ms", ns / 1000000);
	require(!clock_parse_duration(out, &again) && ns == again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = 0;
	read_duration(text);
	free(text);
	return 0;
}
