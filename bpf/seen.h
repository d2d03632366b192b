/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* seen.h - the rows of seen4, and the records of what stands there. */
#ifndef REDARC_SEEN_H
#define REDARC_SEEN_H

#include "bpf/flow.h"
#include "bpf/record.h"

static __always_inline int send_seen(struct ra_ledger *l, struct ra_seen *seen, __u32 row,
				     __u64 now)
{
	struct ra_record_peer *r;

	if (!take_token(l, now, 0))
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

static __always_inline void claim(struct ra_seen *seen, const struct frame *f, __u8 verdict)
{
	__u32 generation = seen->generation + 1;

	/* Readers of the mapped row see generation 0 while it is rewritten. */
	*(volatile __u32 *)&seen->generation = 0;
	barrier();
	seen->be_peer = f->be_peer;
	seen->be_local = f->be_local;
	seen->be_peer_port = f->be_peer_port;
	seen->be_local_port = f->be_local_port;
	seen->proto = f->packet.protocol;
	seen->direction = (__u8)f->direction;
	seen->verdict = verdict;
	seen->marks = f->direction == RA_IN && flow_is_answered(f) ? RA_MARK_REPLY : 0;
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
	__u64 h = ((__u64)be_peer << 1 | direction) ^ (__u32)ra_config.seed;

	h *= 0x9e3779b97f4a7c15ull;
	return bpf_get_smp_processor_id() * ra_config.rows +
	       ((__u32)(h >> 32) & (ra_config.rows - 1));
}

/* Second class: what a prefix allows leaves a row to whoever used it lately. */
static __always_inline int may_take(const struct ra_seen *seen, const struct frame *f, __u8 verdict)
{
	return verdict != RA_ALLOWED || is_row_of(seen, f->be_peer, f->direction) ||
	       f->now - seen->last_seen >= RA_KEEP_S * ra_config.hz;
}

/* Of two rows: one of the second class, unless the newcomer is of it too; then the older. */
static __always_inline int gives_way(const struct ra_seen *seen, const struct ra_seen *other,
				     __u8 verdict)
{
	int second = seen->verdict == RA_ALLOWED, other_second = other->verdict == RA_ALLOWED;

	if (verdict != RA_ALLOWED && second != other_second)
		return second;
	return seen->last_seen <= other->last_seen;
}

/* Count a packet in its peer's row, and report it when it is time. */
static __always_inline void report(const struct frame *f, __u8 verdict)
{
	__u32 row = first_row(f->be_peer, f->direction), other_row = row ^ 1;
	struct ra_seen *seen = bpf_map_lookup_elem(&seen4, &row);
	struct ra_seen *other = bpf_map_lookup_elem(&seen4, &other_row);
	struct ra_ledger *l = f->ledger;

	if (!seen || !other) {
		if (verdict != RA_ALLOWED)
			l->lost += f->packets; /* cannot happen while rows and seen4 agree */
		return;
	}
	if (!is_row_of(seen, f->be_peer, f->direction) &&
	    (is_row_of(other, f->be_peer, f->direction) || !gives_way(seen, other, verdict))) {
		seen = other;
		row = other_row;
	}
	if (!may_take(seen, f, verdict))
		return;
	if (!is_row_of(seen, f->be_peer, f->direction) || seen->verdict != verdict) {
		retire(l, seen, row, f->now);
		claim(seen, f, verdict);
	}
	seen->packets += f->packets;
	seen->bytes += f->bytes;
	seen->last_seen = f->now;
	if (verdict == RA_ALLOWED)
		return;
	if ((__u32)f->now - seen->reported >= ra_config.hz && send_seen(l, seen, row, f->now)) {
		l->reported += f->packets;
		return;
	}
	seen->pending += f->packets;
	l->suppressed += f->packets;
}

#endif
