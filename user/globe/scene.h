/* SPDX-License-Identifier: BSD-2-Clause */
/* scene.h - what the stream told: places, networks, peers and arcs, sized at start. */
#ifndef GLOBE_SCENE_H
#define GLOBE_SCENE_H

#include "core/hash.h"
#include "globe/cell.h"
#include "globe/vec.h"
#include "stream/lens.h"
#include "stream/stream.h"

struct scene_place {
	uint32_t number; /* the key */
	struct vec3 ground;
	struct geo_place place;
};

struct scene_arc {
	struct {
		uint32_t place;
		uint8_t verdict, direction;
		uint8_t level; /* how new: 0..4, of what is unknown or blocked */
		uint8_t pad;
	} key;
	uint32_t peers; /* 0: the arc is gone */
	uint64_t packets, bytes;
	int64_t last_ns;
};

#define SCENE_LISTS 256 /* numbers of lists that are kept are below */

struct scene_limits {
	uint32_t places, networks, peers, arcs; /* most */
};

struct scene {
	struct hash_table places, networks, peers, arcs;
	struct lens lens; /* through which it is seen; without a window: as it was told */
	struct {          /* what is seen through it: sums over the peers */
		struct hash_table arcs;
		uint32_t peers[RA_VERDICTS];
	} seen;
	struct stream_hello hello;
	struct stream_status status;
	struct stream_list lists[SCENE_LISTS]; /* number 0: never told */
	struct stream_explain explain; /* the last answer */
	bool greeted, complete, ended; /* HELLO, SNAPSHOT, END came */
	uint64_t change;  /* grows with every record */
	uint64_t refused; /* records there was no room for */
};

/* returns 0, or -ENOMEM; a cleared scene may be initialised again */
int scene_init(struct scene *s, const struct scene_limits *most);
void scene_clear(struct scene *s);

/* What cannot be is moved to the nearest that can: times before 1970 or after 2116,
   latitudes beyond the poles. */
void scene_take(struct scene *s, const struct stream_record *r);

/* returns NULL for what was never told, and for the trays */
const struct scene_place *scene_place(const struct scene *s, uint32_t number);
const struct geo_network *scene_network(const struct scene *s, uint32_t number);
const char *scene_list(const struct scene *s, uint16_t number); /* its name, or NULL */
const struct stream_peer *scene_peer(const struct scene *s, const struct addr *a);

/* Those that are shown: as told, or as seen through the lens. */
uint32_t scene_arc_count(const struct scene *s);
const struct scene_arc *scene_arc(const struct scene *s, uint32_t number);
uint32_t scene_count(const struct scene *s, uint8_t verdict); /* distinct addresses */

/*
 * Judge all peers anew, as with another window; what comes from now on too. Arcs follow with
 * scene_gather().
 *
 * window_ns  0: as the sensor judges
 */
void scene_look(struct scene *s, int64_t window_ns);

/* Sum up what is seen through the lens; without one there is nothing to do. */
void scene_gather(struct scene *s);

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
