// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Writes each frame anew and sends it out; see live.c. */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "tests/bench/live.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile struct live_plan live_plan;
__u32 live_turn;

static __always_inline __u32 next_source(void)
{
	__u32 turn = live_turn;

	if (live_plan.at_random) {
		live_turn = turn * 1664525 + 1013904223;
		return live_plan.first + (__u32)((__u64)turn * live_plan.sources >> 32);
	}
	live_turn = turn + 1 < live_plan.sources ? turn + 1 : 0;
	return live_plan.first + turn;
}

static __always_inline __u16 checksum(__u32 be_source)
{
	__u32 sum = live_plan.sum + (be_source & 0xffff) + (be_source >> 16);

	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)~sum;
}

/* The kernel hands out the same pages again, with what their last receiver left in them. */
SEC("xdp")
int live_send(struct xdp_md *ctx)
{
	__u8 *start = (__u8 *)(long)ctx->data, *end = (__u8 *)(long)ctx->data_end;
	__u32 be_source = bpf_htonl(next_source());

	if (start + 4 * LIVE_WORDS > end)
		return XDP_ABORTED;
	for (int i = 0; i < LIVE_WORDS; i++)
		*(__u32 *)(start + 4 * i) = live_plan.words[i];
	*(__u16 *)(start + 24) = checksum(be_source);
	*(__u16 *)(start + 26) = (__u16)be_source;
	*(__u16 *)(start + 28) = (__u16)(be_source >> 16);
	return (int)bpf_redirect(live_plan.interface, 0);
}

/* The least that a receiver can do, to measure others against. */
SEC("xdp")
int live_pass(struct xdp_md *ctx __attribute__((unused)))
{
	return XDP_PASS;
}
