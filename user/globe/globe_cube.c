/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_cube.h"

#include "core/clock.h"
#include "globe/globe_state.h"

#define FADE_S 0.45f
#define GLIDE_NS ((int64_t)(1.2f * CUBE_GLIDE_S * (float)CLOCK_S)) /* and a frame where it ends */
#define BUILD_NS (CLOCK_S / 4) /* points follow the stream at most that often */
#define SETTLED_NS (2 * CLOCK_S) /* a point's flash is over */
#define REACH_UNITS 8 /* from a click to a point */

static const int64_t spans[] = { 60, 120, 300, 600, 1800, 3600 }; /* seconds */
#define SPANS ((int)(sizeof(spans) / sizeof(*spans)))
#define SPAN_FIRST 2
#define REST_LAT 21
#define REST_LON 32

void globe_cube_init(struct globe_cube *c)
{
	c->span = SPAN_FIRST;
	c->camera = (struct camera){ .lat_deg = REST_LAT,
				     .lon_deg = REST_LON,
				     .dist = CAMERA_REST };
}

void globe_cube_turn(struct globe *g)
{
	g->cube.on = !g->cube.on;
	camera_hold(&g->camera);
	camera_hold(&g->cube.camera);
	globe_cube_build(g, g->step_ns);
}

void globe_cube_span(struct globe *g, int steps)
{
	int span = g->cube.span + steps;

	g->cube.span = span < 0 ? 0 : span < SPANS ? span : SPANS - 1;
	globe_cube_build(g, g->step_ns);
}

bool globe_cube_key(struct globe *g, int key)
{
	if (!g->cube.on || g->hud.time.open)
		return false;
	if (key == ',' || key == '.')
		globe_cube_span(g, key == '.' ? 1 : -1);
	else if (key == 'h')
		camera_fly(&g->cube.camera, REST_LAT, REST_LON, CAMERA_REST);
	else
		return false;
	return true;
}

void globe_cube_zoom(struct globe *g)
{
	g->cube.all_ipv4 = !g->cube.all_ipv4;
	globe_cube_build(g, g->step_ns);
}

static void choose(struct globe *g, const struct addr *peer)
{
	g->hud.choice = (struct hud_choice){ .kind = HUD_ONE_PEER, .peer = *peer };
}

void globe_cube_choose(struct globe *g, uint32_t shape)
{
	const struct cube_shapes *s = &g->cube.cube.shapes;

	if (shape < s->count)
		choose(g, &s->rows[shape].peer);
}

void globe_cube_click(struct globe *g, float x, float y)
{
	const struct cube *c = &g->cube.cube;
	uint32_t row = cube_pick(c, &g->cube.frame.view, x, y,
				 REACH_UNITS * g->frame.scale);

	if (row == CUBE_NONE)
		g->hud.choice.kind = HUD_NONE;
	else
		choose(g, &cube_point(c, row)->addr);
}

/* Whether a step of the past is shown: then the points that were in it. */
static bool is_past(const struct globe *g)
{
	return g->scene.moment_ns && past_is_known(&g->scene.past);
}

void globe_cube_build(struct globe *g, int64_t now_ns)
{
	const struct hud_choice *choice = &g->hud.choice;
	struct globe_cube *c = &g->cube;
	struct cube_want want = { .palette = g->hud.palette,
				  .directions = g->hud.directions,
				  .blue = g->hud.blue,
				  .remote_len = c->all_ipv4 ? CUBE_ALL_IPV4 : 128,
				  .now_ns = globe_now(g, now_ns),
				  .span_ns = spans[c->span] * CLOCK_S,
				  .place = SCENE_ANYWHERE };

	if (is_past(g)) {
		want.now_ns = g->scene.moment_ns + g->scene.past.shown.span.step_ns - 1;
		want.span_ns = g->scene.past.shown.span.step_ns;
	}
	if (choice->kind == HUD_ONE_PEER)
		want.chosen = &choice->peer;
	else if (choice->kind == HUD_SOME_PEERS)
		want.place = choice->some.place;
	cube_build(&c->cube, &g->scene, &want);
	c->taken = c->cube.taken;
	c->change = g->scene.change;
	c->build_ns = now_ns;
	g->dirty = true;
}

static bool fade(struct globe_cube *c, float seconds)
{
	float to = c->on ? 1 : 0, was = c->faded, step = seconds / FADE_S;

	c->faded = was < to ? fminf(was + step, to) : fmaxf(was - step, to);
	return c->faded < was || c->faded > was;
}

bool globe_cube_step(struct globe *g, float seconds, int64_t now_ns)
{
	struct globe_cube *c = &g->cube;
	bool fades = fade(c, seconds), changed = c->taken != c->cube.taken;
	int64_t wait = changed || c->change != g->scene.change ? BUILD_NS : CLOCK_S;

	if (!c->on)
		return fades;
	if (now_ns - c->build_ns >= wait)
		globe_cube_build(g, now_ns);
	if (c->cube.glides && now_ns - c->build_ns < GLIDE_NS)
		return true;
	return fades ||
	       (c->cube.row_count && globe_now(g, now_ns) - c->cube.newest_ns < SETTLED_NS);
}

bool globe_asks_points(struct globe *g)
{
	if (!g->cube.on || g->cube.asked || g->lost_ns || !g->scene.complete)
		return false;
	return g->cube.asked = true;
}

const struct cube_frame *globe_cube_frame(struct globe *g, struct area free, int64_t now_ns)
{
	struct globe_cube *c = &g->cube;
	struct cube_frame *f = &c->frame;
	float x = g->posed && c->on ? 1 : c->faded;

	if (x <= 0)
		return NULL;
	f->cube = &c->cube;
	f->shown = x * x * (3 - 2 * x);
	f->now_s = (float)((double)(globe_now(g, now_ns) - c->cube.built_ns) / (double)CLOCK_S);
	view_make(&f->view, &c->camera, g->frame.view.width, g->frame.view.height, free);
	cube_frame_lines(f, g->hud.palette);
	return f;
}
