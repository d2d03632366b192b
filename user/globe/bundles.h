/* SPDX-License-Identifier: BSD-2-Clause */
/* bundles.h - arcs that go almost the same way are drawn as one, when there are too many. */
#ifndef GLOBE_BUNDLES_H
#define GLOBE_BUNDLES_H

#include "globe/camera.h"
#include "globe/scene_find.h"

#define BUNDLES_MOST 10000
#define BUNDLES_LEAST 1024 /* the coarsest cells make no more, whatever comes */

/* One arc, or several of one colour and direction whose places are neighbours. */
struct bundle {
	uint32_t arc;     /* number in the scene, of the heaviest */
	uint32_t place;   /* of the heaviest */
	struct cell cell; /* deg 0: it is one arc */
	uint8_t verdict, direction;
	uint8_t level;    /* of what is unknown; else 0: it is not seen */
	uint32_t peers;   /* of all */
	uint64_t packets, bytes;
	uint64_t heaviest; /* bytes of the heaviest */
	int64_t last_ns;  /* of the latest */
	int64_t born_ns;  /* of the newest; 0: none came while we looked */
};

struct bundles_want {
	uint8_t verdicts;   /* 1 << verdict of those that are shown */
	uint8_t directions; /* RA_DIR_BIT of those that are shown */
	uint32_t most;      /* bundles, BUNDLES_LEAST..BUNDLES_MOST */
	const struct view *view; /* what is in sight is told apart first; NULL: all alike */
};

/* The part of the ground that is in sight, and some more; it follows the view in steps. */
struct bundles_focus {
	struct vec3 axis;
	float radius; /* radians; 0: none yet */
};

#define BUNDLES_BLOCK_DEG 11.25f
#define BUNDLES_BLOCKS (16 * 32)

struct bundles {
	struct bundle rows[BUNDLES_MOST]; /* the allowed first, the blocked last, the newer later */
	uint32_t count;
	uint32_t red;  /* of them: the last */
	uint32_t arcs; /* that are in them */
	uint32_t places; /* of their heaviest; when exact, of all */
	uint8_t near, far; /* steps of coarseness in sight and elsewhere; 0: each arc is a bundle */
	struct bundles_focus focus;
	/* scratch */
	float block_deg[BUNDLES_BLOCKS]; /* side of the cells in each block of the map */
	struct bundle found[BUNDLES_MOST];
	uint16_t slot[32768]; /* found by hash, row + 1 */
};

/* Zero it before the first time; then it changes as little as it can, so that nothing flickers. */
void bundles_make(struct bundles *b, const struct scene *s, const struct bundles_want *want);

/* Whether this view would have others. */
bool bundles_are_stale(const struct bundles *b, const struct view *v);

static inline bool bundles_are_exact(const struct bundles *b)
{
	return !b->near && !b->far;
}

/* The peers of a bundle. */
struct scene_query bundles_query(const struct scene *s, const struct bundle *b);

/* Who is where a bundle comes from, of all colours; in each direction they are distinct. */
struct bundles_tally {
	uint32_t peers[RA_DIRECTIONS];
	uint32_t unknown[RA_DIRECTIONS], blocked[RA_DIRECTIONS]; /* of them */
};

struct bundles_tally bundles_tally(const struct bundles *b, const struct bundle *of);

#endif
