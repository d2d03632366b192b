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

/* Judge packets of one peer, and count them; who is to be kept as evidence is noted. */
static __always_inline void judge(struct frame *f)
{
	__u32 allowed, verdict, key = f->be_peer; /* a pointer into f would keep it in memory */
	struct ra_allow *allow = bpf_map_lookup_elem(&allow4, &key);

	f->now = bpf_jiffies64();
	allowed = allow ? allow->directions : 0;
	if (allow && allowed & RA_DIR_BIT(f->direction)) {
		count_allowed(f, allow);
		if (allowed & RA_DIR_BIT(RA_IN))
			return;
	}
	if (f->direction == RA_OUT)
		read_ports(f);
	if (f->direction == RA_OUT && !(allowed & RA_DIR_BIT(RA_IN)))
		flow_note(f);
	if (allowed & RA_DIR_BIT(f->direction))
		return;
	/* A number that the verifier does not know, so that it walks once through what follows. */
	verdict = (verdict_of(f->be_peer, f->direction) + ra_control.nothing) & (RA_VERDICTS - 1);
	f->ledger->verdict[verdict][f->direction] += f->packets;
	f->keeper = report(f, (__u8)verdict);
}

#endif
