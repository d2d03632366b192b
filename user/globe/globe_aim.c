/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the camera looks when nobody turned it. */
#include "globe/globe_state.h"

#define TURN_MOST 0.7f /* radians from home to where the arcs go */
#define LAT_MOST 38

/* The middle of the directions in which arcs go; false when they cancel out. */
static bool arcs_middle(const struct scene *s, struct vec3 *out)
{
	struct vec3 sum = { 0, 0, 0 };

	for (uint32_t i = 0; i < scene_arc_count(s); i++) {
		const struct scene_arc *a = scene_arc(s, i);
		const struct scene_place *p = scene_place(s, a->key.place);

		if (a->peers && p)
			sum = vec3_add(sum, p->ground);
	}
	if (vec3_length(sum) < 1e-3f)
		return false;
	*out = vec3_unit(sum);
	return true;
}

void globe_aim(struct globe *g)
{
	const struct stream_status *s = &g->scene.status;
	struct vec3 home = vec3_ground((double)s->home_lat_deg, (double)s->home_lon_deg), middle;
	bool known = arcs_middle(&g->scene, &middle);
	struct arc way;
	double lat;

	if (!known && !s->home_known)
		return;
	if (known && s->home_known) {
		way = arc_between(home, middle, 0);
		way.lift = 0;
		home = arc_point(&way, fminf(0.5f, TURN_MOST / fmaxf(way.angle, 1e-3f)));
	} else if (known) {
		home = middle;
	}
	home = vec3_unit(home);
	lat = asin((double)home.y) / VEC_RADIAN;
	camera_look(&g->camera, fmin(fmax(lat, -LAT_MOST), LAT_MOST),
		    atan2((double)home.x, (double)home.z) / VEC_RADIAN);
	g->dirty = true;
}

void globe_pose(struct globe *g)
{
	g->posed = true;
	globe_aim(g);
	globe_refresh(g, 0);
}
