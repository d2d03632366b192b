/* SPDX-License-Identifier: BSD-2-Clause */
/* scene_find.h - how grave a peer is, and the foremost of those that are looked for. */
#ifndef GLOBE_SCENE_FIND_H
#define GLOBE_SCENE_FIND_H

#include "globe/cell.h"
#include "globe/scene.h"

/* What a colour stands for; level is 0 but for what is unknown or blocked. */
struct scene_shade {
	uint8_t verdict, level;
};

bool scene_is_graver(struct scene_shade a, struct scene_shade b);
struct scene_shade scene_shade_of(const struct stream_side *s);

/* The gravest of the directions that are asked for, RA_DIR_BIT of each; of equals the newest. */
struct scene_shade scene_shade(const struct stream_peer *p, uint8_t directions);

/* Of the directions that are asked for. */
uint64_t scene_bytes(const struct stream_peer *p, uint8_t directions);

/* Of the directions that are asked for, RA_DIR_BIT of those in use that the filter lets pass. */
uint8_t scene_used(const struct scene *s, const struct stream_peer *p, uint8_t directions);

/* 3: blocked, 2: of a new network, 1: another stranger, 0: no stranger; in these directions. */
uint8_t scene_rank(const struct stream_peer *p, uint8_t directions);

#define SCENE_ANYWHERE UINT32_MAX
#define SCENE_VERDICTS 15u /* 1 << verdict, of all */
#define SCENE_LEVELS 31u   /* 1 << level, of all */

/* Some of the peers: at a place, with a side of one of these verdicts, directions and levels. */
struct scene_query {
	uint32_t place; /* or SCENE_ANYWHERE, GEO_NEAR, GEO_NOWHERE */
	uint8_t verdicts, directions, levels;
	struct cell cell; /* deg above 0: anywhere in it; place is but what it is called by */
};

/*
 * What is blocked comes first, then who is of a new network, other strangers, the rest; of these
 * the heaviest; of equals the first that came.
 *
 * rows     out: `most` pointers, valid until the scene is cleared
 * returns  rows filled; *found: out, how many peers match
 */
uint32_t scene_foremost(const struct scene *s, const struct scene_query *q,
			const struct stream_peer **rows, uint32_t most, uint32_t *found);

#endif
