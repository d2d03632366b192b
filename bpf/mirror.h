/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * mirror.h - the table in front of allow4, and what user space has the kernel do to both.
 *
 * A peer that allow4 allows may also stand in hot4, in the same place for each CPU; then it is
 * counted there, and allow4 is not asked. fold4 holds, place by place, what of these counts is in
 * allow4 already: the sum over all CPUs of what is not, and what allow4 says, is the truth.
 */
#ifndef REDARC_MIRROR_H
#define REDARC_MIRROR_H

#include "bpf/redarc.h"

#define RA_WAYS 4u /* peers in a line */

/* A line of hot4, one of the cache: peers and what this CPU counted of them. */
struct ra_hot {
	__u64 bytes[RA_WAYS];
	__u32 packets[RA_WAYS]; /* may turn over; folded long before */
	__u32 be_peer[RA_WAYS]; /* 0: nobody, as 0.0.0.0 is never mirrored */
};
RA_ASSERT_SIZE(struct ra_hot, 64);

/*
 * Where the lines of a CPU and direction begin, counted in lines. A peer may stand in any way of
 * line hash & mask, or of the one beside it (^ 1). What goes out is mirrored only of peers that
 * are allowed in both directions: of others the answer has to be remembered.
 */
static __attribute__((always_inline, unused)) inline __u32 ra_hot_first(__u32 lines, __u32 cpu,
								       __u32 direction)
{
	return (cpu * RA_DIRECTIONS + direction) * lines;
}

static __attribute__((always_inline, unused)) inline __u32 ra_hot_hash(__u32 be_peer, __u32 seed)
{
	__u32 h = (be_peer ^ seed) * 0x9e3779b1u;

	h ^= h >> 15;
	return h * 0x85ebca77u >> 8;
}

#define RA_FOLD_LINES 32u /* in one run, at most */

/* What redarc_fold wants, behind an Ethernet header: bring these lines into allow4. */
struct ra_fold {
	__u32 first, lines; /* of hot4 */
};
RA_ASSERT_SIZE(struct ra_fold, 8);

/*
 * What redarc_edit wants, behind an Ethernet header: change an entry of allow4 that is there, in
 * place, so that no packet is lost that is being counted meanwhile.
 */
struct ra_edit {
	__u32 be_peer;
	__u8 sets;       /* not 0: directions and origin are what is allowed from now on */
	__u8 directions, origin;
	__u8 direction;  /* of what is added */
	__u64 packets, bytes;
};
RA_ASSERT_SIZE(struct ra_edit, 24);

#define RA_RUN_HEAD 14u /* bytes of that header */

#endif
