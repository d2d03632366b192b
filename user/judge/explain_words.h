/* SPDX-License-Identifier: BSD-2-Clause */
/* explain_words.h - what sentences and tables are made of: times, hours, doubts. Pure. */
#ifndef JUDGE_EXPLAIN_WORDS_H
#define JUDGE_EXPLAIN_WORDS_H

#include "core/clock.h"
#include "judge/explain.h"

#define EXPLAIN_DOUBTS 160

/* "2026-11-22 10:42 UTC"; "never" for 0. text: CLOCK_STAMP bytes; returns text */
const char *explain_when(int64_t time_s, char *text);

/* A time in JSON; null for 0. */
void explain_put_time(struct json *j, const char *key, int64_t time_s);

/* Replace control characters, which would speak to the terminal. Returns text */
char *explain_plain(char *text);

const char *explain_directions(uint8_t directions); /* RA_DIR_BITs: "in", "out", "both" */

/* The hours as '#' and '.', the oldest first. bar: EXPLAIN_HOURS + 1 bytes; returns bar */
const char *explain_bar(const uint8_t *hours, char *bar);

/* The first blocklist that names it, or NULL. */
const char *explain_blocklist(const struct explain *x);

/*
 * "on blocklist feodo, as regular as a beacon (92), nobody else of AS64501 is known"; "" for none.
 *
 * doubts   enum trust_doubt
 * list     that names it; NULL: it was seen while on one
 * text     EXPLAIN_DOUBTS bytes; returns text
 */
const char *explain_doubts(uint8_t doubts, const struct history_row *row, const char *list,
			   char *text);

#endif
