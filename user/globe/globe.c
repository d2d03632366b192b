/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_acts.h"
#include "globe/globe_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "globe/globe_find.h"
#include "globe/sun.h"

#define ASK_NS (5 * CLOCK_S)   /* what is known of a peer changes slowly */
#define SUN_NS (60 * CLOCK_S)  /* the terminator moves by a quarter of a degree */
#define SPARE_BUNDLES 1500
#define COMET_TURN_NS (64 * CLOCK_S)
#define POSED_TIME_S 12.3f

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
	g->hud.palette = &palettes[PALETTE_DARK];
	g->hud.scene = &g->scene;
	globe_cube_init(&g->cube);
	globe_time_open(g);
	g->hud.roster = &g->roster;
	g->dirty = true;
	if (roster_init(&g->roster, g->most.peers > PAST_ROWS ? g->most.peers : PAST_ROWS))
		return -ENOMEM;
	return scene_init(&g->scene, &g->most);
}

void globe_close(struct globe *g)
{
	if (!g)
		return;
	scene_clear(&g->scene);
	roster_clear(&g->roster);
	free(g);
}

/* The rows of the lists may be gone with another past. */
static void take_span(struct globe *g, int64_t now_ns)
{
	g->hud.time.asked &= !past_is_known(&g->scene.past) || past_is_coming(&g->scene.past);
	if (g->scene.moment_ns) {
		hud_forget_rows(&g->hud);
		globe_refresh(g, now_ns);
	}
	g->dirty |= g->hud.time.open;
}

void globe_take(struct globe *g, const struct stream_record *r, int64_t now_ns)
{
	bool home_known = g->scene.status.home_known;

	scene_take(&g->scene, r);
	if (r->kind == STREAM_POINT)
		cube_take(&g->cube.cube, &r->point);
	g->taken++;
	globe_acts_take(g, r, now_ns);
	if (r->kind == STREAM_STATUS)
		g->status_ns = now_ns;
	if (r->kind == STREAM_HELLO)
		g->lost_ns = 0;
	if (r->kind == STREAM_SPAN)
		take_span(g, now_ns);
	if (!g->touched &&
	    (r->kind == STREAM_SNAPSHOT || g->scene.status.home_known != home_known))
		globe_aim(g);
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
	g->hud.pointed = NULL;
	g->built = g->listed = UINT64_MAX;
	g->window_steps = 0;
	g->asked_ns = 0;
	g->cube.asked = false;
	globe_time_again(g);
	hud_forget_rows(&g->hud);
	cube_clear(&g->cube.cube);
	scene_clear(&g->scene);
	if (scene_init(&g->scene, &g->most))
		return -ENOMEM;
	globe_find_again(g);
	return 0;
}

bool globe_is_complete(const struct globe *g)
{
	return g->scene.complete;
}

bool globe_has_ended(const struct globe *g)
{
	return g->scene.ended;
}

bool globe_is_replay(const struct globe *g)
{
	return g->scene.hello.replay;
}

int64_t globe_now(const struct globe *g, int64_t now_ns)
{
	const struct scene *s = &g->scene;
	int64_t told = s->status.now_ns;
	bool over = s->ended && s->hello.replay; /* with a capture its time ends */

	return g->posed || over || !told ? told : told + (now_ns - g->status_ns);
}

