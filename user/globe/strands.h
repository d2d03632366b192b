/* SPDX-License-Identifier: BSD-2-Clause */
/* strands.h - the arcs of the scene as the shaders take them: heavier traffic, more strands. */
#ifndef GLOBE_STRANDS_H
#define GLOBE_STRANDS_H

#include "globe/arc.h"
#include "globe/bundles.h"
#include "globe/camera.h"
#include "globe/palette.h"

#define STRANDS_MANY 400 /* bundles from which on each has but one strand */
#define STRANDS_MOST 2000
#define STRANDS_NONE UINT32_MAX

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

struct strands {
	struct strand rows[STRANDS_MOST];
	uint32_t arc[STRANDS_MOST]; /* number in the scene, of each row */
	uint32_t count;
	uint32_t red;  /* the first row that is red: all after it are */
	struct spot spots[BUNDLES_MOST + 1]; /* with home, where it is known */
	uint32_t spot_count;
	struct bundles bundles;
	bool moving;     /* something is live: frames differ */
	uint64_t version; /* grows with every build */
};

struct strands_want {
	const struct palette *palette;
	uint8_t directions; /* RA_DIR_BIT of those that are shown */
	uint32_t chosen;    /* place whose arcs stand out, or SCENE_ANYWHERE */
	int64_t now_ns;     /* of the sensor; what had traffic just before is live */
};

void strands_build(struct strands *s, const struct scene *scene, const struct strands_want *want);

/*
 * The arc nearest to a point of the screen; of equals the one that is drawn last.
 *
 * reach    pixels
 * returns  its number in the scene, or STRANDS_NONE
 */
uint32_t strands_pick(const struct strands *s, const struct view *v, float x, float y,
		      float reach);

#endif
