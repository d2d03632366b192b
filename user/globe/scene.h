/* SPDX-License-Identifier: BSD-2-Clause */
/* scene.h - what the stream told: places, networks, peers and arcs, sized at start. */
#ifndef GLOBE_SCENE_H
#define GLOBE_SCENE_H

#include "core/hash.h"
#include "globe/past.h"
#include "globe/sieve.h"
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
	int64_t born_ns; /* when the sensor first told of it, live; 0: it was there before */
};

#define SCENE_LISTS SIEVE_LISTS /* numbers of lists that are kept are below */

struct scene_limits {
	uint32_t places, networks, peers, arcs; /* most */
};

struct scene {
	struct hash_table places, networks, peers, arcs;
	struct lens lens; /* through which it is seen; without a window: as it was told */
	struct sieve sieve; /* what is shown; without terms: everything */
	struct {            /* what is left then: sums over the peers */
		struct hash_table arcs;
		uint32_t peers[RA_VERDICTS], hidden[RA_VERDICTS];
	} seen;
	uint32_t told[RA_VERDICTS]; /* peers whose verdict this is now, in some direction */
	struct stream_hello hello;
	struct stream_status status;
	struct stream_list lists[SCENE_LISTS]; /* number 0: never told */
	struct stream_explain explain; /* the last answer */
	struct past past;
	int64_t moment_ns; /* that is looked at; 0: now */
	bool greeted, complete, ended; /* HELLO, SNAPSHOT, END came */
	uint64_t change;  /* grows with what places, networks, peers or arcs show */
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

/* Those that are shown have numbers as long as they are: below scene_peer_count(). */
uint32_t scene_peer_count(const struct scene *s);
const struct stream_peer *scene_peer_at(const struct scene *s, uint32_t number);
uint32_t scene_peer_number(const struct scene *s, const struct stream_peer *p);

/* Those that are shown: as told, or as seen through the lens or in the past. */
uint32_t scene_arc_count(const struct scene *s);
const struct scene_arc *scene_arc(const struct scene *s, uint32_t number);

/* Distinct addresses whose verdict this is; of a sensor with more peers than there is room for,
   those that ever had it. */
uint32_t scene_count(const struct scene *s, uint8_t verdict);
uint32_t scene_hidden(const struct scene *s, uint8_t verdict); /* by the filter; the rest */
uint32_t scene_beyond(const struct scene *s); /* of the sensor's peers, those without room here */

/*
 * Judge all peers anew, as with another window; what comes from now on too. Arcs follow with
 * scene_gather().
 *
 * window_ns  0: as the sensor judges
 */
void scene_look(struct scene *s, int64_t window_ns);

/*
 * Look at a moment of the past: peers, arcs and counts are then of the step that holds it.
 *
 * moment_ns  0: now; so it is when no past is known
 */
void scene_travel(struct scene *s, int64_t moment_ns);

/* How the past is judged, as it is looked at. */
struct past_rule scene_rule(const struct scene *s);

/* Show but what passes; from scene_gather() on. f: copied; without terms everything is shown */
void scene_filter(struct scene *s, const struct filter *f);

/* RA_DIR_BIT of a peer's sides that pass; 0: it is not shown. p: of this scene */
uint8_t scene_sides(const struct scene *s, const struct stream_peer *p);

/* Sum up what is seen through lens and filter, or of the past; else there is nothing to do. */
void scene_gather(struct scene *s);

#endif
