/* SPDX-License-Identifier: BSD-2-Clause */
/* rules.h - what a source that judges is told: allowlist, lists, and zones. */
#ifndef SOURCE_RULES_H
#define SOURCE_RULES_H

#include <stddef.h>

#include "bpf/redarc.h"
#include "core/addr.h"

struct source;

/* What is allowed of a peer. */
struct source_allow {
	struct addr peer;
	uint8_t directions; /* RA_DIR_BITs */
	uint8_t origin;     /* enum ra_origin */
};
_Static_assert(sizeof(struct source_allow) == 18, "source_allow");

#define SOURCE_ALLOWS 4096 /* in one call, at most */

/* directions 0 removes the entry; one that is there keeps its counters; -EAFNOSUPPORT IPv6 */
int source_allow_set(struct source *s, const struct addr *peer, uint8_t directions, uint8_t origin);

/*
 * Set many entries at once that this program has not set before, or has removed since.
 *
 * entries  of different peers, each with a direction; IPv6 is passed over. One that another
 *          program wrote since the last source_sweep() loses what was counted there
 * n        at most SOURCE_ALLOWS
 * errors   -ENOSPC, -E2BIG more than SOURCE_ALLOWS, -ENOTSUP; some may be set
 */
int source_allow_add(struct source *s, const struct source_allow *entries, uint32_t n);

/* What the lists say of a prefix, shorter prefixes included; RA_UNKNOWN: nothing. */
struct source_rule {
	struct cidr net;
	uint8_t verdict[RA_DIRECTIONS]; /* RA_ALLOWED, RA_BLOCKED or RA_UNKNOWN */
	uint8_t pad;
};
_Static_assert(sizeof(struct source_rule) == 20, "source_rule");

#define SOURCE_RULES 4096 /* in one call, at most */

/*
 * Set rules, in their order; the longest prefix judges, and outranks learning. To swap lists
 * without a moment in which neither judges: set the new ones, longest prefix first, then remove
 * what is not among them, shortest first.
 *
 * rules    one that says nothing of either direction is removed, whether it is there or not; a
 *          single address is kept only while a direction is blocked, since what is allowed
 *          belongs into source_allow_set(), which outranks all rules; IPv6 is passed over
 * n        at most SOURCE_RULES
 * errors   -ENOSPC, -E2BIG more than SOURCE_RULES; those before are set. -ENOTSUP
 */
int source_rules_set(struct source *s, const struct source_rule *rules, uint32_t n);

/*
 * What an earlier process left, and nobody set since this one opened the source, is removed:
 * rules, and what redarc allowed. To be called once, when list and lists are told.
 */
int source_settle(struct source *s);

/*
 * Say which prefixes of the local network are watched for whoever touches unused addresses.
 *
 * zones    IPv4, at most 8, together at most a /12
 * used     out: one byte for each of their addresses in their order, writable, zero at first: 1
 *          once it was heard, which the kernel sets; it leaves 2 alone. Its end is that of the
 *          source
 * errors   -EINVAL zones that cannot be; -EBUSY they are set already; -ENOTSUP
 */
int source_zones(struct source *s, const struct cidr *zones, size_t n, uint8_t **used);

#endif
