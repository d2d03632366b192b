// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Reads every packet of an interface: parse, judge, count, report. It never touches one. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "bpf/arp.h"
#include "bpf/evidence.h"
#include "bpf/frame.h"
#include "bpf/hot.h"
#include "bpf/judge.h"
#include "bpf/maps.h"
#include "bpf/read.h"
#include "bpf/zone.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define PULL 192 /* bytes of headers, tags and labels that are worth gathering */

static __always_inline void watch_zones(const struct frame *f)
{
	__u32 be_source = f->direction == RA_IN ? f->be_peer : f->be_local;
	__u32 be_target = f->direction == RA_IN ? f->be_local : f->be_peer;

	if (!zone_is_quiet(be_source, be_target))
		zone_sent(be_source, be_target);
}

/*
 * The header was read. Called on each way that leads there, and not where they meet: what only
 * strangers need would have to be in its place there for those, too, who are counted here.
 */
static __always_inline enum packet_class watch_hot(struct frame *f)
{
	f->hot = hot_count(f);
	if (f->hot)
		f->ledger->verdict[RA_ALLOWED][f->direction] += f->packets;
	return PACKET_IPV4;
}

/* It was found where it stands. */
static __always_inline enum packet_class watch_found(struct frame *f)
{
	enum packet_class class = read_header(f);

	return class == PACKET_IPV4 ? watch_hot(f) : class;
}

static __always_inline void watch_ipv4(struct frame *f)
{
	if (!f->hot)
		judge(f);
	if (ra_control.n_zones)
		watch_zones(f);
}

/* Every packet, before anything is known of it; returns whether there is a ledger. */
static __always_inline int watch_begins(struct frame *f)
{
	f->cpu = bpf_get_smp_processor_id();
	f->ledger = ledger_here(f->cpu);
	if (!f->ledger)
		return 0;
	f->ledger->seen += f->packets;
	return 1;
}

static __always_inline void watch(struct frame *f, enum packet_class class)
{
	if (class == PACKET_IPV4)
		watch_ipv4(f);
	else if (class == PACKET_NOT_IPV4)
		f->ledger->not_ipv4 += f->packets;
	else
		f->ledger->malformed += f->packets;
}

/* Global, as judge(): read once by the verifier. link: enum packet_link */
__noinline int evidence_xdp(struct xdp_md *ctx, __u32 link, __u32 row)
{
	const __u8 *start = (const __u8 *)(long)ctx->data, *end = (const __u8 *)(long)ctx->data_end;

	evidence_keep(start, end, (__u8)link, frame_length(start, end), row);
	return 0;
}

/* Likewise: who is asked for may lie in a zone. */
__noinline int arp_xdp(struct xdp_md *ctx)
{
	const __u8 *start = (const __u8 *)(long)ctx->data, *end = (const __u8 *)(long)ctx->data_end;
	struct arp arp;

	if (arp_parse(PACKET_LINK_ETHER, start, end, &arp))
		zone_sent(arp.be_source, arp.be_target);
	return 0;
}

static __always_inline enum packet_class find_in_ethernet(struct frame *f)
{
	if (f->start + 14 > f->end)
		return PACKET_NOT_IPV4;
	f->heads = 14;
	return read_find(f, f->start + 14, packet_u16(f->start + 12), 0);
}

static __always_inline enum packet_class read_xdp(struct frame *f, enum packet_link link)
{
	enum packet_class class;

	if (link == PACKET_LINK_ETHER && read_plain(f))
		return watch_hot(f);
	f->length = frame_length(f->start, f->end);
	class = link == PACKET_LINK_ETHER ? find_in_ethernet(f) : packet_ip(f->start, f->end);
	return class == PACKET_IPV4 ? watch_found(f) : class;
}

static __always_inline int watch_xdp(struct xdp_md *ctx, enum packet_link link,
				     enum ra_direction direction)
{
	struct frame f = { .xdp = ctx, .packets = 1, .direction = direction };
	enum packet_class class;

	if (!watch_begins(&f))
		return XDP_PASS;
	frame_open(&f);
	class = read_xdp(&f, link);
	watch(&f, class);
	if (ra_config.snap && f.keeper)
		evidence_xdp(ctx, link, f.keeper - 1);
	if (link == PACKET_LINK_ETHER && class == PACKET_NOT_IPV4 && ra_control.n_zones)
		arp_xdp(ctx);
	return XDP_PASS;
}

/*
 * A socket buffer may hold an Ethernet frame, or start at layer 3: on a device without
 * Ethernet, and behind a generic XDP program that the frame passed before.
 */
static __always_inline int has_ethernet(const struct __sk_buff *skb, const __u8 *p, const __u8 *end)
{
	if (p + 14 > end)
		return 0;
	if (packet_u16(p + 12) != bpf_ntohs((__u16)skb->protocol))
		return 0;
	return p[0] >> 4 != 4 || (p[0] & 15) < 5 || packet_u16(p + 2) != skb->len;
}

/* Where the EtherType's payload starts; heads: out, what stands in front of it. */
static __always_inline const __u8 *payload(const struct __sk_buff *skb, const __u8 *p,
					   const __u8 *end, __u32 *heads)
{
	*heads = 0;
	if (!has_ethernet(skb, p, end))
		return p;
	*heads = 14;
	return p + 14;
}

