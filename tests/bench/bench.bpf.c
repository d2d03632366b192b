// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The programs as they are, and the least there could be to measure them against. */
#include "bpf/redarc.bpf.c"
#include "tests/bench/conventional.h"

const volatile __u32 bench_peers = 1; /* a power of two */
__u32 bench_turn;

SEC("xdp")
int bench_xdp_empty(struct xdp_md *ctx __attribute__((unused)))
{
	return XDP_PASS;
}

SEC("tc")
int bench_tc_empty(struct __sk_buff *skb __attribute__((unused)))
{
	return TC_ACT_UNSPEC;
}

static __always_inline int parse_only(struct xdp_md *ctx)
{
	const __u8 *start = (const __u8 *)(long)ctx->data, *end = (const __u8 *)(long)ctx->data_end;
	struct packet packet;

	if (packet_parse(PACKET_LINK_ETHER, start, end, &packet) == PACKET_IPV4)
		bench_turn = packet.be_source; /* so that nothing can be left out */
	return XDP_PASS;
}

SEC("xdp")
int bench_xdp_parse(struct xdp_md *ctx)
{
	return parse_only(ctx);
}

static __always_inline int parse_only_skb(struct __sk_buff *skb)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;
	struct packet packet;
	const __u8 *p = payload(skb, start, end, &packet.heads);

	if (packet_typed(p, end, bpf_ntohs((__u16)skb->protocol), 0, &packet.heads) ==
		    PACKET_IPV4 &&
	    packet_ipv4(p, end, &packet) == PACKET_IPV4)
		bench_turn = packet.be_source;
	return TC_ACT_UNSPEC;
}

SEC("tc")
int bench_tc_parse(struct __sk_buff *skb)
{
	return parse_only_skb(skb);
}

/* Another source for each run, all over bench_peers addresses. */
static __always_inline void next_source(__u8 *start, const __u8 *end)
{
	bench_turn = bench_turn * 1664525 + 1013904223;
	if (start + 34 <= end)
		*(__u32 *)(start + 26) =
			bpf_htonl(0xc6120000 | (bench_turn >> 8 & (bench_peers - 1)));
}

static __always_inline void next_frame(struct xdp_md *ctx)
{
	next_source((__u8 *)(long)ctx->data, (const __u8 *)(long)ctx->data_end);
}

static __always_inline void next_skb(struct __sk_buff *skb)
{
	next_source((__u8 *)(long)skb->data, (const __u8 *)(long)skb->data_end);
}

SEC("xdp")
int bench_xdp_source(struct xdp_md *ctx)
{
	next_frame(ctx);
	return parse_only(ctx);
}

SEC("xdp")
int bench_xdp_many(struct xdp_md *ctx)
{
	next_frame(ctx);
	return watch_xdp(ctx, PACKET_LINK_ETHER, RA_IN);
}

SEC("tc")
int bench_tc_source(struct __sk_buff *skb)
{
	next_skb(skb);
	return parse_only_skb(skb);
}

SEC("tc")
int bench_tc_many(struct __sk_buff *skb)
{
	next_skb(skb);
	return watch_skb(skb, RA_IN);
}

SEC("xdp")
int bench_xdp_conventional(struct xdp_md *ctx)
{
	return conventional_watch(ctx);
}

SEC("xdp")
int bench_xdp_conventional_many(struct xdp_md *ctx)
{
	next_frame(ctx);
	return conventional_watch(ctx);
}