void globe_spare(struct globe *g)
{
	g->spare = true;
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

void globe_build(struct globe *g, int64_t now_ns)
{
	struct strands_want want = { .palette = g->hud.palette,
				     .view = g->frame.view.dist > 0 ? &g->frame.view : NULL,
				     .most = g->spare || g->posed ? SPARE_BUNDLES : BUNDLES_MOST,
				     .directions = g->hud.directions,
				     .blue = g->hud.blue,
				     .chosen = chosen_place(g),
				     .now_ns = globe_now(g, now_ns) };
	const struct stream_span *span = &g->scene.past.shown.span;
	uint64_t before = g->strands.version;

	if (g->hud.choice.kind == HUD_SOME_PEERS)
		want.chosen_cell = g->hud.choice.some.cell;
	if (g->scene.moment_ns)
		want.now_ns = past_begin_ns(span, past_step(span, g->scene.moment_ns));
	else if (g->lost_ns)
		want.now_ns = INT64_MAX;
	strands_build(&g->strands, &g->scene, &want);
	globe_time_fade(g);
	g->strands.moving &= !globe_time_is_still(g);
	g->built = g->scene.change;
	g->build_ns = now_ns;
	g->hud.pointed = NULL;
	g->unsure = true;
	g->dirty |= g->strands.version != before;
}

/* Softly in, softly out. */
static float eased(float t)
{
	return t * t * (3 - 2 * t);
}

struct layout globe_layout(const struct globe *g)
{
	const struct view *v = &g->frame.view;
	float k = g->frame.scale > 0 ? g->frame.scale : 1;
	struct layout l = layout_make((float)v->width / k, (float)v->height / k,
				      (int)scene_peer_count(&g->scene));

	layout_time(&l, eased(g->hud.time.shown));
	return l;
}

void globe_list(struct globe *g, int64_t now_ns)
{
	struct scene_query all = { .place = SCENE_ANYWHERE,
				   .verdicts = SCENE_VERDICTS,
				   .directions = g->hud.directions,
				   .levels = SCENE_LEVELS };
	struct scene_query in = all;
	struct hud *h = &g->hud;
	uint32_t found;

	globe_find(g);
	if (!scene_foremost(&g->scene, &all, &h->gravest, 1, &found))
		h->gravest = NULL;
	if (h->choice.kind == HUD_SOME_PEERS)
		hud_find(&h->listed, &g->scene, &h->choice.some, HUD_LISTED);
	for (in.place = 0; in.place <= GEO_NEAR; in.place++)
		scene_foremost(&g->scene, &in, NULL, 0, &h->tray[in.place]);
	g->list_ns = now_ns;
	g->listed = g->scene.change;
}

void globe_refresh(struct globe *g, int64_t now_ns)
{
	scene_gather(&g->scene);
	globe_build(g, now_ns);
	globe_list(g, now_ns);
	g->dirty = true;
	if (g->cube.on)
		globe_cube_build(g, now_ns);
}

struct camera *globe_camera(struct globe *g)
{
	return g->cube.on ? &g->cube.camera : &g->camera;
}

bool globe_asks(struct globe *g, int64_t now_ns, struct addr *peer)
{
	const struct stream_peer *p = hud_chosen(&g->hud);

	if (!p || g->lost_ns || g->scene.ended)
		return false;
	if (addr_equal(&p->addr, &g->asked) && g->asked_ns && now_ns - g->asked_ns < ASK_NS)
		return false;
	*peer = g->asked = p->addr;
	g->asked_ns = now_ns;
	return true;
}

void globe_redraw(struct globe *g)
{
	g->dirty = true;
}

void globe_say(struct globe *g, const char *text, int64_t now_ns)
{
	snprintf(g->hud.said, sizeof(g->hud.said), "%s", text);
	g->hud.said_strength = 1;
	g->said_ns = now_ns;
	g->dirty = true;
}

static float comet_time(const struct globe *g, int64_t now_ns)
{
	int64_t moved_ns = now_ns - g->time.still_ns;

	return g->posed ? POSED_TIME_S : (float)(moved_ns % COMET_TURN_NS) / (float)CLOCK_S;
}

void globe_draw_hud(struct globe *g, int64_t now_ns)
{
	struct hud *h = &g->hud;

	h->strands = &g->strands;
	h->view = &g->frame.view;
	h->now_ns = globe_now(g, now_ns);
	h->lost_ns = g->lost_ns ? now_ns - g->lost_ns : -1;
	hud_draw(h, g->font, g->step);
	g->print = hash_bytes(h->batch.quads, h->batch.count * sizeof(*h->batch.quads));
	g->look_ns = now_ns;
	g->looked = g->taken;
}

static struct area in_pixels(struct area a, float k)
{
	return (struct area){ a.x * k, a.y * k, a.w * k, a.h * k };
}

const struct render_frame *globe_frame(struct globe *g, int width, int height, int64_t now_ns)
{
	struct render_frame *f = &g->frame;
	bool resized = f->view.width != width || f->view.height != height;
	int step = layout_step(width, height, g->larger);
	float k = font_quarters[step] / 4.0f;
	int64_t now = g->scene.moment_ns ? g->scene.moment_ns : globe_now(g, now_ns);
	struct area free;

	f->view.width = width;
	f->view.height = height;
	f->scale = k;
	g->step = step;
	if (resized)
		globe_refresh(g, now_ns);
	g->hud.layout = globe_layout(g);
	free = in_pixels(g->hud.layout.free, k);
	view_make(&f->view, &g->camera, width, height, free);
	if (resized)
		globe_build(g, now_ns);
	f->sun = sun_direction(now / SUN_NS * SUN_NS);
	f->time_s = comet_time(g, now_ns);
	f->strands = &g->strands;
	f->palette = g->hud.palette;
	f->batch = &g->hud.batch;
	f->cube = g->hud.cube = globe_cube_frame(g, free, now_ns);
	globe_draw_hud(g, now_ns);
	g->frame_ns = now_ns;
	g->dirty = false;
	return f;
}
