/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history_clock.h - what time it is, for a history whose machine's clock may be wrong. Pure.
 *
 * Boards without a battery start in 1970; a clock may show 2100 until the network sets it. Taken
 * at its word, the one would date peers before all that is kept, the other clear their hours,
 * let everybody expire, and leave rows that never do. A leap is therefore believed once it has
 * lasted an hour, and one to before this program was written never.
 */
#ifndef JUDGE_HISTORY_CLOCK_H
#define JUDGE_HISTORY_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/history_row.h"

#define HISTORY_LEAP_S (HISTORY_HOURS * CLOCK_HOUR_S) /* more than this is a leap */
#define HISTORY_LEAP_LASTS_S 3600
#define HISTORY_UNSET_S 1577836800 /* 2020: a clock that shows less has not been set */

/* Zero is a clock that takes the first time it is told. Times are seconds since 1970. */
struct history_clock {
	bool runs, leapt;
	int64_t now_s;  /* what is believed */
	int64_t leap_s; /* where it leapt to, when it has */
};

/*
 * Tell the clock's time.
 *
 * back     out: whether a leap back is believed now: what is dated later was wrong
 * returns  the time to count with
 */
int64_t history_clock_take(struct history_clock *c, int64_t clock_s, bool *back);

#endif
