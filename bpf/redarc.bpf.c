// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Reads every packet of an interface: parse, judge, count, report. It never touches one. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "bpf/maps.h"
#include "bpf/packet.h"
#include "bpf/rules.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile struct ra_config ra_config = { .version = RA_VERSION, .hz = 250, .rows = 1 };
volatile struct ra_control ra_control = { .learning = 1 };

#define PULL 192 /* bytes of headers, tags and labels that are worth gathering */
#define RING_HEAD 8

/* A frame as a hook hands it over, on its way to a verdict. */
struct frame {
	const __u8 *start, *end;
	__u32 length;  /* on the wire */
	__u32 packets; /* segments that the hook merged into one */
	__u32 direction;
	__u64 now; /* jiffies */
	struct packet packet;
	struct ra_ledger *ledger;
};

/* The first record of a burst wakes user space; its timer finds the others. */
static __always_inline __u64 wakeup(__u32 size)
{
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) <= size + RING_HEAD ?
		       BPF_RB_FORCE_WAKEUP :
		       BPF_RB_NO_WAKEUP;
}

static __always_inline void send_ledger(struct ra_ledger *l, __u64 now)
{
	struct ra_record_ledger *r;

	if (now - l->sent < ra_config.hz)
		return;
	l->sent = now;
	r = bpf_ringbuf_reserve(&events, sizeof(*r), 0);
	if (!r)
		return; /* the map itself stays readable */
	r->kind = RA_RECORD_LEDGER;
	r->cpu = (__u16)bpf_get_smp_processor_id();
	r->pad = 0;
	r->ledger = *l;
	bpf_ringbuf_submit(r, wakeup(sizeof(*r)));
}

/* A bucket of one second's records, in units of 1/hz of a record. */
static __always_inline int take_token(struct ra_ledger *l, __u64 now)
{
	__u64 most = (__u64)ra_config.record_rate * ra_config.hz;

	l->bucket += (now - l->refilled) * ra_config.record_rate;
	l->refilled = now;
	if (l->bucket > most)
		l->bucket = most;
	if (l->bucket < ra_config.hz)
		return 0;
	l->bucket -= ra_config.hz;
	return 1;
}

static __always_inline int send_seen(struct ra_ledger *l, struct ra_seen *seen, __u32 row,
				     __u64 now)
{
	struct ra_record_peer *r;

	if (!take_token(l, now))
		return 0;
	r = bpf_ringbuf_reserve(&events, sizeof(*r), 0);
	if (!r)
		return 0;
	seen->pending = 0;
	seen->reported = (__u32)now;
	r->kind = RA_RECORD_PEER;
	r->cpu = (__u16)bpf_get_smp_processor_id();
	r->row = row;
	r->seen = *seen;
	bpf_ringbuf_submit(r, wakeup(sizeof(*r)));
	return 1;
}

/* Make room for another peer; what the old one had not reported goes out, or is lost. */
static __always_inline void retire(struct ra_ledger *l, struct ra_seen *seen, __u32 row, __u64 now)
{
	__u64 pending = seen->pending;

	if (!pending || send_seen(l, seen, row, now))
		return;
	l->suppressed -= pending;
	l->lost += pending;
}

static __always_inline void claim(struct ra_seen *seen, const struct frame *f, __u32 be_peer,
				  __u32 be_local, __u8 verdict)
{
	struct packet_ports ports = packet_find_ports(&f->packet, f->end);
	__u32 generation = seen->generation + 1;

	/* Readers of the mapped row see generation 0 while it is rewritten. */
	*(volatile __u32 *)&seen->generation = 0;
	barrier();
	seen->be_peer = be_peer;
	seen->be_local = be_local;
	seen->be_peer_port = f->direction == RA_IN ? ports.be_source : ports.be_destination;
	seen->be_local_port = f->direction == RA_IN ? ports.be_destination : ports.be_source;
	seen->proto = f->packet.protocol;
	seen->direction = (__u8)f->direction;
	seen->verdict = verdict;
	seen->packets = 0;
	seen->bytes = 0;
	seen->pending = 0;
	seen->reported = (__u32)(f->now - ra_config.hz);
	barrier();
	*(volatile __u32 *)&seen->generation = generation ? generation : 1;
}

static __always_inline int is_row_of(const struct ra_seen *seen, __u32 be_peer, __u32 direction)
{
	return seen->generation && seen->be_peer == be_peer && seen->direction == direction;
}

static __always_inline __u32 first_row(__u32 be_peer, __u32 direction)
{
	__u64 h = ((__u64)be_peer << 1 | direction) ^ ra_config.seed;

	h *= 0x9e3779b97f4a7c15ull;
	return bpf_get_smp_processor_id() * ra_config.rows +
	       ((__u32)(h >> 32) & (ra_config.rows - 1));
}

