/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "globe/sun.h"

#define STRANDS_MOST 65536
#define BUILD_NS (CLOCK_S / 4) /* arcs follow the stream at most that often */
#define LIST_NS CLOCK_S        /* finding the heaviest peers asks all of them */
#define SUN_NS (60 * CLOCK_S)  /* the terminator moves by a quarter of a degree */
#define COMET_TURN_NS (64 * CLOCK_S)
#define POSED_TIME_S 12.3f
#define POSED_TURN 0.7         /* radians at most from home to where the arcs go */
#define POSED_LAT 38
#define STILL_NS (CLOCK_S / 16) /* a pointer that stood so long before it let go stopped */
#define DRAG_UNITS 4
#define REACH_UNITS 9

struct pointer {
	bool down, dragging, on_globe;
	float x, y, from_x, from_y;
	int64_t at_ns;
};

struct globe {
	const struct font *font;
	struct scene_limits most;
	struct scene scene;
	struct strands strands;
	struct camera camera;
	struct pointer pointer;
	struct hud hud;
	struct render_frame frame;
	int64_t status_ns, lost_ns; /* when the last status came; when the stream broke, or 0 */
	int64_t step_ns, build_ns, list_ns;
	uint64_t built; /* change of the scene that the strands show */
	bool dirty, turning, touched, posed;
};

int globe_open(const struct font *font, const struct scene_limits *most, struct globe **out)
{
	static const struct scene_limits usual = { 131072, 65536, 262144, 131072 };
	struct globe *g = calloc(1, sizeof(*g));

	*out = g;
	if (!g)
		return -ENOMEM;
	g->font = font;
	g->most = most ? *most : usual;
	g->camera = (struct camera){ .lat_deg = 25, .dist = CAMERA_REST };
	g->hud.directions = RA_BOTH;
	g->dirty = true;
	if (scene_init(&g->scene, &g->most) ||
	    strands_init(&g->strands, STRANDS_MOST, g->most.places))
		return -ENOMEM;
	return 0;
}

void globe_close(struct globe *g)
{
	if (!g)
		return;
	strands_clear(&g->strands);
	scene_clear(&g->scene);
	free(g);
}

static void pose_camera(struct globe *g);

void globe_take(struct globe *g, const struct stream_record *r, int64_t now_ns)
{
	bool home_known = g->scene.status.home_known;

	scene_take(&g->scene, r);
	if (r->kind == STREAM_STATUS)
		g->status_ns = now_ns;
	if (r->kind == STREAM_HELLO)
		g->lost_ns = 0;
	if (!g->touched &&
	    (r->kind == STREAM_SNAPSHOT || g->scene.status.home_known != home_known))
		pose_camera(g);
}

void globe_lost(struct globe *g, int64_t now_ns)
{
	if (!g->lost_ns)
		g->lost_ns = now_ns;
	g->dirty = true;
}

int globe_again(struct globe *g)
{
	g->hud.choice.kind = HUD_NONE;
	g->hud.top.count = g->hud.listed.count = 0;
	g->built = UINT64_MAX;
	scene_clear(&g->scene);
	return scene_init(&g->scene, &g->most);
}

bool globe_is_complete(const struct globe *g)
{
	return g->scene.complete;
}

bool globe_has_ended(const struct globe *g)
{
	return g->scene.ended;
}

/* --- what is shown --- */

static int64_t sensor_now(const struct globe *g, int64_t now_ns)
{
	int64_t told = g->scene.status.now_ns;

	return g->posed || !told ? told : told + (now_ns - g->status_ns);
}

/* The place whose arcs stand out. */
static uint32_t chosen_place(const struct globe *g)
{
	const struct hud_choice *c = &g->hud.choice;
	const struct stream_peer *p;
	uint32_t place = SCENE_ANYWHERE;

	if (c->kind == HUD_SOME_PEERS)
		place = c->some.place;
	else if (c->kind == HUD_ONE_PEER && (p = scene_peer(&g->scene, &c->peer)))
		place = p->place;
	return place > GEO_NEAR ? place : SCENE_ANYWHERE;
}

static void build_strands(struct globe *g, int64_t now_ns)
{
	struct strands_want want = { g->hud.directions, chosen_place(g), sensor_now(g, now_ns) };

	if (g->lost_ns)
		want.now_ns = INT64_MAX;
	strands_build(&g->strands, &g->scene, &want);
	g->built = g->scene.change;
	g->build_ns = now_ns;
	g->dirty = true;
}

