/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_time.h"

#include <stdlib.h>

#include "core/clock.h"
#include "globe/globe_state.h"

#define OPEN_NS (CLOCK_S / 4) /* the strip comes in */
#define FADE_NS (CLOCK_S / 2) /* from a step to the next, when it plays; at most half of it */
#define WINDOW_STEPS 10       /* halves or doubles from any window to any other */

static const uint32_t speeds[] = { 1, 10, 60, 600 };
#define SPEEDS (sizeof(speeds) / sizeof(*speeds))

static const struct stream_span *span_of(const struct globe *g)
{
	return &g->scene.past.shown.span;
}

/* Of the last step there is what has passed of it. */
static int64_t end_ns(const struct globe *g)
{
	const struct stream_span *s = span_of(g);
	int64_t now_ns = globe_now(g, g->step_ns), end = past_begin_ns(s, s->steps);

	return now_ns > s->first_ns && now_ns < end ? now_ns : end;
}

void globe_time_open(struct globe *g)
{
	g->hud.time.speed = 60;
	g->hud.time.pointer_x = -1;
}

void globe_time_again(struct globe *g)
{
	struct globe_time *t = &g->time;

	g->hud.time.playing = g->hud.time.asked = t->fade.on = false;
	t->dragging = HUD_NOTHING;
	t->version = 0;
	t->asked_step = 0;
}

/* Between now and the past the rows that were drawn get numbers that are others'. */
static void travel(struct globe *g, int64_t moment_ns)
{
	if (!g->scene.moment_ns != !moment_ns)
		hud_forget_rows(&g->hud);
	scene_travel(&g->scene, moment_ns);
	globe_refresh(g, g->step_ns);
}

static void go_live(struct globe *g)
{
	g->hud.time.playing = g->time.fade.on = false;
	if (g->scene.moment_ns)
		travel(g, 0);
}

/* What is shown changes with the step; within one only time goes on. */
static void go(struct globe *g, int64_t moment_ns)
{
	struct scene *s = &g->scene;
	bool same = s->moment_ns &&
		    past_step(span_of(g), s->moment_ns) == past_step(span_of(g), moment_ns);

	if (!past_is_known(&s->past))
		return;
	g->dirty = true;
	if (moment_ns >= end_ns(g)) {
		go_live(g);
	} else if (same) {
		s->moment_ns = moment_ns;
	} else {
		g->time.fade.on = false;
		if (g->hud.time.playing && s->moment_ns && g->time.dragging == HUD_NOTHING)
			fade_from(&g->time.fade, &g->strands);
		travel(g, moment_ns);
	}
}

/* The middle of a step; one behind the last is now. */
static void go_to_step(struct globe *g, int64_t step)
{
	const struct stream_span *s = span_of(g);
	int64_t middle_ns = s->first_ns + (step > 0 ? step : 0) * s->step_ns + s->step_ns / 2;

	if (step < s->steps)
		go(g, middle_ns < end_ns(g) ? middle_ns : end_ns(g) - 1);
	else
		go_live(g);
}

static int64_t step_shown(const struct globe *g)
{
	return g->scene.moment_ns ? past_step(span_of(g), g->scene.moment_ns) : span_of(g)->steps;
}

static bool is_counted(const struct globe *g, const struct past_rule *rule)
{
	const struct globe_time *t = &g->time;

	return t->version == g->scene.past.version && t->directions == g->hud.directions &&
	       t->rule.window_ns == rule->window_ns && t->rule.as_told == rule->as_told &&
	       t->rule.judged_from_ns == rule->judged_from_ns;
}

static void count(struct globe *g)
{
	struct past_rule rule = scene_rule(&g->scene);
	struct hud_time *t = &g->hud.time;

	if (!past_is_known(&g->scene.past) || is_counted(g, &rule))
		return;
	g->time.version = g->scene.past.version;
	g->time.directions = g->hud.directions;
	g->time.rule = rule;
	past_volumes(&g->scene.past, &rule, g->hud.directions, t->volumes);
	t->most = 1;
	for (uint32_t i = 0; i < span_of(g)->steps; i++) {
		t->most = t->volumes[i].blue > t->most ? t->volumes[i].blue : t->most;
		t->most = t->volumes[i].red > t->most ? t->volumes[i].red : t->most;
	}
	g->dirty = true;
}

