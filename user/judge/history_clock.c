/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_clock.h"

static bool are_near(int64_t a_s, int64_t b_s)
{
	return a_s - b_s <= HISTORY_LEAP_S && b_s - a_s <= HISTORY_LEAP_S;
}

static int64_t believe(struct history_clock *c, int64_t clock_s)
{
	*c = (struct history_clock){ .runs = true, .now_s = clock_s };
	return clock_s;
}

int64_t history_clock_take(struct history_clock *c, int64_t clock_s, bool *back)
{
	*back = false;
	if (!c->runs || are_near(clock_s, c->now_s))
		return believe(c, clock_s);
	if (!c->leapt || !are_near(clock_s, c->leap_s) || clock_s < c->leap_s) {
		c->leapt = true;
		c->leap_s = clock_s;
	}
	if (clock_s - c->leap_s < HISTORY_LEAP_LASTS_S ||
	    (clock_s < HISTORY_UNSET_S && clock_s < c->now_s))
		return c->now_s;
	*back = clock_s < c->now_s;
	return believe(c, clock_s);
}
