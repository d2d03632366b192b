/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_view.h - how the globe is looked at: what outlasts a window. */
#ifndef GLOBE_GLOBE_VIEW_H
#define GLOBE_GLOBE_VIEW_H

#include "globe/globe.h"

struct globe_view {
	bool turned; /* by hand; otherwise the camera looks at home and where its arcs go */
	double lat_deg, lon_deg, dist; /* of the camera, as in camera.h; when turned */
	uint8_t directions;            /* shown: RA_DIR_BIT of each */
	uint8_t palette;               /* enum palette_name */
	int8_t larger;                 /* steps that all is drawn larger than usual */
};

void globe_view_get(const struct globe *g, struct globe_view *v);

/* What cannot be is left as it was: v may come from outside. */
void globe_view_set(struct globe *g, const struct globe_view *v);

#endif
