/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* rules.h - what the programs judge by besides allow4, and how user space sets them. */
#ifndef REDARC_RULES_H
#define REDARC_RULES_H

#include "bpf/redarc.h"

/*
 * Value of block4, by address, and of cidr4, by prefix: what the lists say of each direction.
 * RA_UNKNOWN: nothing. Both are asked only for what allow4 does not allow, block4 first; what is
 * found has taken shorter prefixes into account. It outranks learning.
 */
struct ra_listed {
	__u8 verdict[RA_DIRECTIONS]; /* RA_ALLOWED, RA_BLOCKED or RA_UNKNOWN */
	__u8 pad[2];
};
RA_ASSERT_SIZE(struct ra_listed, 4);

/* Key of cidr4. */
struct ra_prefix {
	__u32 length; /* in bits, 0..32 */
	__u32 be_net;
};
RA_ASSERT_SIZE(struct ra_prefix, 8);

#define RA_FLOWS 65536u /* slots of flow4; a newer flow takes an older one's place */
#define RA_REPLY_S 120u

/* A slot of flow4: something went out to a peer that is not in allow4 for what comes in. */
struct ra_flow {
	__u32 print;   /* of both ends, ports and protocol; its slot is 16 bits more of it */
	__u32 jiffies; /* low half, of its last packet */
};
RA_ASSERT_SIZE(struct ra_flow, 8);

/*
 * Value of zone4, which as a whole is one byte for each address of the zones, in their order:
 * whether it has sent something.
 */
#define RA_ZONE_ADDRESSES (1u << 20)
#define RA_ZONE_LINE 64u

enum ra_zone_byte { RA_ZONE_SILENT = 0, RA_ZONE_USED = 1, RA_ZONE_DARK = 2 /* stays so */ };

struct ra_zone_line {
	__u8 used[RA_ZONE_LINE]; /* enum ra_zone_byte */
};
RA_ASSERT_SIZE(struct ra_zone_line, 64);

#define RA_ZONES 8u

/* A prefix of the local network whose unused addresses nobody should touch. */
struct ra_zone {
	__u32 be_net;
	__u32 be_mask;
	__u32 first; /* place of its first address in zone4 */
};
RA_ASSERT_SIZE(struct ra_zone, 12);

/* Something was sent to an address of a zone that is not used: IPv4, or an ARP request. */
struct ra_record_touch {
	__u16 kind;
	__u16 cpu;
	__u32 be_source;
	__u32 be_target;
	__u32 pad;
	__u64 jiffies;
};
RA_ASSERT_SIZE(struct ra_record_touch, 24);

/* Fixed when the programs are loaded, once for each interface. */
struct ra_config {
	__u32 version;
	__u32 hz;        /* jiffies a second */
	__u32 cpus;
	__u32 rows;      /* of seen4 for each CPU, a power of two */
	__u32 hot_lines; /* of hot4 for each CPU and direction, a power of two */
	__u32 interface; /* its number */
	__u32 lan;       /* not 0: it faces the inside, and what strangers do is told by inside
			    host; what arrives goes out, by the programs that hang there */
	__u32 snap;      /* bytes of a packet that are kept as evidence; 0: none are */
	__u32 measures;  /* not 0: pointers may be taken from each other (CAP_PERFMON) */
	__u32 pad;
	__u64 seed;      /* of the hashes that place peers and flows, so that nobody can aim */
};
RA_ASSERT_SIZE(struct ra_config, 48);

/* Written by user space, or by the clock program, while the programs run. */
struct ra_control {
	__u32 learning; /* not 0: what neither allow4 nor a list knows is learned, not judged */
	__u32 block4;   /* not 0: it may hold something */
	__u32 cidr4;    /* likewise */
	__u32 n_zones;
	__u32 nothing; /* always 0, which the verifier does not know */
	__u32 pad;
	__u32 record_rate; /* records of peers that a CPU may send each second */
	__u32 hot_mask;    /* lines of hot4 that are in use, less one */
	__u64 hot_until;   /* jiffies; from then on nobody folds hot4, and it is not asked */
	__u64 jiffies;     /* set by the clock program */
	struct ra_zone zones[RA_ZONES];
};
RA_ASSERT_SIZE(struct ra_control, 144);

#endif
