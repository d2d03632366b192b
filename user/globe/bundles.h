/* SPDX-License-Identifier: BSD-2-Clause */
/* bundles.h - arcs that go almost the same way are drawn as one, when there are too many. */
#ifndef GLOBE_BUNDLES_H
#define GLOBE_BUNDLES_H

#include "globe/scene_find.h"

#define BUNDLES_MOST 1000

/* One arc, or several of one colour and direction whose places are neighbours. */
struct bundle {
	uint32_t arc;    /* number in the scene, of the heaviest */
	int16_t row, column; /* of its cell */
	uint8_t verdict, direction;
	uint8_t level;   /* of what is unknown; else 0: it is not seen */
	uint64_t bytes;  /* of all */
	uint64_t heaviest; /* bytes of the heaviest */
	int64_t last_ns; /* of the latest */
};

struct bundles {
	struct bundle rows[BUNDLES_MOST]; /* the allowed first, the blocked last, the newer later */
	uint32_t count;
	uint32_t arcs;  /* that are in them */
	float cell_deg; /* side of a cell; 0: every arc is a bundle */
	uint16_t slot[2048]; /* scratch: rows by hash, row + 1 */
};

/* directions: RA_DIR_BIT of those that are shown */
void bundles_make(struct bundles *b, const struct scene *s, uint8_t directions);

#endif
