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

/* When learning last came to its end, seconds since 1970; 0: it never did. */
int64_t plan_learned_s(const struct history *h);
void plan_set_learned(struct history *h, int64_t at_s);

#endif
