/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* judge.h - whoever is not in hot4: allow4, then the lists, then the rows of the reported. */
#ifndef REDARC_JUDGE_H
#define REDARC_JUDGE_H

#include "bpf/lists.h"
#include "bpf/seen.h"

static __always_inline void count_allowed(const struct frame *f, struct ra_allow *allow)
{
	__u32 d = f->direction;

	__sync_fetch_and_add(&allow->packets[d], f->packets);
	__sync_fetch_and_add(&allow->bytes[d], f->bytes);
	allow->last_seen[d] = f->now;
	f->ledger->verdict[RA_ALLOWED][d] += f->packets;
}

/* Of a peer that allow4 does not allow: what the lists say, else what the mode does. */
static __always_inline __u8 verdict_of(__u32 be_peer, __u32 direction)
{
	__u8 listed = lists_are_empty() ? RA_UNKNOWN : lists_verdict(be_peer, direction);

	return listed == RA_UNKNOWN && ra_control.learning ? RA_LEARNING : listed;
}

/*
 * Judge packets of one peer, and count them. Global, and of nothing but numbers, so that the
 * verifier reads it once, and not once for each way in which a frame may be parsed.
 *
 * ends     be_peer, be_local: 32 bits each
 * talk     be_peer_port, be_local_port: 16 bits each; 16 of nothing, protocol, direction: 8 each
 * packets  that the hook merged into one
 * bytes    of all of them
 * returns  the row of seen4, + 1, that wants to keep the packet as evidence; else 0
 */
__noinline int judge(__u64 ends, __u64 talk, __u32 packets, __u64 bytes)
{
	struct frame f = { .be_peer = (__u32)(ends >> 32),
			   .be_local = (__u32)ends,
			   .be_peer_port = (__be16)(talk >> 48),
			   .be_local_port = (__be16)(talk >> 32),
			   .packet.protocol = (__u8)(talk >> 8),
			   .direction = talk & 1,
			   .packets = packets,
			   .bytes = bytes,
			   .cpu = bpf_get_smp_processor_id(),
			   .now = bpf_jiffies64() };
	__u32 allowed, verdict, key = f.be_peer; /* a pointer into f would keep it in memory */
	struct ra_allow *allow = bpf_map_lookup_elem(&allow4, &key);

	f.ledger = ledger_here(f.cpu);
	if (!f.ledger)
		return 0;
	allowed = allow ? allow->directions : 0;
	if (allow && allowed & RA_DIR_BIT(f.direction)) {
		count_allowed(&f, allow);
		if (allowed & RA_DIR_BIT(RA_IN))
			return 0;
	}
	if (f.direction == RA_OUT && !(allowed & RA_DIR_BIT(RA_IN)))
		flow_note(&f);
	if (allowed & RA_DIR_BIT(f.direction))
		return 0;
	verdict = verdict_of(f.be_peer, f.direction) & (RA_VERDICTS - 1);
	f.ledger->verdict[verdict][f.direction] += f.packets;
	return (int)report(&f, (__u8)verdict);
}

#endif
