/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ebpf_allow.h - follows allow4 and the table in front of it: what the kernel counted there, and
 * what others wrote into it.
 */
#ifndef SOURCE_EBPF_ALLOW_H
#define SOURCE_EBPF_ALLOW_H

#include <stdint.h>

#include "bpf/redarc.h"
#include "core/event.h"
#include "core/hash.h"
#include "source/ebpf_allow_batch.h"
#include "source/ebpf_hot.h"
#include "source/rules.h"

struct allow4 {
	int fd;   /* of the map, borrowed */
	int edit; /* of the program that changes entries in place, borrowed */
	struct hot4 *hot; /* borrowed; NULL: there is no table in front */
	const struct event_sink *sink; /* while the table is swept */
	uint64_t jiffies;
	int events;        /* handed on meanwhile */
	bool resizing;     /* the table is being emptied, to be sized anew */
	uint32_t entries;  /* that the last whole sweep met */
	struct hash_table known;
	uint32_t round; /* of the sweep, to notice what is gone */
	uint32_t met;   /* entries, in this sweep */
	struct allow4_walk walk;
	bool sweeping;  /* there is more to read of it */
	uint8_t gone;   /* verdict of what is no longer allowed, as of the last sweep */
	struct allow4_batch read, write; /* two: what a sweep hands on may lead to new entries */
	int64_t (*time_ns)(const void *ctx, uint64_t jiffies);
	const void *ctx;
};

/* Wants fd, edit and hot. most: entries of the map */
int allow4_init(struct allow4 *a, uint32_t most);
void allow4_clear(struct allow4 *a);

/*
 * Keeps the counters of an entry that is there. With directions 0 it is allowed nothing from now
 * on, and goes with a sweep that has read what it counted.
 */
int allow4_set(struct allow4 *a, const struct addr *peer, uint8_t directions, uint8_t origin);

/*
 * Take note of the entries that an earlier process left in the map; what they counted is handed
 * on by the first sweep.
 */
int allow4_adopt(struct allow4 *a);

/* Remove those of them that are redarc's, and were not set since. */
int allow4_settle(struct allow4 *a);

/* As source_allow_add(). */
int allow4_add(struct allow4 *a, const struct source_allow *entries, uint32_t n);

/*
 * Hand on what the table in front counted since, and bring it into allow4.
 *
 * jiffies  of this moment
 * returns  events handed on, or -errno
 */
int allow4_sweep_hot(struct allow4 *a, uint64_t jiffies, const struct event_sink *sink);

/*
 * Hand on what was counted in allow4 itself since the last sweep, and, with packets 0, that a
 * direction is allowed now or no longer.
 *
 * gone     verdict of what is no longer allowed
 * whole    from the start to the end of the list; else a part of a large one, and the next part
 *          with the next call
 * returns  events handed on, or -errno
 */
int allow4_sweep(struct allow4 *a, uint8_t gone, bool whole, const struct event_sink *sink);

#endif
