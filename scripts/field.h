/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * field.h - lines on the globe to a plate carrée grid: what is inside, and how far a line is.
 *
 * Row 0 is the north, column 0 begins at 180 W. Distances are on the sphere, in pixels as
 * wide as they are at the equator.
 */
#ifndef SCRIPTS_FIELD_H
#define SCRIPTS_FIELD_H

#include "scripts/coast.h"

struct field {
	int width, height;
};

/*
 * mask     inout: width * height bytes; each pixel whose centre an odd number of rings
 *          surrounds is flipped between 0 and 1
 * returns  0, or -ENOMEM
 */
int field_fill(const struct field *f, const struct coast *c, uint8_t *mask);

/*
 * The distance from each pixel's centre to the nearest of lines first..end-1.
 *
 * distance inout: width * height; only lowered, so set it to `most` before
 * most     how far is looked, in pixels
 */
void field_distance(const struct field *f, const struct coast *c, uint32_t first, uint32_t end,
		    float most, float *distance);

#endif
