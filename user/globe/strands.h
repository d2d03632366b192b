/* SPDX-License-Identifier: BSD-2-Clause */
/* strands.h - the arcs of the scene as the shaders take them: heavier traffic, more strands. */
#ifndef GLOBE_STRANDS_H
#define GLOBE_STRANDS_H

#include "globe/arc.h"
#include "globe/bundles.h"
#include "globe/camera.h"
#include "globe/palette.h"

#define STRANDS_MANY 400 /* bundles from which on each has but one strand */
#define STRANDS_MOST BUNDLES_MOST
#define STRANDS_NONE UINT32_MAX
#define STRANDS_STEPS 48 /* of a ribbon; so many triangles cost a software driver memory too */
#define STRANDS_STEPS_OF_MANY 24

/* One instance of the arc shader. */
struct strand {
	struct arc arc; /* from sender to receiver */
	uint8_t rgba[4];
	float width;
	float phase; /* of its comet, 0..1 */
	float speed; /* of its comet in 1/s, a multiple of 1/64; 0: no traffic, no comet */
	float pulse; /* 1: throbs */
};
_Static_assert(sizeof(struct strand) == 52, "layout of the vertex buffer");

/* One instance of the spot shader. */
struct spot {
	struct vec3 ground;
	float size; /* Earth radii */
	uint8_t rgba[4];
	float phase;
	float live; /* 1: its ring spreads */
};
_Static_assert(sizeof(struct spot) == 28, "layout of the vertex buffer");

#define STRANDS_RINGS 32 /* of those that are new, most; more would not be seen as one */

struct strands {
	struct strand rows[STRANDS_MOST];
	uint16_t bundle[STRANDS_MOST]; /* of each row */
	uint32_t count;
	uint32_t red;  /* the first row that is red: all after it are */
	struct spot spots[BUNDLES_MOST + STRANDS_RINGS + 1]; /* with home, where it is known */
	uint32_t spot_count;
	struct bundles bundles;
	bool moving;     /* something is live: frames differ */
	uint32_t rings;  /* something is new: it changes from build to build */
	uint64_t version; /* grows when what is drawn changes */
	uint32_t print;   /* of what is drawn */
};

/* Straight pieces that each is drawn of. */
static inline int strands_steps(const struct strands *s)
{
	return s->bundles.count > STRANDS_MANY ? STRANDS_STEPS_OF_MANY : STRANDS_STEPS;
}

enum strands_blue { BLUE_FULL, BLUE_DIM, BLUE_HIDDEN, BLUES };

struct strands_want {
	const struct palette *palette;
	const struct view *view; /* what is in sight is told apart first; NULL: all alike */
	uint32_t most;           /* bundles, BUNDLES_LEAST..BUNDLES_MOST */
	uint8_t directions;      /* RA_DIR_BIT of those that are shown */
	enum strands_blue blue;  /* of those that are no strangers */
	uint32_t chosen;         /* place whose arcs stand out, or SCENE_ANYWHERE */
	struct cell chosen_cell; /* deg above 0: all of it does */
	int64_t now_ns;          /* of the sensor; what had traffic just before is live */
};

/* Zero s before the first time. */
void strands_build(struct strands *s, const struct scene *scene, const struct strands_want *want);

/*
 * The bundle nearest to a point of the screen; of equals the one that is drawn last.
 *
 * reach    pixels
 * returns  its row among the bundles, or STRANDS_NONE
 */
uint32_t strands_pick(const struct strands *s, const struct view *v, float x, float y,
		      float reach);

#endif
