/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* evidence.h - the first packets of strangers, on their way to user space. */
#ifndef REDARC_EVIDENCE_H
#define REDARC_EVIDENCE_H

#include "bpf/packet.h"
#include "bpf/record.h"

#define EVIDENCE_RATE 2000u /* packets a second, for each ledger */

/* Full: the packet is skipped, and the ledger says so. User space gives it more, if it is used. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16); /* the least that any size of pages allows */
} evidence SEC(".maps");

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

/* Whether a packet that was counted in this row is one of the first of a stranger. */
static __always_inline int evidence_is_wanted(const struct ra_seen *seen)
{
	return ra_config.snap && seen->kept < RA_EVIDENCE_PACKETS &&
	       (seen->verdict == RA_UNKNOWN || seen->verdict == RA_BLOCKED);
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
 * Keep a packet that its row of seen4 wants; what finds no room is counted.
 *
 * link     what stands at the start: PACKET_LINK_ETHER or PACKET_LINK_IP
 * length   on the wire; 0: nobody knows
 */
static __always_inline void evidence_keep(const __u8 *start, const __u8 *end, __u8 link,
					  __u32 length, __u32 row)
{
	struct ra_ledger *l = ledger_here(bpf_get_smp_processor_id());
	struct ra_seen *seen = bpf_map_lookup_elem(&seen4, &row);
	struct ra_record_packet *r = NULL;

	if (!l || !seen)
		return;
	if (evidence_take_token(l, bpf_jiffies64()))
		r = bpf_ringbuf_reserve(&evidence, sizeof(*r) + ra_config.snap, 0);
	if (!r) {
		l->skipped++;
		return;
	}
	seen->kept++;
	*r = (struct ra_record_packet){ .kind = RA_RECORD_PACKET,
					.interface = seen->interface,
					.direction = seen->direction,
					.be_peer = seen->be_peer,
					.time_ns = bpf_ktime_get_ns(),
					.length = length,
					.verdict = seen->verdict,
					.link = link };
	r->captured = evidence_copy(r->bytes, start, end);
	if (r->length < r->captured) /* where it cannot be measured */
		r->length = r->captured;
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP); /* user space looks often enough by itself */
}

#endif
