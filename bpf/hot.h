/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* hot.h - counts who stands in hot4, and brings what was counted there into allow4. */
#ifndef REDARC_HOT_H
#define REDARC_HOT_H

#include "bpf/frame.h"
#include "bpf/maps.h"

/* All ones where the two are equal, without a branch to guess wrong. */
static __always_inline __u64 hot_same(__u32 a, __u32 b)
{
	return ((__u64)(a ^ b) - 1) >> 63;
}

/* Bit n: way n of the line holds the peer. */
static __always_inline __u64 hot_ways(const struct ra_hot *line, __u32 be_peer)
{
	return hot_same(line->be_peer[0], be_peer) | hot_same(line->be_peer[1], be_peer) << 1 |
	       hot_same(line->be_peer[2], be_peer) << 2 | hot_same(line->be_peer[3], be_peer) << 3;
}

static __always_inline void hot_add(struct ra_hot *line, __u64 ways, const struct frame *f)
{
	__u64 way = ((ways >> 1) - (ways >> 3)) & (RA_WAYS - 1); /* 1, 2, 4, 8: 0, 1, 2, 3 */

	line->packets[way] += f->packets;
	line->bytes[way] += f->bytes;
}

/* Whether the peer is mirrored for this direction; then the packet is counted. */
static __always_inline int hot_count(const struct frame *f)
{
	struct ra_hot *line;
	__u32 place;
	__u64 ways;

	if (bpf_jiffies64() >= ra_control.hot_until || !f->be_peer)
		return 0;
	place = ra_hot_hash(f->be_peer, (__u32)ra_config.seed) & ra_control.hot_mask;
	place += ra_hot_first(ra_config.hot_lines, f->cpu, f->direction);
	line = bpf_map_lookup_elem(&hot4, &place);
	if (!line)
		return 0;
	ways = hot_ways(line, f->be_peer);
	if (!ways && line->be_peer[RA_WAYS - 1]) { /* filled in order: a full line has another */
		place ^= 1;
		line = bpf_map_lookup_elem(&hot4, &place);
		if (!line)
			return 0;
		ways = hot_ways(line, f->be_peer);
	}
	if (!ways)
		return 0;
	hot_add(line, ways, f);
	return 1;
}

/* One peer: what was counted since, or that allow4 allows it no longer. */
static __always_inline void fold_way(struct ra_hot *line, struct ra_hot *folded, __u32 way,
				     __u32 direction, __u64 now)
{
	__u32 be_peer = line->be_peer[way], packets = line->packets[way];
	__u64 bytes = line->bytes[way];
	struct ra_allow *allow;

	if (!be_peer || (packets == folded->packets[way] && bytes == folded->bytes[way]))
		return;
	allow = bpf_map_lookup_elem(&allow4, &be_peer);
	if (!allow || !(allow->directions & RA_DIR_BIT(direction))) {
		line->be_peer[way] = 0;
		return;
	}
	__sync_fetch_and_add(&allow->packets[direction], packets - folded->packets[way]);
	__sync_fetch_and_add(&allow->bytes[direction], bytes - folded->bytes[way]);
	allow->last_seen[direction] = now;
	folded->packets[way] = packets;
	folded->bytes[way] = bytes;
}

/* Global, so that the verifier reads it once. */
__noinline int fold_line(__u32 place)
{
	__u32 direction = place / ra_config.hot_lines % RA_DIRECTIONS;
	struct ra_hot *line = bpf_map_lookup_elem(&hot4, &place);
	struct ra_hot *folded = bpf_map_lookup_elem(&fold4, &place);
	__u64 now = bpf_jiffies64();

	for (__u32 way = 0; line && folded && way < RA_WAYS; way++)
		fold_way(line, folded, way, direction & 1, now);
	return 0;
}

/* Run by user space alone, one at a time. */
static __always_inline void fold(const struct ra_fold *what)
{
	for (__u32 i = 0; i < RA_FOLD_LINES && i < what->lines; i++)
		fold_line(what->first + i);
}

static __always_inline void edit(const struct ra_edit *what)
{
	struct ra_allow *allow = bpf_map_lookup_elem(&allow4, &what->be_peer);

	if (!allow)
		return;
	if (what->sets) {
		allow->origin = what->origin;
		allow->directions = what->directions;
	}
	__sync_fetch_and_add(&allow->packets[what->direction & 1], what->packets);
	__sync_fetch_and_add(&allow->bytes[what->direction & 1], what->bytes);
}

#endif