/* Count a packet that is not allowed in its peer's row, and report it when it is time. */
static __always_inline void report(const struct frame *f, __u32 be_peer, __u32 be_local,
				   __u8 verdict)
{
	__u32 row = first_row(be_peer, f->direction), other_row = row ^ 1;
	struct ra_seen *seen = bpf_map_lookup_elem(&seen4, &row);
	struct ra_seen *other = bpf_map_lookup_elem(&seen4, &other_row);
	struct ra_ledger *l = f->ledger;

	if (!seen || !other) {
		l->lost += f->packets; /* cannot happen while rows and seen4 agree */
		return;
	}
	if (!is_row_of(seen, be_peer, f->direction) &&
	    (is_row_of(other, be_peer, f->direction) || other->last_seen < seen->last_seen)) {
		seen = other;
		row = other_row;
	}
	if (!is_row_of(seen, be_peer, f->direction) || seen->verdict != verdict) {
		retire(l, seen, row, f->now);
		claim(seen, f, be_peer, be_local, verdict);
	}
	seen->packets += f->packets;
	seen->bytes += packet_bytes(&f->packet, f->start, f->length);
	seen->last_seen = f->now;
	if ((__u32)f->now - seen->reported >= ra_config.hz && send_seen(l, seen, row, f->now)) {
		l->reported += f->packets;
		return;
	}
	seen->pending += f->packets;
	l->suppressed += f->packets;
}

static __always_inline int is_allowed(const struct frame *f, __u32 be_peer)
{
	struct ra_allow *allow = bpf_map_lookup_elem(&allow4, &be_peer);
	__u32 d = f->direction;

	if (!allow || !(allow->directions & RA_DIR_BIT(d)))
		return 0;
	__sync_fetch_and_add(&allow->packets[d], f->packets);
	__sync_fetch_and_add(&allow->bytes[d], packet_bytes(&f->packet, f->start, f->length));
	allow->last_seen[d] = f->now;
	return 1;
}

static __always_inline void judge(const struct frame *f)
{
	__u32 be_peer = f->direction == RA_IN ? f->packet.be_source : f->packet.be_destination;
	__u32 be_local = f->direction == RA_IN ? f->packet.be_destination : f->packet.be_source;

	if (is_allowed(f, be_peer)) {
		f->ledger->verdict[RA_ALLOWED][f->direction] += f->packets;
	} else if (ra_control.learning) {
		f->ledger->verdict[RA_LEARNING][f->direction] += f->packets;
		report(f, be_peer, be_local, RA_LEARNING);
	} else {
		f->ledger->verdict[RA_UNKNOWN][f->direction] += f->packets;
		report(f, be_peer, be_local, RA_UNKNOWN);
	}
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
	send_ledger(f->ledger, f->now);
}

static __always_inline int watch_xdp(struct xdp_md *ctx, enum packet_link link)
{
	struct frame f = { .packets = 1, .direction = RA_IN };
	enum packet_class class;

	f.start = (const __u8 *)(long)ctx->data;
	f.end = (const __u8 *)(long)ctx->data_end;
	class = packet_parse(link, f.start, f.end, &f.packet);
	if (class == PACKET_IPV4 && !f.packet.total_length)
		f.length = (__u32)(f.end - f.start);
	watch(&f, class);
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
	if (skb->protocol == bpf_htons(ETH_P_IPV6) || skb->protocol == bpf_htons(ETH_P_ARP))
		return 0;
	p = payload(skb, start, end);
	return skb->protocol != bpf_htons(ETH_P_IP) || p + 20 > end || p[0] != 0x45;
}

static __always_inline int watch_skb(struct __sk_buff *skb, enum ra_direction direction)
{
	struct frame f = { .packets = skb->gso_segs ? skb->gso_segs : 1,
			   .length = skb->len,
			   .direction = direction };
	const __u8 *p;

	if (is_cut_short(skb))
		bpf_skb_pull_data(skb, skb->len < PULL ? skb->len : PULL);
	f.start = (const __u8 *)(long)skb->data;
	f.end = (const __u8 *)(long)skb->data_end;
	p = payload(skb, f.start, f.end);
	watch(&f, packet_typed(p, f.end, bpf_ntohs((__u16)skb->protocol),
			       skb->vlan_present ? 1 : 0, &f.packet));
	return TC_ACT_UNSPEC; /* TCX_NEXT: the next program decides, as if we were not here */
}

SEC("xdp.frags")
int redarc_xdp(struct xdp_md *ctx)
{
	return watch_xdp(ctx, PACKET_LINK_ETHER);
}

SEC("xdp.frags")
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
