/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* live.h - what the generator's program writes into each frame. */
#ifndef BENCH_LIVE_H
#define BENCH_LIVE_H

#include <linux/types.h>

#define LIVE_WORDS 11 /* Ethernet, IPv4 and UDP headers, and two bytes more */

struct live_plan {
	__u32 words[LIVE_WORDS]; /* as they stand in the frame, the source and the checksum zero */
	__u32 sum;       /* of the IPv4 header, 16 bits at a time, not folded */
	__u32 first;     /* source, host order */
	__u32 sources;   /* from there on */
	__u32 at_random; /* which of them is next; 0: they take turns */
	__u32 interface;
};

#endif
