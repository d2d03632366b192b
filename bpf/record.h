/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* record.h - what goes through the ring buffer, and how often. */
#ifndef REDARC_RECORD_H
#define REDARC_RECORD_H

#include "bpf/ledger.h"

#define RING_HEAD 8

/* The first record of a burst wakes user space; its timer finds the others. */
static __always_inline __u64 wakeup(__u32 size)
{
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) <= size + RING_HEAD ?
		       BPF_RB_FORCE_WAKEUP :
		       BPF_RB_NO_WAKEUP;
}

/*
 * A bucket of one second's records, in units of 1/hz of a record.
 *
 * returns  whether it holds one, besides those that are left for others
 */
static __always_inline int has_token(struct ra_ledger *l, __u64 now, __u64 leave)
{
	__u64 rate = ra_control.record_rate, most = rate * ra_config.hz;

	if (now != l->refilled) {
		l->bucket += (now - l->refilled) * rate;
		l->refilled = now;
		if (l->bucket > most)
			l->bucket = most;
	}
	return l->bucket >= (leave + 1) * ra_config.hz;
}

static __always_inline int take_token(struct ra_ledger *l, __u64 now, __u64 leave)
{
	if (!has_token(l, now, leave))
		return 0;
	l->bucket -= ra_config.hz;
	return 1;
}

#endif