static void go_to_red(struct globe *g, int way)
{
	int64_t step = step_shown(g) + way;

	count(g);
	while (step >= 0 && step < span_of(g)->steps && !g->hud.time.volumes[step].fresh)
		step += way;
	if (step >= 0 && step < span_of(g)->steps)
		go_to_step(g, step);
	else
		globe_say(g, way > 0 ? PHRASE("nobody turns red after this") :
				       PHRASE("nobody turned red before this"), g->step_ns);
}

static void toggle_play(struct globe *g)
{
	struct hud_time *t = &g->hud.time;
	bool play = !t->playing && past_is_known(&g->scene.past);

	if (play && !g->scene.moment_ns)
		go(g, span_of(g)->first_ns + 1);
	t->playing = play;
	if (g->scene.moment_ns)
		globe_refresh(g, g->step_ns);
}

static void toggle_open(struct globe *g)
{
	g->hud.time.open = !g->hud.time.open;
	g->hud.time.pointer_x = -1;
	if (!g->hud.time.open)
		go_live(g);
}

static void turn_speed(struct globe *g, int by)
{
	size_t i = 0;

	while (i + 1 < SPEEDS && speeds[i] < g->hud.time.speed)
		i++;
	if ((by < 0 && i > 0) || (by > 0 && i + 1 < SPEEDS))
		g->hud.time.speed = speeds[i + (size_t)by];
}

void globe_time_do(struct globe *g, enum hud_time_act act)
{
	g->dirty = true;
	if (act == TIME_OPEN || !g->hud.time.open)
		toggle_open(g);
	switch (act) {
	case TIME_PLAY:
		toggle_play(g);
		break;
	case TIME_BACK:
	case TIME_ON:
		go_to_step(g, step_shown(g) + (act == TIME_ON ? 1 : -1));
		break;
	case TIME_SLOWER:
	case TIME_FASTER:
		turn_speed(g, act == TIME_FASTER ? 1 : -1);
		break;
	case TIME_RED_BEFORE:
	case TIME_RED_NEXT:
		go_to_red(g, act == TIME_RED_NEXT ? 1 : -1);
		break;
	case TIME_LIVE:
		go_live(g);
		break;
	case TIME_OPEN:
	case TIME_ACTS:
		break;
	}
}

bool globe_time_key(struct globe *g, int key)
{
	static const char keys[TIME_ACTS] = {
		[TIME_OPEN] = 't',   [TIME_PLAY] = ' ',	      [TIME_BACK] = ',',
		[TIME_ON] = '.',     [TIME_SLOWER] = '<',     [TIME_FASTER] = '>',
		[TIME_LIVE] = 'l',   [TIME_RED_BEFORE] = 'N', [TIME_RED_NEXT] = 'n',
	};

	for (int act = 0; act < TIME_ACTS; act++) {
		if (keys[act] != key)
			continue;
		globe_time_do(g, (enum hud_time_act)act);
		return true;
	}
	return false;
}

/* The half or double of the sensor's window that comes nearest to what was dragged. */
static int nearest_window(const struct globe *g, int64_t wanted_ns)
{
	int64_t own = g->scene.status.window_ns, least = INT64_MAX;
	int found = 0;

	for (int i = -WINDOW_STEPS; i <= WINDOW_STEPS; i++) {
		int64_t off = llabs(lens_window(own, i) - wanted_ns);

		if (off < least || (off == least && abs(i) < abs(found))) {
			least = off;
			found = i;
		}
	}
	return found;
}

static void drag_window(struct globe *g, float x)
{
	const struct past_rule rule = scene_rule(&g->scene);
	int64_t until_ns = hud_time_window_ns(&g->hud) + rule.window_ns;
	int wanted = nearest_window(g, until_ns - hud_time_at(&g->hud, x));

	if (wanted == g->window_steps)
		return;
	globe_turn_window(g, wanted - g->window_steps);
	globe_refresh(g, g->step_ns);
}

