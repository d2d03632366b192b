/* SPDX-License-Identifier: BSD-2-Clause */
/* clock.h - time in nanoseconds, and durations and timestamps as people write them. */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <stdint.h>

#define CLOCK_S INT64_C(1000000000)
#define CLOCK_HOUR_S INT64_C(3600)
#define CLOCK_STAMP 36 /* room for any timestamp, with its end */

/* Nanoseconds since 1970, UTC. */
int64_t clock_now_ns(void);

/* Nanoseconds that only grow, from any start. */
int64_t clock_steady_ns(void);

/*
 * "48h", "1h30m", "2d", "500ms"; a number alone is seconds: "90", "0".
 *
 * returns  0, or -EINVAL also for what does not fit
 */
int clock_parse_duration(const char *text, int64_t *out_ns);

/* "2026-11-22T10:42:07.123456+0000", as EVE wants it. text: CLOCK_STAMP bytes; returns text */
const char *clock_stamp(int64_t time_ns, char *text);

/* "2 d", "47 h 59 min", "3 min 20 s": two units at most. text: CLOCK_STAMP bytes; returns text */
const char *clock_words(int64_t duration_ns, char *text);

#endif
