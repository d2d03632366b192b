/* SPDX-License-Identifier: BSD-2-Clause */
/* publish.h - what was fetched becomes a list, when it may. */
#ifndef FEED_PUBLISH_H
#define FEED_PUBLISH_H

#include "judge/feeds.h"

#define PUBLISH_NOTES 20 /* lines stripped or refused that are shown of a list */

/*
 * Read what was fetched. What is stripped and refused is told to the terminal, up to a bound.
 *
 * now_s    when it was fetched
 * out      settled; to be cleared; empty after an error
 * errors   as list_read()
 */
int publish_read(const struct feed_config *c, const char *text, size_t len, int64_t now_s,
		 struct list *out, struct list_counts *counts, struct err *e);

/*
 * Whether a list may take the place of the last good one: not empty, not less than half of it, not
 * more than ten times as much.
 *
 * old      entries of the last good one; 0: there is none
 * returns  0, or -ERANGE
 */
int publish_judge(const char *name, uint32_t old, uint32_t n, struct err *e);

/* What the source did not date keeps the day on which it was first listed. */
void publish_keep_dates(struct list *l, const struct list *old, int64_t now_s);

#endif
