/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * conventional.h - what redarc is measured against: the maps that one would take at first.
 *
 * The allowlist is a hash with counters for each CPU, strangers are in an LRU hash, time is
 * bpf_ktime_get_ns(), and each new stranger is an event. Nothing else is judged or counted.
 */
#ifndef BENCH_CONVENTIONAL_H
#define BENCH_CONVENTIONAL_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "bpf/packet.h"

struct conventional_peer {
	__u64 packets, bytes, last_seen_ns;
};

struct conventional_event {
	__u64 time_ns;
	__u32 be_peer, be_local;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct conventional_peer);
} conv_allow4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct conventional_peer);
} conv_seen4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} conv_events SEC(".maps");

static __always_inline void conventional_count(struct conventional_peer *peer, __u32 bytes,
					       __u64 now_ns)
{
	peer->packets++;
	peer->bytes += bytes;
	peer->last_seen_ns = now_ns;
}

static __always_inline void conventional_meet(const struct packet *p, __u64 now_ns)
{
	struct conventional_peer peer = { 1, p->total_length, now_ns };
	struct conventional_event *event;

	bpf_map_update_elem(&conv_seen4, &p->be_source, &peer, BPF_ANY);
	event = bpf_ringbuf_reserve(&conv_events, sizeof(*event), 0);
	if (!event)
		return;
	event->time_ns = now_ns;
	event->be_peer = p->be_source;
	event->be_local = p->be_destination;
	bpf_ringbuf_submit(event, 0);
}

static __always_inline int conventional_watch(struct xdp_md *ctx)
{
	const __u8 *start = (const __u8 *)(long)ctx->data, *end = (const __u8 *)(long)ctx->data_end;
	struct conventional_peer *peer;
	struct packet p = { 0 };
	__u64 now_ns;

	if (packet_parse(PACKET_LINK_ETHER, start, end, &p) != PACKET_IPV4)
		return XDP_PASS;
	now_ns = bpf_ktime_get_ns();
	peer = bpf_map_lookup_elem(&conv_allow4, &p.be_source);
	if (!peer)
		peer = bpf_map_lookup_elem(&conv_seen4, &p.be_source);
	if (peer)
		conventional_count(peer, p.total_length, now_ns);
	else
		conventional_meet(&p, now_ns);
	return XDP_PASS;
}

#endif
