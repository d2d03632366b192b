/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/explain_words.h"

#include <stdio.h>
#include <string.h>

#include "core/words.h"

const char *explain_when(int64_t time_s, char *text)
{
	char stamp[CLOCK_STAMP];

	if (!time_s)
		return strcpy(text, "never");
	clock_stamp(time_s * CLOCK_S, stamp);
	snprintf(text, CLOCK_STAMP, "%.10s %.5s UTC", stamp, stamp + 11);
	return text;
}

void explain_put_time(struct json *j, const char *key, int64_t time_s)
{
	char stamp[CLOCK_STAMP];

	if (time_s)
		json_str(j, key, clock_stamp(time_s * CLOCK_S, stamp));
	else
		json_nil(j, key);
}

char *explain_plain(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			*c = '?';
	return text;
}

const char *explain_directions(uint8_t directions)
{
	return directions == RA_BOTH ? "both" :
	       words_direction(directions == RA_DIR_BIT(RA_OUT) ? RA_OUT : RA_IN);
}

const char *explain_bar(const uint8_t *hours, char *bar)
{
	for (int i = 0; i < EXPLAIN_HOURS; i++)
		bar[i] = hours[i / 8] >> i % 8 & 1 ? '#' : '.';
	bar[EXPLAIN_HOURS] = 0;
	return bar;
}

const char *explain_blocklist(const struct explain *x)
{
	for (uint32_t i = 0; i < x->entries && i < EXPLAIN_LISTS; i++)
		if (x->entry[i].list->kind == LIST_BLOCK)
			return x->entry[i].list->name;
	return NULL;
}

const char *explain_doubts(uint8_t doubts, const struct history_row *row, const char *list,
			   char *text)
{
	int len = 0;

	text[0] = 0;
	if (doubts & DOUBT_LISTED)
		len = snprintf(text, EXPLAIN_DOUBTS, "%s%s",
			       list ? "on blocklist " : "once on a blocklist", list ? list : "");
	if (doubts & DOUBT_BEACON)
		len += snprintf(text + len, EXPLAIN_DOUBTS - (size_t)len,
				"%sas regular as a beacon (%u)", len ? ", " : "", row->beacon);
	if (doubts & DOUBT_RARE && row->asn)
		snprintf(text + len, EXPLAIN_DOUBTS - (size_t)len,
			 "%snobody else of AS%u is known", len ? ", " : "", row->asn);
	else if (doubts & DOUBT_RARE)
		snprintf(text + len, EXPLAIN_DOUBTS - (size_t)len, "%sof an unknown network",
			 len ? ", " : "");
	return text;
}
