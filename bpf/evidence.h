/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* evidence.h - the first packets of strangers, on their way to user space. */
#ifndef REDARC_EVIDENCE_H
#define REDARC_EVIDENCE_H

#include "bpf/frame.h"
#include "bpf/record.h"

#define EVIDENCE_RATE 2000u /* packets a second, for each ledger */
#define EVIDENCE_ETHER 14u  /* bytes of the header */

/*
 * A second's packets may come at once. The ledger notes until when they are paid for, in
 * 1/EVIDENCE_RATE of a jiffy.
 */
static __always_inline int evidence_take_token(struct ra_ledger *l, __u64 now)
{
	__u64 time = now * EVIDENCE_RATE, second = (__u64)EVIDENCE_RATE * ra_config.hz;

	if (l->evidence + second < time)
		l->evidence = time - second;
	if (l->evidence + ra_config.hz > time)
		return 0;
	l->evidence += ra_config.hz;
	return 1;
}

/* Copies what can be read directly, up to ra_config.snap bytes; returns how many. */
static __always_inline __u32 evidence_copy(__u8 *to, const __u8 *from, const __u8 *end)
{
	__u32 n = 0;

	for (; n < ra_config.snap && from + n + 1 <= end; n++)
		to[n] = from[n];
	return n;
}

/*
 * What stands behind a head that is too short for Ethernet's is kept without it. Where the hook
 * knows no length, IPv4's tells it, but for what fills up a short frame.
 */
static __always_inline void evidence_fill(const struct frame *f, const struct ra_seen *seen,
					  struct ra_record_packet *r)
{
	__u64 head = (__u64)(f->packet.ip - f->start);
	__u64 skip = head < EVIDENCE_ETHER ? head : 0;
	__u64 length = f->length ? f->length : head + f->bytes;

	*r = (struct ra_record_packet){
		.kind = RA_RECORD_PACKET,
		.interface = seen->interface,
		.direction = seen->direction,
		.be_peer = seen->be_peer,
		.time_ns = bpf_ktime_get_ns(),
		.length = (__u32)(length - skip),
		.verdict = seen->verdict,
		.link = head < EVIDENCE_ETHER ? PACKET_LINK_IP : PACKET_LINK_ETHER,
	};
	r->captured = evidence_copy(r->bytes, f->start + skip, f->end);
	if (r->length < r->captured)
		r->length = r->captured;
}

/* Keep the packet, when it is one of the first of its row; what finds no room is counted. */
static __always_inline void evidence_keep(const struct frame *f, struct ra_seen *seen)
{
	struct ra_record_packet *r;

	if (!ra_config.snap || seen->kept >= RA_EVIDENCE_PACKETS)
		return;
	r = evidence_take_token(f->ledger, f->now) ?
		    bpf_ringbuf_reserve(&evidence, sizeof(*r) + ra_config.snap, 0) :
		    NULL;
	if (!r) {
		f->ledger->skipped++;
		return;
	}
	seen->kept++;
	evidence_fill(f, seen, r);
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP); /* user space looks often enough by itself */
}

#endif
