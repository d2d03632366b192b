/* SPDX-License-Identifier: BSD-2-Clause */
/* What happens as time passes, and whether it is worth a frame. */
#include "core/clock.h"
#include "globe/globe_acts.h"
#include "globe/globe_find.h"
#include "globe/globe_state.h"

#define BUILD_NS (CLOCK_S / 4) /* arcs follow the stream at most that often */
#define RING_NS (CLOCK_S / 30) /* but the rings around what is new spread smoothly */
#define RING_ARCS 20000        /* unless there are more to go through than this */
#define LIST_NS CLOCK_S        /* finding the heaviest peers asks all of them */
#define LIST_PEERS 65536       /* so many more: a second later */
#define LOOK_NS CLOCK_S        /* numbers that grow by themselves are in seconds */
#define SAY_NS (4 * CLOCK_S)
#define FADE_NS CLOCK_S /* the last part of it */

#define STEP_MOST_S 0.25
#define ALONE_NS (60 * CLOCK_S) /* without input: nobody is there */
#define DRIFT_DEG_S 1.0
#define DRIFT_START_S 3.0

/* Comets where the CPU draws: somebody looks, or not. */
#define COMET_NS (CLOCK_S / 10)
#define COMET_ALONE_NS (CLOCK_S / 2)

static double seconds_of(int64_t ns)
{
	return (double)ns / (double)CLOCK_S;
}

/* Around the axis, slowly, for who looks from afar; starting softly. */
static bool drift(struct globe *g, int64_t now_ns, double seconds)
{
	struct camera *c = globe_camera(g);
	double alone_s = seconds_of(now_ns - g->input_ns - ALONE_NS);

	if (alone_s <= 0 || g->posed || g->spare || g->hud.help ||
	    g->hud.choice.kind != HUD_NONE)
		return false;
	camera_look(c, c->lat_deg,
		    c->lon_deg +
			    seconds * DRIFT_DEG_S * fmin(alone_s / DRIFT_START_S, 1));
	return true;
}

/* A move starts with the first step after what caused it, however long ago the last one was. */
static bool turn(struct globe *g, int64_t now_ns)
{
	double seconds = g->turning ? fmin(seconds_of(now_ns - g->step_ns), STEP_MOST_S) : 0;

	if (g->pointer.dragging)
		return true;
	return camera_step(globe_camera(g), seconds) || drift(g, now_ns, seconds);
}

static int64_t build_wait_ns(const struct globe *g)
{
	const struct strands *s = &g->strands;

	if (s->rings && scene_arc_count(&g->scene) <= RING_ARCS)
		return RING_NS;
	if (g->built != g->scene.change || bundles_are_stale(&s->bundles, &g->frame.view))
		return BUILD_NS;
	return s->moving || g->lost_ns ? CLOCK_S : INT64_MAX;
}

static void follow_stream(struct globe *g, int64_t now_ns)
{
	int64_t list_ns = LIST_NS * (1 + scene_peer_count(&g->scene) / LIST_PEERS);

	bool list = g->listed != g->scene.change && now_ns - g->list_ns >= list_ns;
	bool build = now_ns - g->build_ns >= build_wait_ns(g);

	if (list || build)
		scene_gather(&g->scene);
	if (list)
		globe_list(g, now_ns);
	if (build)
		globe_build(g, now_ns);
}

/* Records and time passed: whether a number, or anything else over the globe, is another. */
static bool is_news(struct globe *g, int64_t now_ns)
{
	uint32_t before = g->print;

	if (g->looked == g->taken ? !g->lost_ns || now_ns - g->look_ns < LOOK_NS :
				    now_ns - g->look_ns < BUILD_NS)
		return false;
	globe_draw_hud(g, now_ns);
	return g->print != before;
}

static void hover(struct globe *g)
{
	const struct bundle *before = g->hud.pointed;
	const struct pointer *p = &g->pointer;
	float k = g->frame.scale > 0 ? g->frame.scale : 1;

	g->unsure = false;
	g->hud.pointed = NULL;
	if (p->here && !p->down && !g->cube.on && !globe_hit(g, p->x, p->y))
		g->hud.pointed = globe_bundle(g, p->x, p->y);
	g->hud.point_x = p->x / k;
	g->hud.point_y = p->y / k;
	g->dirty |= before || g->hud.pointed;
}

static void fade_said(struct globe *g, int64_t now_ns)
{
	int64_t left_ns = SAY_NS - (now_ns - g->said_ns);

	if (!g->hud.said[0] || left_ns > FADE_NS)
		return;
	if (left_ns <= 0)
		g->hud.said[0] = '\0';
	else
		g->hud.said_strength = (float)left_ns / FADE_NS;
	g->dirty = true;
}

static bool is_comet_due(const struct globe *g, int64_t now_ns)
{
	bool alone = now_ns - g->input_ns > ALONE_NS && !g->strands.rings;
	int64_t wait_ns = !g->spare ? 0 : alone ? COMET_ALONE_NS : COMET_NS;

	return g->strands.moving && g->cube.faded < 1 && now_ns - g->frame_ns >= wait_ns;
}

void globe_touch(struct globe *g)
{
	g->input_ns = g->step_ns;
}

bool globe_step(struct globe *g, int64_t now_ns)
{
	bool was_turning = g->turning, fades;

	if (!g->input_ns)
		g->input_ns = now_ns;
	globe_follow(g);
	g->turning = turn(g, now_ns);
	globe_time_step(g, now_ns - g->step_ns);
	fades = globe_cube_step(g, (float)fmin(seconds_of(now_ns - g->step_ns), STEP_MOST_S),
				now_ns);
	g->step_ns = now_ns;
	globe_find_step(g, now_ns);
	follow_stream(g, now_ns);
	if (g->turning)
		g->hud.pointed = NULL;
	else if (g->unsure || was_turning)
		hover(g);
	fade_said(g, now_ns);
	g->dirty |= globe_acts_step(g, now_ns);
	g->dirty |= g->turning || was_turning || fades || is_news(g, now_ns);
	return g->dirty || is_comet_due(g, now_ns);
}

bool globe_is_turning(const struct globe *g)
{
	return g->turning;
}
