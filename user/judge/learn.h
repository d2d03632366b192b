/* SPDX-License-Identifier: BSD-2-Clause */
/* learn.h - how long to learn before anything is judged. Pure. */
#ifndef JUDGE_LEARN_H
#define JUDGE_LEARN_H

#include <stdint.h>

/*
 * Until when a sensor that starts now learns. What was asked for counts; else it learns until
 * the history spans the window, and a history without a single peer of the window teaches
 * nothing, so that the window starts anew.
 *
 * now_ns    since 1970
 * asked_ns  duration that the user asked for; < 0: not asked
 * since_s   since when the history watched, seconds since 1970; 0: it never did
 * known     peers of the history within the window before now
 * returns   nanoseconds since 1970; now_ns or earlier: judge at once
 */
int64_t learn_until(int64_t now_ns, int64_t asked_ns, int64_t window_ns, int64_t since_s,
		    uint32_t known);

#endif
