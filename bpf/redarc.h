/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* redarc.h - the contract between the programs in the kernel and everything above them. */
#ifndef REDARC_H
#define REDARC_H

#include <linux/types.h>

#ifdef __cplusplus
#define RA_ASSERT_SIZE(type, size) static_assert(sizeof(type) == (size), #type)
#else
#define RA_ASSERT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#endif

#define RA_VERSION 3 /* of every layout in this file and in rules.h */

/* Seen from the watched interface: what arrives comes from the peer, what leaves goes to it. */
enum ra_direction { RA_IN = 0, RA_OUT = 1, RA_DIRECTIONS = 2 };

#define RA_DIR_BIT(direction) (1u << (direction))
#define RA_BOTH (RA_DIR_BIT(RA_IN) | RA_DIR_BIT(RA_OUT))

enum ra_verdict {
	RA_ALLOWED = 0,
	RA_LEARNING = 1,
	RA_UNKNOWN = 2,
	RA_BLOCKED = 3,
	RA_VERDICTS = 4,
};

/* Who put an entry into the allowlist. */
enum ra_origin {
	RA_ORIGIN_EXTERNAL = 0, /* written by another program, such as bpftool */
	RA_ORIGIN_HISTORY = 1,  /* learned: seen within the window before the list was fixed */
	RA_ORIGIN_USER = 2,     /* `redarc allow add` */
	RA_ORIGIN_RULE = 3,     /* trusted: seen in enough hours, over long enough */
};

/* Value of allow4; its key is the IPv4 address as it stands in the packet. */
struct ra_allow {
	__u8 directions; /* RA_DIR_BIT of each allowed direction */
	__u8 origin;     /* enum ra_origin */
	__u8 pad[6];
	__u64 packets[RA_DIRECTIONS]; /* counted only where the direction is allowed */
	__u64 bytes[RA_DIRECTIONS];   /* of IPv4: header and payload */
	__u64 last_seen[RA_DIRECTIONS]; /* jiffies, 0 is never */
};
RA_ASSERT_SIZE(struct ra_allow, 56);

/*
 * Every packet of an interface, counted once; one copy for each interface and CPU. What a prefix
 * allows is not among reported, suppressed and lost: it has rows as well, as far as nobody else
 * needs them.
 */
struct ra_ledger {
	__u64 seen;
	__u64 not_ipv4;
	__u64 malformed;
	__u64 verdict[RA_VERDICTS][RA_DIRECTIONS];
	__u64 reported;   /* packets not allowed whose own record went out */
	__u64 suppressed; /* folded into a later record, or into the row that user space reads */
	__u64 lost;       /* no room for a record, and the row was needed for another peer; what
			     user space had read of that row by then is among them */
	__u64 unnamed;    /* rows that were given up without any record: peers that were not
			     reported one by one, each as often as it came back */
	__u64 skipped;    /* packets that were to be kept as evidence, and were not */
	__u64 bucket;     /* records this CPU may still send, in 1/hz of a record */
	__u64 refilled;   /* jiffies when the bucket was last filled */
	__u64 evidence;   /* likewise, packets that may still be kept */
	__u64 pad[5];     /* three cache lines */
};
RA_ASSERT_SIZE(struct ra_ledger, 192);

#endif
