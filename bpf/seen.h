/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* seen.h - the rows of seen4, and the records of what stands there. */
#ifndef REDARC_SEEN_H
#define REDARC_SEEN_H

#include "bpf/evidence.h"
#include "bpf/flow.h"
#include "bpf/read.h"
#include "bpf/record.h"

/* Needs a token. */
static __always_inline int send_seen(struct ra_seen *seen, __u32 row, __u64 now)
{
	struct ra_record_peer *r;

	r = bpf_ringbuf_reserve(&events, sizeof(*r), 0);
	if (!r)
		return 0;
	seen->pending = 0;
	seen->reported = (__u32)now;
	seen->marks |= RA_MARK_NAMED;
	r->kind = RA_RECORD_PEER;
	r->cpu = (__u16)(row / ra_config.rows);
	r->row = row;
	r->seen = *seen;
	bpf_ringbuf_submit(r, wakeup(sizeof(*r)));
	return 1;
}

/* Make room for another peer; what the old one had not reported goes out, or is lost. */
static __always_inline void retire(struct ra_ledger *l, struct ra_seen *seen, __u32 row, __u64 now)
{
	__u64 pending = seen->pending;

	if (!pending || (take_token(l, now, 0) && send_seen(seen, row, now)))
		return;
	l->suppressed -= pending;
	l->lost += pending;
	if (!(seen->marks & RA_MARK_NAMED))
		l->unnamed++;
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
	seen->proto = f->protocol;
	seen->direction = (__u8)f->direction;
	seen->verdict = verdict;
	seen->kept = 0;
	seen->marks = 0;
	seen->packets = 0;
	seen->bytes = 0;
	seen->pending = 0;
	seen->reported = (__u32)(f->now - ra_config.hz);
	barrier();
	*(volatile __u32 *)&seen->generation = generation ? generation : 1;
}

/* Before its first record: among strangers that pour in, few get one. */
static __always_inline void ask(struct ra_seen *seen, const struct frame *f)
{
	if (seen->marks & RA_MARK_ASKED)
		return;
	seen->marks |= RA_MARK_ASKED;
	if (f->direction == RA_IN && flow_is_answered(f))
		seen->marks |= RA_MARK_REPLY;
}

/* Behind an interface that faces the inside, each inside host has a row of its own. */
static __always_inline int is_row_of(const struct ra_seen *seen, const struct frame *f)
{
	return seen->generation && seen->be_peer == f->be_peer && seen->direction == f->direction &&
	       (!ra_config.lan || seen->be_local == f->be_local);
}

static __always_inline __u32 first_row(const struct frame *f)
{
	__u64 h = ((__u64)f->be_peer << 1 | f->direction) ^ (__u32)ra_config.seed;

	if (ra_config.lan)
		h ^= (__u64)f->be_local << 32;
	h *= 0x9e3779b97f4a7c15ull;
	h ^= h >> 29;
	return f->cpu * ra_config.rows + ((__u32)(h >> 16) & (ra_config.rows - 1));
}

/*
 * Whether a newcomer may have the row of another. Second class: what a prefix allows leaves it to
 * whoever used it lately. Strangers that pour in faster than anybody can be told of them leave
 * the rows to those who were there within a second.
 */
static __always_inline int may_take(const struct ra_seen *seen, const struct frame *f, __u8 verdict)
{
	__u64 idle = f->now - seen->last_seen;

	if (verdict == RA_ALLOWED)
		return idle >= RA_KEEP_S * ra_config.hz;
	return idle >= ra_config.hz || seen->verdict == RA_ALLOWED ||
	       has_token(f->ledger, f->now, 0);
}

static __always_inline void lose(struct ra_ledger *l, const struct frame *f, __u8 verdict)
{
	if (verdict == RA_ALLOWED)
		return;
	l->lost += f->packets;
	l->unnamed++;
}

static __always_inline void count_seen(const struct frame *f, struct ra_seen *seen, __u32 row)
{
	struct ra_ledger *l = f->ledger;
	__u64 pending = f->packets;

	seen->interface = (__u8)ra_config.interface;
	seen->packets += f->packets;
	seen->bytes += f->bytes;
	seen->last_seen = f->now;
	if (seen->verdict == RA_ALLOWED)
		return;
	if ((__u32)f->now - seen->reported >= ra_config.hz && take_token(l, f->now, 0)) {
		ask(seen, f);
		if (send_seen(seen, row, f->now))
			pending = 0;
	}
	seen->pending += pending;
	l->suppressed += pending;
	l->reported += f->packets - pending;
}

/*
 * Of two rows: one of the second class, unless the newcomer is of it too; then the older. Where
 * one of the two may be taken, it is this.
 */
static __always_inline int gives_way(const struct ra_seen *seen, const struct ra_seen *other,
				     __u8 verdict)
{
	int second = seen->verdict == RA_ALLOWED, other_second = other->verdict == RA_ALLOWED;

	if (verdict != RA_ALLOWED && second != other_second)
		return second;
	return seen->last_seen <= other->last_seen;
}

/*
 * Count a packet in its peer's row, and report it when it is time.
 *
 * returns  the row + 1 when the packet is to be kept as evidence, else 0
 */
static __always_inline __u32 report(struct frame *f, __u8 verdict)
{
	__u32 row = first_row(f), other_row = row ^ 1;
	struct ra_seen *seen = bpf_map_lookup_elem(&seen4, &row);
	struct ra_seen *other = bpf_map_lookup_elem(&seen4, &other_row);

	if (!seen || !other) {
		lose(f->ledger, f, verdict); /* cannot happen while rows and seen4 agree */
		return 0;
	}
	/* Before it is found out which is older, and guessed wrong every other time. */
	if (!is_row_of(seen, f) && !is_row_of(other, f) && !may_take(seen, f, verdict) &&
	    !may_take(other, f, verdict)) {
		lose(f->ledger, f, verdict);
		return 0;
	}
	if (!is_row_of(seen, f) && (is_row_of(other, f) || !gives_way(seen, other, verdict))) {
		seen = other;
		row = other_row;
	}
	if (f->direction == RA_IN)
		read_ports(f);
	if (!is_row_of(seen, f) || seen->verdict != verdict) {
		retire(f->ledger, seen, row, f->now);
		claim(seen, f, verdict);
	}
	count_seen(f, seen, row);
	return evidence_is_wanted(seen) ? row + 1 : 0;
}

#endif
