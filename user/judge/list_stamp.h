/* SPDX-License-Identifier: BSD-2-Clause */
/* list_stamp.h - points in time as lists write them. */
#ifndef JUDGE_LIST_STAMP_H
#define JUDGE_LIST_STAMP_H

#include <stdint.h>

#define LIST_STAMP 26 /* room for any, with its end */

/*
 * "2026-11-22", "2026-11-22 10:42:07", "2026-11-22T10:42:07.123Z", "2026-11-22 10:42:07 UTC":
 * always UTC; fractions are dropped.
 *
 * out_s    seconds since 1970
 * returns  0, or -EINVAL also for days that no calendar has and for years before 1970
 */
int list_stamp_parse(const char *text, int64_t *out_s);

/*
 * "2026-11-22T10:42:07.000Z", as STIX wants it; years are kept within 1970 and 9999.
 *
 * text     LIST_STAMP bytes
 * returns  text
 * source   RFC 3339; STIX 2.1, 2.13 and 3.2
 */
const char *list_stamp(int64_t time_s, char *text);

#endif
