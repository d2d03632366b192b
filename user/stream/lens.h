/* SPDX-License-Identifier: BSD-2-Clause */
/* lens.h - a side as it would be judged with another window. Pure. */
#ifndef STREAM_LENS_H
#define STREAM_LENS_H

#include "stream/record.h"

#define LENS_LEAST_NS (INT64_C(3600) * 1000000000)
#define LENS_MOST_NS (30 * 24 * LENS_LEAST_NS)

/* With a window or an instant that is not above 0 nothing is judged anew. */
struct lens {
	int64_t window_ns;
	int64_t judged_from_ns; /* when the list was fixed */
};

/*
 * The verdict with the lens's window: a side is known when it was last seen within the window
 * before the list was fixed. Only what the window decided is judged anew: what the user, a list
 * or another program said stays, so does who is blocked, who is not trusted yet, and what is
 * learned.
 */
struct judgement lens_judge(const struct lens *l, const struct stream_side *s);

/*
 * A window that is halved or doubled so many times.
 *
 * steps    < 0 halves, > 0 doubles
 * returns  LENS_LEAST_NS..LENS_MOST_NS; for 0 steps window_ns as it is
 */
int64_t lens_window(int64_t window_ns, int steps);

#endif