static int rows_on_screen(const struct globe *g, int peers)
{
	const struct view *v = &g->frame.view;
	float k = (float)(g->frame.scale ? g->frame.scale : 1);

	return layout_make((float)v->width / k, (float)v->height / k, peers).rows;
}

static void find_peers(struct globe *g, int64_t now_ns)
{
	struct scene_query all = { SCENE_ANYWHERE, SCENE_VERDICTS, g->hud.directions }, in = all;
	struct hud *h = &g->hud;

	hud_find(&h->top, &g->scene, &all, (uint32_t)rows_on_screen(g, LAYOUT_ROWS_MOST));
	if (h->choice.kind == HUD_SOME_PEERS)
		hud_find(&h->listed, &g->scene, &h->choice.some, HUD_LISTED);
	for (in.place = 0; in.place <= GEO_NEAR; in.place++)
		scene_heaviest(&g->scene, &in, NULL, 0, &h->tray[in.place]);
	g->list_ns = now_ns;
}

static void refresh(struct globe *g, int64_t now_ns)
{
	find_peers(g, now_ns);
	build_strands(g, now_ns);
}

void globe_redraw(struct globe *g)
{
	g->dirty = true;
}

bool globe_step(struct globe *g, int64_t now_ns)
{
	float seconds = (float)(now_ns - g->step_ns) / (float)CLOCK_S;
	bool changed = g->built != g->scene.change, was_turning = g->turning;
	int64_t wait = changed ? BUILD_NS : CLOCK_S;

	g->turning = g->pointer.dragging ||
		     camera_step(&g->camera, seconds < 0.1f ? seconds : 0.1f);
	if ((changed || g->strands.moving || g->lost_ns) && now_ns - g->build_ns >= wait) {
		if (now_ns - g->list_ns >= LIST_NS)
			find_peers(g, now_ns);
		build_strands(g, now_ns);
	}
	g->step_ns = now_ns;
	return g->dirty || g->turning || was_turning || g->strands.moving;
}

bool globe_is_turning(const struct globe *g)
{
	return g->turning;
}

static float comet_time(const struct globe *g, int64_t now_ns)
{
	return g->posed ? POSED_TIME_S : (float)(now_ns % COMET_TURN_NS) / (float)CLOCK_S;
}

static void draw_hud(struct globe *g, int64_t now_ns)
{
	struct hud *h = &g->hud;

	h->scene = &g->scene;
	h->strands = &g->strands;
	h->view = &g->frame.view;
	h->now_ns = sensor_now(g, now_ns);
	h->lost_ns = g->lost_ns ? now_ns - g->lost_ns : -1;
	hud_draw(h, g->font, g->frame.scale);
}

static struct area in_pixels(struct area a, float k)
{
	return (struct area){ a.x * k, a.y * k, a.w * k, a.h * k };
}

const struct render_frame *globe_frame(struct globe *g, int width, int height, int64_t now_ns)
{
	struct render_frame *f = &g->frame;
	bool resized = f->view.width != width || f->view.height != height;
	int scale = layout_scale(width, height);
	float k = (float)scale;
	int64_t now = sensor_now(g, now_ns);

	f->view.width = width;
	f->view.height = height;
	f->scale = scale;
	if (resized)
		refresh(g, now_ns);
	g->hud.layout = layout_make((float)width / k, (float)height / k, (int)g->hud.top.count);
	view_make(&f->view, &g->camera, width, height, in_pixels(g->hud.layout.free, k));
	f->sun = sun_direction(now / SUN_NS * SUN_NS);
	f->time_s = comet_time(g, now_ns);
	f->strands = &g->strands;
	f->batch = &g->hud.batch;
	draw_hud(g, now_ns);
	g->dirty = false;
	return f;
}

/* --- the pose --- */

/* The middle of the directions in which arcs go; false when they cancel out. */
static bool arcs_middle(const struct scene *s, struct vec3 *out)
{
	struct vec3 sum = { 0, 0, 0 };

	for (uint32_t i = 0; i < s->arcs.count; i++) {
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

static void pose_camera(struct globe *g)
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
		home = arc_point(&way, fminf(0.5f, (float)POSED_TURN / fmaxf(way.angle, 1e-3f)));
	} else if (known) {
		home = middle;
	}
	home = vec3_unit(home);
	lat = asin((double)home.y) / VEC_RADIAN;
	camera_look(&g->camera, fmin(fmax(lat, -POSED_LAT), POSED_LAT),
		    atan2((double)home.x, (double)home.z) / VEC_RADIAN);
	g->dirty = true;
}

void globe_pose(struct globe *g)
{
	g->posed = true;
	pose_camera(g);
	refresh(g, 0);
}

