/* SPDX-License-Identifier: BSD-2-Clause */
/* scene_rows.h - what the files of the scene share, and nobody else sees. */
#ifndef GLOBE_SCENE_ROWS_H
#define GLOBE_SCENE_ROWS_H

#include "globe/scene.h"

struct scene_network {
	uint32_t number; /* the key */
	struct geo_network network;
};

/* A peer as it is shown, and what it was told to be; starts with its key. */
struct scene_peer {
	struct stream_peer shown;
	struct judgement told[RA_DIRECTIONS];
};

/* The table of peers that is looked at, each a struct stream_peer first: all lists, arcs and
   counts are of these. */
static inline const struct hash_table *scene_shown_peers(const struct scene *s)
{
	return s->moment_ns ? &s->past.peers : &s->peers;
}

/* Whether arcs and counts are summed up from the peers, not as they were told. */
static inline bool scene_is_recast(const struct scene *s)
{
	return s->lens.window_ns || s->moment_ns || s->sieve.filter.count;
}

/* Judge a peer as it is looked at. */
void scene_see(const struct scene *s, struct scene_peer *row);

#endif
