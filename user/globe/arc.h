/* SPDX-License-Identifier: BSD-2-Clause */
/* arc.h - the curve from one place to another, lifted off the ground. */
#ifndef GLOBE_ARC_H
#define GLOBE_ARC_H

#include "globe/vec.h"

#define ARC_GROUND 1.002f /* radius of its ends: just above the coast lines */

/* p(t) = (from cos(t angle) + side sin(t angle)) (ARC_GROUND + lift 4t(1-t)), t in 0..1 */
struct arc {
	struct vec3 from;
	float angle; /* radians, 0..pi */
	struct vec3 side; /* unit, square to from */
	float lift;  /* height of the middle in Earth radii */
};

/*
 * The shorter great circle between two points of the ground. Identical points give an arc
 * of no length; antipodes, which have no single great circle, one over a pole.
 *
 * from, to unit vectors
 * stack    0 for the lowest of several arcs between the same places, then 1, 2 ...
 */
struct arc arc_between(struct vec3 from, struct vec3 to, float stack);

struct vec3 arc_point(const struct arc *a, float t);

#endif
