/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_view.h"

#include "globe/globe_state.h"

#include <stdlib.h>

void globe_view_get(const struct globe *g, struct globe_view *v)
{
	const struct camera *c = &g->camera;

	*v = (struct globe_view){ g->touched, c->lat_deg, c->lon_deg, c->dist, g->hud.directions,
				  (uint8_t)(g->hud.palette - palettes), (int8_t)g->larger };
}

/* Not a number is in no range. */
static bool is_camera(const struct globe_view *v)
{
	return fabs(v->lat_deg) <= 90 && fabs(v->lon_deg) <= 180 && v->dist >= CAMERA_NEAR &&
	       v->dist <= CAMERA_FAR;
}

void globe_view_set(struct globe *g, const struct globe_view *v)
{
	if (v->turned && is_camera(v)) {
		camera_look(&g->camera, v->lat_deg, v->lon_deg);
		g->camera.dist = v->dist;
		g->touched = true;
	}
	if (v->directions && !(v->directions & ~RA_BOTH))
		g->hud.directions = v->directions;
	if (v->palette < PALETTES)
		g->hud.palette = &palettes[v->palette];
	if (abs(v->larger) < FONT_SCALES)
		g->larger = v->larger;
	globe_refresh(g, g->step_ns);
}
