/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * coast.h - land and borders as vendor/coast/coast.bin keeps them.
 *
 * The file: 8 bytes of magic, the number of rings, the number of lines, then each: the number
 * of its points, the first point, and the step to each next one. Numbers are LEB128, and zigzag
 * where they have a sign; a point is longitude, latitude.
 */
#ifndef SCRIPTS_COAST_H
#define SCRIPTS_COAST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define COAST_DEGREE 100 /* units a degree, about 1.1 km */
#define COAST_TURN (360 * COAST_DEGREE)

/* Longitude runs on across the antimeridian, so that no step is longer than half a turn. */
struct coast_point {
	int32_t lon, lat;
};

struct coast_line {
	uint32_t first, n; /* of the points */
};

/*
 * Rings come first and are closed from the last point to the first; what an odd number of
 * them surrounds is land. A ring whose ends are a turn apart surrounds a pole.
 */
struct coast {
	struct coast_point *points;
	struct coast_line *lines;
	uint32_t n_points, n_lines, n_rings;
};

/* The step from lon a to lon b, the shorter way round. */
static inline int32_t coast_step(int32_t a, int32_t b)
{
	int32_t step = (b - a) % COAST_TURN;

	if (step > COAST_TURN / 2)
		return step - COAST_TURN;
	return step < -COAST_TURN / 2 ? step + COAST_TURN : step;
}

/*
 * returns  0, or -errno: -EBADMSG not such a file, or damaged
 */
int coast_read(const char *path, struct coast *out);

/* returns 0, or -EIO */
int coast_write(const struct coast *c, FILE *out);

void coast_clear(struct coast *c);

#endif