/* --- input --- */

static void choose_peer(struct globe *g, uint32_t row)
{
	const struct stream_peer *p = hash_table_row(&g->scene.peers, row);

	g->hud.choice = (struct hud_choice){ .kind = HUD_ONE_PEER, .peer = p->addr };
}

static void choose_some(struct globe *g, uint32_t place, uint8_t verdicts, uint8_t directions)
{
	g->hud.choice = (struct hud_choice){ .kind = HUD_SOME_PEERS,
					     .some = { place, verdicts, directions } };
}

static void click_globe(struct globe *g, float x, float y)
{
	uint32_t n = strands_pick(&g->strands, &g->frame.view, x, y,
				  REACH_UNITS * (float)g->frame.scale);
	const struct scene_arc *a;

	g->hud.choice.kind = HUD_NONE;
	if (n == STRANDS_NONE)
		return;
	a = scene_arc(&g->scene, n);
	choose_some(g, a->key.place, (uint8_t)(1 << a->key.verdict),
		    (uint8_t)RA_DIR_BIT(a->key.direction));
}

static void click_hud(struct globe *g, const struct hud_hit *hit)
{
	switch (hit->action) {
	case HUD_NOTHING:
		break;
	case HUD_SHOW:
		g->hud.directions = (uint8_t)hit->n;
		break;
	case HUD_PEER:
		choose_peer(g, hit->n);
		break;
	case HUD_TRAY:
		choose_some(g, hit->n, SCENE_VERDICTS, g->hud.directions);
		break;
	case HUD_CLOSE:
		g->hud.choice.kind = HUD_NONE;
		break;
	case HUD_HELP:
		g->hud.help = false;
		break;
	}
}

static const struct hud_hit *hit_at(const struct globe *g, float x, float y)
{
	float k = (float)(g->frame.scale ? g->frame.scale : 1);

	return hud_at(&g->hud, x / k, y / k);
}

static void press(struct globe *g, float x, float y)
{
	g->pointer = (struct pointer){ .down = true,
				       .on_globe = !hit_at(g, x, y),
				       .from_x = x,
				       .from_y = y };
	camera_hold(&g->camera);
}

static void move(struct globe *g, float x, float y, int64_t now_ns)
{
	struct pointer *p = &g->pointer;
	float far = DRAG_UNITS * (float)g->frame.scale;

	if (!p->down || !p->on_globe)
		return;
	if (!p->dragging && hypotf(x - p->from_x, y - p->from_y) < far)
		return;
	if (p->dragging)
		camera_drag(&g->camera, &g->frame.view, x - p->x, y - p->y,
			    (float)(now_ns - p->at_ns) / (float)CLOCK_S);
	p->dragging = g->touched = g->dirty = true;
}

static void release(struct globe *g, float x, float y, int64_t now_ns)
{
	const struct hud_hit *hit = hit_at(g, x, y);
	struct pointer *p = &g->pointer;

	if (p->dragging) {
		if (now_ns - p->at_ns > STILL_NS)
			camera_hold(&g->camera);
	} else if (p->down && hit && !p->on_globe) {
		click_hud(g, hit);
	} else if (p->down && p->on_globe && !hit) {
		click_globe(g, x, y);
	}
	*p = (struct pointer){ 0 };
	refresh(g, now_ns);
}

void globe_pointer(struct globe *g, enum globe_pointer what, float x, float y, int64_t now_ns)
{
	if (what == GLOBE_RELEASE) {
		release(g, x, y, now_ns);
		return;
	}
	if (what == GLOBE_PRESS)
		press(g, x, y);
	else
		move(g, x, y, now_ns);
	g->pointer.x = x;
	g->pointer.y = y;
	g->pointer.at_ns = now_ns;
}

void globe_wheel(struct globe *g, float steps)
{
	camera_zoom(&g->camera, steps);
	g->touched = g->dirty = true;
}

static void escape(struct globe *g)
{
	if (g->hud.help)
		g->hud.help = false;
	else
		g->hud.choice.kind = HUD_NONE;
}

bool globe_key(struct globe *g, int key)
{
	static const char keys[] = "iob";
	static const uint8_t masks[] = { RA_DIR_BIT(RA_IN), RA_DIR_BIT(RA_OUT), RA_BOTH };
	const char *found = key > 0 && key < 128 ? strchr(keys, key) : NULL;

	if (found)
		g->hud.directions = masks[found - keys];
	else if (key == '?')
		g->hud.help = !g->hud.help;
	else if (key == 27)
		escape(g);
	else
		return false;
	refresh(g, g->step_ns);
	return true;
}
