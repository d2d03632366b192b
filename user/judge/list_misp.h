/* SPDX-License-Identifier: BSD-2-Clause */
/* list_misp.h - how provenance travels in a MISP warninglist, whose schema has no room for it. */
#ifndef JUDGE_LIST_MISP_H
#define JUDGE_LIST_MISP_H

/*
 * The description ends with this line, then a line for each run of entries that have the same:
 *
 *     2 both 2026-11-22T10:42:07.000Z 2026-12-22T10:42:07.000Z botnet_cc: Cobalt Strike
 *     1 in 2026-11-22T10:42:07.000Z never
 */
#define LIST_MISP_MARK "entries, direction, added, expires, reason:"
#define LIST_MISP_NEVER "never"

/* Of RA_DIR_BITs; 0 is none. */
static const char *const list_misp_directions[] = { "none", "in", "out", "both" };

#endif
