/* SPDX-License-Identifier: BSD-2-Clause */
/* cell.h - a piece of the map between two parallels and two meridians; each is four smaller. */
#ifndef GLOBE_CELL_H
#define GLOBE_CELL_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "geo/geo.h"

#define CELL_DEG_MOST 45.0f /* 4 rows of 8 cover the Earth */
#define CELL_DEG_LEAST 0.3515625f

/* deg: its side, CELL_DEG_MOST halved some times; 0: everywhere */
struct cell {
	float deg;
	int16_t row, column;
};

/* The cell in which a place lies; the north pole and the date line belong to what is beside. */
static inline struct cell cell_of(const struct geo_place *p, float deg)
{
	float lat = fminf(p->lat_deg, 89.999f), lon = p->lon_deg < 180 ? p->lon_deg : -180;

	return (struct cell){ deg, (int16_t)floorf(lat / deg), (int16_t)floorf(lon / deg) };
}

static inline bool cell_holds(struct cell c, const struct geo_place *p)
{
	struct cell of = c.deg > 0 ? cell_of(p, c.deg) : c;

	return of.row == c.row && of.column == c.column;
}

static inline bool cell_equal(struct cell a, struct cell b)
{
	return fabsf(a.deg - b.deg) < CELL_DEG_LEAST / 2 && a.row == b.row && a.column == b.column;
}

#endif