/* Whether headers may lie outside the part of the buffer that can be read directly. */
static __always_inline int is_cut_short(const struct __sk_buff *skb)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;
	const __u8 *p;
	__u32 heads;

	if (start + PULL <= end || (skb->len < PULL && start + skb->len <= end))
		return 0;
	if (skb->protocol == bpf_htons(ETH_P_IPV6))
		return 0;
	p = payload(skb, start, end, &heads);
	return skb->protocol != bpf_htons(ETH_P_IP) || p + 20 > end || p[0] != 0x45;
}

__noinline int evidence_skb(struct __sk_buff *skb, __u32 row)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;
	__u8 link = has_ethernet(skb, start, end) ? PACKET_LINK_ETHER : PACKET_LINK_IP;

	evidence_keep(start, end, link, skb->len, row);
	return 0;
}

__noinline int arp_skb(struct __sk_buff *skb)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;
	struct arp arp;
	__u32 heads;
	const __u8 *p = payload(skb, start, end, &heads);

	if (arp_typed(p, end, bpf_ntohs((__u16)skb->protocol), skb->vlan_present ? 1 : 0, &arp))
		zone_sent(arp.be_source, arp.be_target);
	return 0;
}

/*
 * Of an aggregate. What a virtual machine or its host hands over says how long its segments are,
 * and leaves it to others to count them.
 */
__noinline int segments(struct __sk_buff *skb)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;
	__u32 size = skb->gso_size, heads;
	__u8 ip[20], offset = 0;

	if (skb->gso_segs || !size || skb->protocol != bpf_htons(ETH_P_IP))
		return skb->gso_segs ? skb->gso_segs : 1;
	payload(skb, start, end, &heads);
	if (bpf_skb_load_bytes(skb, heads, ip, sizeof(ip)))
		return 1;
	heads += (ip[0] & 15u) * 4;
	if (ip[9] == IPPROTO_UDP)
		heads += 8;
	else if (!bpf_skb_load_bytes(skb, heads + 12, &offset, 1))
		heads += (offset >> 4) * 4u;
	return skb->len > heads ? (skb->len - heads + size - 1) / size : 1;
}

/* What starts with a 4 may as well be the IPv4 header itself: has_ethernet() finds out. */
static __always_inline int is_surely_ethernet(const struct frame *f)
{
	return f->skb->protocol == bpf_htons(ETH_P_IP) && f->start + 1 <= f->end &&
	       f->start[0] >> 4 != 4;
}

static __always_inline enum packet_class read_skb(struct frame *f)
{
	__u16 type = bpf_ntohs((__u16)f->skb->protocol);
	int tags = f->skb->vlan_present ? 1 : 0;
	enum packet_class class;
	const __u8 *p;

	if (is_surely_ethernet(f) && read_plain(f))
		return watch_hot(f);
	if (is_cut_short(f->skb))
		bpf_skb_pull_data(f->skb, f->skb->len < PULL ? f->skb->len : PULL);
	frame_open(f);
	f->length = f->skb->len;
	p = payload(f->skb, f->start, f->end, &f->heads);
	class = read_find(f, p, type, tags);
	return class == PACKET_IPV4 ? watch_found(f) : class;
}

static __always_inline int watch_skb(struct __sk_buff *skb, enum ra_direction direction)
{
	struct frame f = { .skb = skb,
			   .packets = skb->gso_size ? segments(skb) : 1 + ra_control.nothing,
			   .direction = direction };
	enum packet_class class;

	if (!watch_begins(&f))
		return TC_ACT_UNSPEC;
	frame_open(&f);
	class = read_skb(&f);
	watch(&f, class);
	if (ra_config.snap && f.keeper)
		evidence_skb(skb, f.keeper - 1);
	if (class == PACKET_NOT_IPV4 && ra_control.n_zones)
		arp_skb(skb);
	return TC_ACT_UNSPEC; /* TCX_NEXT: the next program decides, as if we were not here */
}

SEC("xdp")
int redarc_xdp(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_ETHER, RA_IN);
}

SEC("xdp")
int redarc_xdp_ip(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_IP, RA_IN);
}

/* An interface that faces the inside receives what goes out. */
SEC("xdp")
int redarc_xdp_lan(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_ETHER, RA_OUT);
}

SEC("xdp")
int redarc_xdp_lan_ip(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_IP, RA_OUT);
}

SEC("tc")
int redarc_in(struct __sk_buff *skb)
{
	return watch_skb(skb, RA_IN);
}

SEC("tc")
int redarc_out(struct __sk_buff *skb)
{
	return watch_skb(skb, RA_OUT);
}

/* Run once by user space, to learn how jiffies and the time of day relate. */
SEC("tc")
int redarc_clock(struct __sk_buff *skb __attribute__((unused)))
{
	ra_control.jiffies = bpf_jiffies64();
	return TC_ACT_UNSPEC;
}

/* What user space asks for stands behind an Ethernet header. */
static __always_inline const void *wish(const struct __sk_buff *skb, __u32 size)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;

	return start + RA_RUN_HEAD + size <= end ? start + RA_RUN_HEAD : NULL;
}

SEC("tc")
int redarc_fold(struct __sk_buff *skb)
{
	const struct ra_fold *what = wish(skb, sizeof(*what));

	if (what)
		fold(what);
	return TC_ACT_UNSPEC;
}

SEC("tc")
int redarc_edit(struct __sk_buff *skb)
{
	const struct ra_edit *what = wish(skb, sizeof(*what));

	if (what)
		edit(what);
	return TC_ACT_UNSPEC;
}
