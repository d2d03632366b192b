/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* lists.h - what the lists say of a peer. */
#ifndef REDARC_LISTS_H
#define REDARC_LISTS_H

#include "bpf/maps.h"

static __always_inline int lists_are_empty(void)
{
	return !ra_control.block4 && !ra_control.cidr4;
}

static __always_inline __u8 lists_verdict(__u32 be_peer, __u32 direction)
{
	const struct ra_prefix prefix = { .length = 32, .be_net = be_peer };
	const struct ra_listed *listed = NULL;
	__u8 verdict;

	if (ra_control.block4)
		listed = bpf_map_lookup_elem(&block4, &be_peer);
	if (!listed && ra_control.cidr4)
		listed = bpf_map_lookup_elem(&cidr4, &prefix);
	if (!listed)
		return RA_UNKNOWN;
	verdict = listed->verdict[direction == RA_OUT];
	return verdict == RA_ALLOWED || verdict == RA_BLOCKED ? verdict : RA_UNKNOWN;
}

#endif
