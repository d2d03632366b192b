/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* zone.h - which local addresses are used, and who touches one that is not. */
#ifndef REDARC_ZONE_H
#define REDARC_ZONE_H

#include <bpf/bpf_endian.h>

#include "bpf/record.h"

/* The byte of zone4 that stands for an address; NULL: it lies in no zone. */
static __always_inline __u8 *zone_byte(__u32 be_ip)
{
	for (__u32 i = 0; i < RA_ZONES && i < ra_control.n_zones; i++) {
		__u32 be_mask = ra_control.zones[i].be_mask;
		__u32 place = ra_control.zones[i].first + bpf_ntohl(be_ip & ~be_mask);
		__u32 line = place / RA_ZONE_LINE;
		struct ra_zone_line *found;

		if ((be_ip & be_mask) != ra_control.zones[i].be_net)
			continue;
		found = bpf_map_lookup_elem(&zone4, &line);
		return found ? &found->used[place % RA_ZONE_LINE] : NULL;
	}
	return NULL;
}

static __always_inline int zone_is_used(__u32 be_ip)
{
	const __u8 *used = zone_byte(be_ip);

	return !used || *used == RA_ZONE_USED;
}

/* Nothing to note, as nearly always: found out in place, since a call costs more than that. */
static __always_inline int zone_is_quiet(__u32 be_source, __u32 be_target)
{
	return zone_is_used(be_source) && zone_is_used(be_target);
}

/* Half of the records are left for peers, whatever is touched. */
static __always_inline void send_touch(__u32 be_source, __u32 be_target)
{
	__u64 now = bpf_jiffies64();
	struct ra_record_touch *r;
	struct ra_ledger *l;

	l = ledger_here(bpf_get_smp_processor_id());
	if (!l || !take_token(l, now, ra_control.record_rate / 2))
		return;
	r = bpf_ringbuf_reserve(&events, sizeof(*r), 0);
	if (!r)
		return; /* whoever sweeps the network touches again */
	*r = (struct ra_record_touch){ .kind = RA_RECORD_TOUCH,
				       .cpu = (__u16)bpf_get_smp_processor_id(),
				       .be_source = be_source,
				       .be_target = be_target,
				       .jiffies = now };
	bpf_ringbuf_submit(r, wakeup(sizeof(*r)));
}

/*
 * Something was sent: its source is used, and its target had better be. User space has marked
 * the first and last address of a zone as used. Global, as lists_verdict().
 */
__noinline int zone_sent(__u32 be_source, __u32 be_target)
{
	__u8 *used = zone_byte(be_source);

	if (used && *used == RA_ZONE_SILENT)
		*used = RA_ZONE_USED;
	if (!be_source || be_source == be_target)
		return 0;
	used = zone_byte(be_target);
	if (used && *used != RA_ZONE_USED)
		send_touch(be_source, be_target);
	return 0;
}

#endif
