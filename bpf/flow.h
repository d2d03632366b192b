/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* flow.h - whether what comes in answers what went out. */
#ifndef REDARC_FLOW_H
#define REDARC_FLOW_H

#include "bpf/frame.h"
#include "bpf/maps.h"

/* Of both ends, whoever sends. */
static __always_inline __u64 flow_print(const struct frame *f)
{
	__u64 h = ((__u64)f->be_peer << 32 | f->be_local) ^ ra_config.seed;

	h *= 0xff51afd7ed558ccdull;
	h ^= h >> 32;
	h ^= (__u64)f->be_peer_port << 24 | (__u64)f->be_local_port << 8 | f->protocol;
	h *= 0xc4ceb9fe1a85ec53ull;
	return h ^ h >> 32;
}

static __always_inline struct ra_flow *flow_slot(__u64 print)
{
	__u32 slot = (__u32)(print >> 48) & (RA_FLOWS - 1);

	return bpf_map_lookup_elem(&flow4, &slot);
}

/* Remember what goes out; a slot that says so already this second is left alone. */
static __always_inline void flow_note(const struct frame *f)
{
	__u64 print = flow_print(f);
	struct ra_flow *flow = flow_slot(print);

	if (!flow || (flow->print == (__u32)print &&
		      (__u32)f->now - flow->jiffies < ra_config.hz))
		return;
	*flow = (struct ra_flow){ .print = (__u32)print, .jiffies = (__u32)f->now };
}

static __always_inline int flow_is_answered(const struct frame *f)
{
	__u64 print = flow_print(f);
	const struct ra_flow *flow = flow_slot(print);

	return flow && flow->print == (__u32)print &&
	       (__u32)f->now - flow->jiffies <= RA_REPLY_S * ra_config.hz;
}

#endif
