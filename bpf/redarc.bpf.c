// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Reads every packet of an interface: parse, judge, count, report. It never touches one. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "bpf/arp.h"
#include "bpf/frame.h"
#include "bpf/lists.h"
#include "bpf/maps.h"
#include "bpf/seen.h"
#include "bpf/zone.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define PULL 192 /* bytes of headers, tags and labels that are worth gathering */

static __always_inline void count_allowed(const struct frame *f, struct ra_allow *allow)
{
	__u32 d = f->direction;

	__sync_fetch_and_add(&allow->packets[d], f->packets);
	__sync_fetch_and_add(&allow->bytes[d], frame_bytes(f));
	allow->last_seen[d] = f->now;
	f->ledger->verdict[RA_ALLOWED][d] += f->packets;
}

/* Of a peer that allow4 does not allow: what the lists say, else what the mode does. */
static __always_inline __u8 verdict_of(__u32 be_peer, __u32 direction)
{
	__u8 listed = lists_are_empty() ? RA_UNKNOWN : (__u8)lists_verdict(be_peer, direction);

	return listed == RA_UNKNOWN && ra_control.learning ? RA_LEARNING : listed;
}

static __always_inline void judge(struct frame *f)
{
	struct ra_allow *allow;
	__u32 allowed, verdict;

	frame_find_ends(f);
	allow = bpf_map_lookup_elem(&allow4, &f->be_peer);
	allowed = allow ? allow->directions : 0;
	if (allow && allowed & RA_DIR_BIT(f->direction)) {
		count_allowed(f, allow);
		if (allowed & RA_DIR_BIT(RA_IN))
			return;
	}
	frame_measure(f);
	if (f->direction == RA_OUT && !(allowed & RA_DIR_BIT(RA_IN)))
		flow_note(f);
	if (allowed & RA_DIR_BIT(f->direction))
		return;
	verdict = verdict_of(f->be_peer, f->direction) & (RA_VERDICTS - 1);
	f->ledger->verdict[verdict][f->direction] += f->packets;
	report(f, (__u8)verdict);
}

/* What every hook does with a frame, once its bytes have been classed. */
static __always_inline void watch(struct frame *f, enum packet_class class)
{
	__u32 zero = 0;

	f->ledger = bpf_map_lookup_elem(&ledger, &zero);
	if (!f->ledger)
		return;
	f->now = bpf_jiffies64();
	f->ledger->seen += f->packets;
	if (class == PACKET_NOT_IPV4)
		f->ledger->not_ipv4 += f->packets;
	else if (class == PACKET_MALFORMED)
		f->ledger->malformed += f->packets;
	else
		judge(f);
	if (class == PACKET_IPV4 && ra_control.n_zones &&
	    !zone_is_quiet(f->packet.be_source, f->packet.be_destination))
		zone_sent(f->packet.be_source, f->packet.be_destination);
}

static __always_inline int watch_xdp(struct xdp_md *ctx, enum packet_link link)
{
	struct frame f = { .packets = 1, .direction = RA_IN };
	enum packet_class class;
	struct arp arp;

	f.start = (const __u8 *)(long)ctx->data;
	f.end = (const __u8 *)(long)ctx->data_end;
	class = packet_parse(link, f.start, f.end, &f.packet);
	if (class == PACKET_IPV4 && !f.packet.total_length)
		f.length = (__u32)(f.end - f.start);
	watch(&f, class);
	if (class == PACKET_NOT_IPV4 && ra_control.n_zones &&
	    arp_parse(link, (const __u8 *)(long)ctx->data, (const __u8 *)(long)ctx->data_end, &arp))
		zone_sent(arp.be_source, arp.be_target);
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

/* Where the EtherType's payload starts. */
static __always_inline const __u8 *payload(const struct __sk_buff *skb, const __u8 *p,
					   const __u8 *end)
{
	return has_ethernet(skb, p, end) ? p + 14 : p;
}

/* Whether headers may lie outside the part of the buffer that can be read directly. */
static __always_inline int is_cut_short(const struct __sk_buff *skb)
{
	const __u8 *start = (const __u8 *)(long)skb->data, *end = (const __u8 *)(long)skb->data_end;
	const __u8 *p;

	if (start + PULL <= end || end - start >= skb->len)
		return 0;
	if (skb->protocol == bpf_htons(ETH_P_IPV6))
		return 0;
	p = payload(skb, start, end);
	return skb->protocol != bpf_htons(ETH_P_IP) || p + 20 > end || p[0] != 0x45;
}

static __always_inline int watch_skb(struct __sk_buff *skb, enum ra_direction direction)
{
	struct frame f = { .packets = skb->gso_segs ? skb->gso_segs : 1,
			   .length = skb->len,
			   .direction = direction };
	__u16 type = bpf_ntohs((__u16)skb->protocol);
	int tags = skb->vlan_present ? 1 : 0;
	enum packet_class class;
	const __u8 *p;
	struct arp arp;

	if (is_cut_short(skb))
		bpf_skb_pull_data(skb, skb->len < PULL ? skb->len : PULL);
	f.start = (const __u8 *)(long)skb->data;
	f.end = (const __u8 *)(long)skb->data_end;
	p = payload(skb, f.start, f.end);
	class = packet_typed(p, f.end, type, tags, &f.packet);
	watch(&f, class);
	if (class == PACKET_NOT_IPV4 && ra_control.n_zones && arp_typed(p, f.end, type, tags, &arp))
		zone_sent(arp.be_source, arp.be_target);
	return TC_ACT_UNSPEC; /* TCX_NEXT: the next program decides, as if we were not here */
}

SEC("xdp")
int redarc_xdp(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_ETHER);
}

SEC("xdp")
int redarc_xdp_ip(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_IP);
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
