/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the camera looks: at home, at what was chosen, or where keys turn it. */
#include "globe/globe_state.h"
#include "globe/keys.h"

#define TURN_MOST 0.7f /* radians from home to where the arcs go */
#define LAT_MOST 38
#define KEY_DEG 12.0  /* that an arrow turns, seen from afar */
#define KEY_STEPS 3.0f /* of the wheel */
#define KEEP_UNITS 70 /* what is nearer to an edge of the globe's area is not well seen */

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

/* Home, and somewhat to where its arcs go; false when neither is known. */
static bool best_view(const struct globe *g, double *lat_deg, double *lon_deg)
{
	const struct stream_status *s = &g->scene.status;
	struct vec3 home = vec3_ground((double)s->home_lat_deg, (double)s->home_lon_deg), middle;
	bool known = arcs_middle(&g->scene, &middle);
	struct arc way;
	double lat;

	if (!known && !s->home_known)
		return false;
	if (known && s->home_known) {
		way = arc_between(home, middle, 0);
		way.lift = 0;
		home = arc_point(&way, fminf(0.5f, TURN_MOST / fmaxf(way.angle, 1e-3f)));
	} else if (known) {
		home = middle;
	}
	home = vec3_unit(home);
	lat = asin((double)home.y) / VEC_RADIAN;
	*lat_deg = fmin(fmax(lat, -LAT_MOST), LAT_MOST);
	*lon_deg = atan2((double)home.x, (double)home.z) / VEC_RADIAN;
	return true;
}

void globe_aim(struct globe *g)
{
	double lat_deg, lon_deg;

	if (!best_view(g, &lat_deg, &lon_deg))
		return;
	camera_look(&g->camera, lat_deg, lon_deg);
	g->dirty = true;
}

static void fly_home(struct globe *g)
{
	double lat_deg = g->camera.lat_deg, lon_deg = g->camera.lon_deg;

	best_view(g, &lat_deg, &lon_deg);
	camera_fly(&g->camera, lat_deg, lon_deg, CAMERA_REST);
}

/* Part of the screen, in pixels, in which a place is well seen: not below the card. */
static struct area clear_area(const struct globe *g)
{
	const struct layout *l = &g->hud.layout;
	float k = g->frame.scale, right = l->free.x + l->free.w, bottom;
	struct area a = { l->free.x + KEEP_UNITS, fmaxf(l->free.y, 0) + KEEP_UNITS, 0, 0 };

	if (!l->narrow)
		right = fminf(right, l->card.x);
	bottom = fminf(l->free.y + l->free.h, l->screen.h);
	a.w = right - KEEP_UNITS - a.x;
	a.h = bottom - KEEP_UNITS - a.y;
	return (struct area){ a.x * k, a.y * k, a.w * k, a.h * k };
}

static uint32_t place_of(const struct globe *g, const struct hud_choice *c)
{
	const struct stream_peer *p;

	if (c->kind == HUD_SOME_PEERS)
		return c->some.place;
	p = c->kind == HUD_ONE_PEER ? scene_peer(&g->scene, &c->peer) : NULL;
	return p ? p->place : GEO_NOWHERE;
}

static bool is_same(const struct hud_choice *a, const struct hud_choice *b)
{
	if (a->kind != b->kind || a->kind == HUD_NONE)
		return a->kind == b->kind;
	if (a->kind == HUD_ONE_PEER)
		return addr_equal(&a->peer, &b->peer);
	return a->some.place == b->some.place && cell_equal(a->some.cell, b->some.cell);
}

void globe_follow(struct globe *g)
{
	const struct hud_choice *c = &g->hud.choice;
	const struct scene_place *place = scene_place(&g->scene, place_of(g, c));

	if (is_same(c, &g->followed))
		return;
	g->followed = *c;
	if (g->posed || !place || view_shows(&g->frame.view, place->ground, clear_area(g)))
		return;
	camera_fly(&g->camera, (double)place->place.lat_deg, (double)place->place.lon_deg,
		   g->camera.dist);
}

bool globe_steer(struct globe *g, int key)
{
	static const struct {
		int key;
		float lat, lon, zoom;
	} keys[] = {
		{ KEY_LEFT, 0, -1, 0 }, { KEY_RIGHT, 0, 1, 0 }, { KEY_UP, 1, 0, 0 },
		{ KEY_DOWN, -1, 0, 0 }, { '+', 0, 0, 1 },	    { '=', 0, 0, 1 },
		{ '-', 0, 0, -1 },
	};
	struct camera *c = globe_camera(g);
	double deg = KEY_DEG * (c->dist - 1) / (CAMERA_REST - 1);

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (keys[i].key != key)
			continue;
		if (keys[i].zoom != 0)
			camera_zoom(c, KEY_STEPS * keys[i].zoom);
		else
			camera_push(c, deg * (double)keys[i].lat, deg * (double)keys[i].lon);
		g->touched = true;
		return true;
	}
	if (key == 'h')
		fly_home(g);
	return key == 'h';
}

void globe_pose(struct globe *g)
{
	g->posed = true;
	globe_aim(g);
	globe_time_pose(g);
	globe_refresh(g, 0);
}
