/* SPDX-License-Identifier: BSD-2-Clause */
/* plan.h - whether a sensor that starts now learns first; and that it once came to an end. */
#ifndef APP_PLAN_H
#define APP_PLAN_H

#include "app/options.h"
#include "judge/history.h"

/*
 * Until when a sensor that starts now learns, nanoseconds since 1970; now_ns or earlier: it
 * judges at once.
 *
 * known    out: peers and directions of the window; 0: the past teaches nothing
 */
int64_t plan_learn_until(const struct history *h, const struct options *o, int64_t now_ns,
			 uint32_t *known);

/*
 * Who was seen since then was seen while learning, seconds since 1970: 0 when it never came to an
 * end; INT64_MAX when it did, and nobody asked for more of it.
 */
int64_t plan_taught_s(const struct history *h);

/* The user asked for more of it, from now on; it is remembered until its end. */
void plan_learn_more(struct history *h, int64_t now_s);

/* It came to its end, or, with a past that teaches nothing, begins anew. */
void plan_learned(struct history *h, int64_t now_s);
void plan_begin_anew(struct history *h, int64_t now_s);

#endif
