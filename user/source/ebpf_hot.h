/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_hot.h - keeps the table in front of allow4: who stands there, and what it counted. */
#ifndef SOURCE_EBPF_HOT_H
#define SOURCE_EBPF_HOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bpf/mirror.h"
#include "bpf/rules.h"

#define HOT_NOBODY UINT32_MAX
#define HOT_LEASE_S 10u /* without a fold for so long the kernel asks allow4 alone */

/* Gets what was counted of an owner in a direction since it was told last. */
struct hot4_sink {
	void (*counted)(void *ctx, uint32_t owner, uint8_t direction, uint64_t packets,
			uint64_t bytes);
	void *ctx;
};

struct hot4_config {
	int hot, folded;       /* maps */
	int fold, edit;        /* programs that bring counts into allow4 */
	uint32_t lines, cpus;  /* as the programs' ra_config has them */
	uint32_t seed;
	uint32_t hz;
	volatile struct ra_control *control;
	bool inherited; /* another process may have left counts in the maps */
};

/* A way of the table, on all CPUs. */
struct hot4_way {
	uint32_t owner; /* HOT_NOBODY: it is free */
	uint32_t be_peer;
	uint32_t leaving; /* sweeps until it is free again; 0: it is not leaving */
};

struct hot4 {
	struct hot4_config config;
	struct ra_hot *map, *folded; /* mapped */
	size_t size;
	struct hot4_way *ways; /* of both directions */
	uint32_t used;   /* lines in use */
	uint32_t placed; /* ways that are not free */
	bool rests;      /* the lease is renewed no more */
};

/*
 * What another process left in the maps is brought into allow4, and the table emptied.
 *
 * returns  0, or -errno
 */
int hot4_init(struct hot4 *h, const struct hot4_config *config);
void hot4_clear(struct hot4 *h);

/*
 * Let a peer be counted there; allow4 goes on counting it where there is no room.
 *
 * owner    handed back with what was counted; not HOT_NOBODY
 * returns  its place, or HOT_NOBODY
 */
uint32_t hot4_place(struct hot4 *h, uint32_t be_peer, uint8_t direction, uint32_t owner);

/* Take it out again; what it counted until now comes with the next sweeps. */
void hot4_drop(struct hot4 *h, uint32_t place, uint8_t direction);

/* Whether it still stands there: the kernel takes out whom allow4 no longer allows. */
bool hot4_holds(const struct hot4 *h, uint32_t place, uint8_t direction);

/* Whether a table for so many peers would be better than the one there is. */
bool hot4_is_small(const struct hot4 *h, uint32_t peers);

/* Size it anew for so many peers; nobody may be placed, or still leaving. */
void hot4_resize(struct hot4 *h, uint32_t peers);

/*
 * Bring what was counted into allow4, and hand it on; renews the lease.
 *
 * jiffies  of this moment
 * returns  ways that had something to tell, or -errno
 */
int hot4_sweep(struct hot4 *h, uint64_t jiffies, const struct hot4_sink *sink);

/* The kernel asks allow4 alone from now on; sweeps bring in what is left. */
void hot4_rest(struct hot4 *h);

#endif
