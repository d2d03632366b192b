/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* rows.h - what the kernel keeps and tells of peers that are not in allow4. */
#ifndef REDARC_ROWS_H
#define REDARC_ROWS_H

#include "bpf/redarc.h"

#define RA_MARK_REPLY 1 /* its first packet answered one that went out */
#define RA_MARK_NAMED 2 /* a record of it went out */
#define RA_MARK_ASKED 4 /* whether it was a reply is known */

#define RA_KEEP_S 10u /* so long a row of seen4 is kept from what a prefix allows */

/*
 * One row of seen4: a peer that is not in allow4, for one direction, on one CPU. Counters only
 * grow while a generation lasts, so user space may read them at any time and take the
 * difference to what it read before. A new generation is another peer in the same row.
 */
struct ra_seen {
	__u32 be_peer;
	__u32 be_local;
	__be16 be_peer_port;
	__be16 be_local_port;
	__u8 proto;
	__u8 direction;
	__u8 verdict; /* allowed too: by a prefix of the lists; such a row sends no records */
	__u8 marks;   /* RA_MARK_ */
	__u32 generation; /* 0: row is empty or being rewritten */
	__u32 reported;   /* low half of the jiffies of its last record */
	__u64 packets;
	__u64 bytes;
	__u64 last_seen;  /* jiffies */
	__u64 pending;    /* packets counted since its last record */
	__u8 interface;   /* number of the interface that its last packet crossed */
	__u8 kept;        /* packets that went out as evidence */
	__u8 pad[6];      /* a row is one cache line */
};
RA_ASSERT_SIZE(struct ra_seen, 64);

enum ra_record_kind { RA_RECORD_PEER = 1, RA_RECORD_TOUCH = 2, RA_RECORD_PACKET = 3 };

/* What crosses the ring buffer `events`. The first 8 bytes are common to all kinds. */
struct ra_record_peer {
	__u16 kind;
	__u16 cpu;
	__u32 row; /* of seen4, counted over all CPUs */
	struct ra_seen seen;
};
RA_ASSERT_SIZE(struct ra_record_peer, 72);

#define RA_EVIDENCE_PACKETS 20 /* of a peer and direction, at most */

/* What crosses the ring buffer `evidence`; as many bytes follow as ra_config.snap says. */
struct ra_record_packet {
	__u16 kind;
	__u8 interface, direction;
	__u32 be_peer;
	__u64 time_ns;   /* of the steady clock */
	__u32 length;    /* on the wire */
	__u32 captured;  /* of the bytes that follow */
	__u8 verdict, link; /* enum packet_link */
	__u8 pad[6];
	__u8 bytes[];
};
RA_ASSERT_SIZE(struct ra_record_packet, 32);

#endif