/* At the end of the bars it is now; before that what has passed of the last step. */
static void scrub(struct globe *g, float x)
{
	int64_t moment_ns = hud_time_at(&g->hud, x);

	if (x >= g->hud.time.bars.x + g->hud.time.bars.w)
		go_live(g);
	else
		go(g, moment_ns < end_ns(g) ? moment_ns : end_ns(g) - 1);
}

static void drag(struct globe *g, float x)
{
	if (!past_is_known(&g->scene.past))
		return;
	if (g->time.dragging == HUD_WINDOW)
		drag_window(g, x);
	else
		scrub(g, x);
}

static void point_at(struct globe *g, float x, float y)
{
	const struct hud_hit *hit = hud_at(&g->hud, x, y);
	float was = g->hud.time.pointer_x;

	g->hud.time.pointer_x = hit && hit->action == HUD_SCRUB ? x : -1;
	g->dirty |= g->hud.time.pointer_x < was || g->hud.time.pointer_x > was;
}

bool globe_time_pointer(struct globe *g, enum globe_pointer what, float x, float y)
{
	const struct hud_hit *hit = what == GLOBE_PRESS ? hud_at(&g->hud, x, y) : NULL;
	bool mine = g->time.dragging != HUD_NOTHING;

	if (!g->hud.time.open)
		return false;
	point_at(g, x, y);
	if (hit && (hit->action == HUD_SCRUB || hit->action == HUD_WINDOW)) {
		g->time.dragging = hit->action;
		mine = true;
	}
	if (mine && what != GLOBE_RELEASE)
		drag(g, x);
	if (what == GLOBE_RELEASE)
		g->time.dragging = HUD_NOTHING;
	return mine;
}

static void slide(struct globe *g, int64_t ns)
{
	float by = (float)ns / OPEN_NS, was = g->hud.time.shown, now;

	now = g->hud.time.open ? fminf(was + by, 1) : fmaxf(was - by, 0);
	if (now <= was && now >= was)
		return;
	g->hud.time.shown = now;
	if (was <= 0 || now <= 0) /* the list gets shorter, or longer again */
		globe_refresh(g, g->step_ns);
	g->dirty = true;
}

void globe_time_pose(struct globe *g)
{
	g->hud.time.shown = g->hud.time.open;
	count(g);
}

void globe_time_step(struct globe *g, int64_t ns)
{
	slide(g, ns);
	if (globe_time_is_still(g))
		g->time.still_ns += ns;
	if (!g->hud.time.open)
		return;
	count(g);
	if (g->hud.time.playing && g->scene.moment_ns && g->time.dragging == HUD_NOTHING)
		go(g, g->scene.moment_ns + ns * g->hud.time.speed);
	if (g->time.fade.on)
		globe_build(g, g->step_ns);
}

void globe_time_fade(struct globe *g)
{
	const struct stream_span *s = span_of(g);
	int64_t into_ns, whole_ns = FADE_NS * g->hud.time.speed;

	if (!g->time.fade.on)
		return;
	into_ns = g->scene.moment_ns - past_begin_ns(s, past_step(s, g->scene.moment_ns));
	whole_ns = whole_ns < s->step_ns / 2 ? whole_ns : s->step_ns / 2;
	fade_to(&g->time.fade, &g->strands, whole_ns ? (float)into_ns / (float)whole_ns : 1);
}

bool globe_time_is_still(const struct globe *g)
{
	return g->scene.moment_ns && !g->hud.time.playing;
}

bool globe_asks_past(struct globe *g, int64_t now_ns)
{
	const struct scene *s = &g->scene;
	int64_t step_ns = past_is_known(&s->past) ? span_of(g)->step_ns : CLOCK_HOUR_S * CLOCK_S;
	int64_t step = (s->status.now_ns + now_ns - g->status_ns) / step_ns;

	if (!g->hud.time.open || !s->complete || s->hello.replay || g->lost_ns || s->ended ||
	    step == g->time.asked_step)
		return false;
	g->time.asked_step = step;
	return g->hud.time.asked = true;
}

bool globe_awaits_past(const struct globe *g)
{
	return g->hud.time.asked;
}

void globe_local_time(struct globe *g, int32_t ahead_s)
{
	g->hud.time.ahead_s = ahead_s;
}
