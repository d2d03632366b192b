/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/strands.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "globe/palette.h"

#define LIVE_NS (10 * CLOCK_S)
#define THROB_NS (60 * CLOCK_S) /* a blocked peer is worth a longer look */
#define STACK_MOST 6

int strands_init(struct strands *s, uint32_t most, uint32_t places_most)
{
	memset(s, 0, sizeof(*s));
	s->most = most;
	s->rows = calloc(most, sizeof(*s->rows));
	s->arc = calloc(most, sizeof(*s->arc));
	s->spots = calloc(places_most + 1, sizeof(*s->spots));
	s->marked = calloc(places_most, 1);
	if (s->rows && s->arc && s->spots && s->marked)
		return 0;
	strands_clear(s);
	return -ENOMEM;
}

void strands_clear(struct strands *s)
{
	free(s->rows);
	free(s->arc);
	free(s->spots);
	free(s->marked);
	memset(s, 0, sizeof(*s));
}

static bool is_shown(const struct scene *scene, const struct scene_arc *a,
		     const struct strands_want *want)
{
	return a->peers && (want->directions & RA_DIR_BIT(a->key.direction)) &&
	       scene_place(scene, a->key.place);
}

/* 0..6 for 10 kB and less, 100 kB, ... 10 GB and more */
static float weight(uint64_t bytes)
{
	return fminf(fmaxf(log10f((float)bytes + 1) - 4, 0), 6);
}

static uint32_t stack_height(const struct scene_arc *a, uint32_t shown)
{
	uint32_t most = shown > STRANDS_MANY ? 1 : shown > STRANDS_MANY / 4 ? 3 : STACK_MOST;
	uint32_t wanted = 1 + (uint32_t)weight(a->bytes);

	return wanted < most ? wanted : most;
}

/* The more arcs, the dimmer what is allowed: red is never hidden. */
static float brightness(uint8_t verdict, uint32_t shown)
{
	float excess = log2f(fmaxf((float)shown / 100, 1));

	if (verdict >= RA_UNKNOWN)
		return fmaxf(1 - 0.04f * excess, 0.75f);
	return fmaxf(1 - 0.16f * excess, 0.28f);
}

static void set_color(uint8_t rgba[4], uint32_t color, float alpha)
{
	rgba[0] = (uint8_t)(color >> 24);
	rgba[1] = (uint8_t)(color >> 16);
	rgba[2] = (uint8_t)(color >> 8);
	rgba[3] = (uint8_t)(255 * fminf(alpha, 1));
}

static bool happened(int64_t last_ns, int64_t now_ns, int64_t within_ns)
{
	return now_ns - last_ns < within_ns;
}

/* What is random about a strand, but the same from run to run: 0..1 */
static float chance(const struct scene_arc *a, uint32_t n)
{
	return (float)(hash_mix((uint64_t)hash_bytes(&a->key, sizeof(a->key)) << 8 | n) >> 40) /
	       (1 << 24);
}

static struct strand make_strand(const struct scene_arc *a, struct vec3 place, struct vec3 home,
				 uint32_t n, const struct strands_want *want)
{
	bool in = a->key.direction == RA_IN;
	float stack = (float)n + (in ? 0.5f : 0) + 0.18f * a->key.verdict;
	bool live = happened(a->last_ns, want->now_ns, LIVE_NS);

	return (struct strand){
		.arc = in ? arc_between(place, home, stack) : arc_between(home, place, stack),
		.width = 1.1f + 0.2f * weight(a->bytes),
		.phase = chance(a, n),
		.speed = live ? floorf(10 + 8 * chance(a, n + 128)) / 64 : 0,
		.pulse = a->key.verdict == RA_BLOCKED &&
			 happened(a->last_ns, want->now_ns, THROB_NS),
	};
}

static void add_arc(struct strands *s, const struct scene *scene, uint32_t number,
		    const struct strands_want *want)
{
	const struct scene_arc *a = scene_arc(scene, number);
	struct vec3 home = vec3_ground((double)scene->status.home_lat_deg,
				       (double)scene->status.home_lon_deg);
	float alpha = brightness(a->key.verdict, s->arcs);

	if (want->chosen != SCENE_ANYWHERE)
		alpha *= want->chosen == a->key.place ? 1.25f : 0.3f;
	for (uint32_t n = 0; n < stack_height(a, s->arcs) && s->count < s->most; n++) {
		struct strand *row = &s->rows[s->count];

		*row = make_strand(a, scene_place(scene, a->key.place)->ground, home, n, want);
		set_color(row->rgba, palette_verdict[a->key.verdict].arc,
			  alpha * (n ? 0.65f : 0.92f));
		s->arc[s->count++] = number;
		s->moving |= row->speed > 0 || row->pulse > 0;
	}
}

/* Rows from 0 up must be blue, red drawn last; but red may not be what does not fit. */
static void add_arcs(struct strands *s, const struct scene *scene, const struct strands_want *want)
{
	uint32_t reds = 0, most = s->most;

	for (uint32_t i = 0; i < scene->arcs.count; i++)
		reds += scene_arc(scene, i)->key.verdict >= RA_UNKNOWN;
	reds *= stack_height(&(struct scene_arc){ .bytes = UINT64_MAX }, s->arcs);
	for (uint8_t verdict = 0; verdict < RA_VERDICTS; verdict++) {
		if (verdict == RA_UNKNOWN)
			s->red = s->count;
		s->most = verdict >= RA_UNKNOWN ? most : most - (reds < most ? reds : most);
		for (uint32_t i = 0; i < scene->arcs.count; i++)
			if (scene_arc(scene, i)->key.verdict == verdict &&
			    is_shown(scene, scene_arc(scene, i), want))
				add_arc(s, scene, i, want);
	}
	s->most = most;
}

static void add_spot(struct strands *s, const struct scene_arc *a, const struct scene_place *p,
		     const struct strands_want *want)
{
	struct spot *spot = &s->spots[s->spot_count++];

	*spot = (struct spot){ .ground = p->ground,
			       .size = 0.014f + 0.004f * weight(a->bytes),
			       .phase = chance(a, 64),
			       .live = happened(a->last_ns, want->now_ns, LIVE_NS) };
	set_color(spot->rgba, palette_verdict[a->key.verdict].arc,
		  brightness(a->key.verdict, s->arcs));
}

/* One for each place, in the colour of the gravest verdict there. */
static void add_spots(struct strands *s, const struct scene *scene,
		      const struct strands_want *want)
{
	memset(s->marked, 0, scene->places.count);
	for (int verdict = RA_VERDICTS - 1; verdict >= 0; verdict--) {
		for (uint32_t i = 0; i < scene->arcs.count; i++) {
			const struct scene_arc *a = scene_arc(scene, i);
			const struct scene_place *p = scene_place(scene, a->key.place);
			uint8_t *mark;

			if (a->key.verdict != verdict || !is_shown(scene, a, want))
				continue;
			mark = &s->marked[hash_table_number(&scene->places, p)];
			if (!*mark)
				add_spot(s, a, p, want);
			*mark = 1;
		}
	}
}

static void add_home(struct strands *s, const struct stream_status *status)
{
	struct spot *spot = &s->spots[s->spot_count++];

	*spot = (struct spot){ .ground = vec3_ground((double)status->home_lat_deg,
						     (double)status->home_lon_deg),
			       .size = 0.045f,
			       .phase = 0.25f };
	set_color(spot->rgba, PALETTE_HOME, 1);
}

void strands_build(struct strands *s, const struct scene *scene, const struct strands_want *want)
{
	s->version++;
	s->count = s->red = s->spot_count = s->arcs = 0;
	s->moving = false;
	for (uint32_t i = 0; i < scene->arcs.count; i++)
		s->arcs += is_shown(scene, scene_arc(scene, i), want);
	if (scene->status.home_known)
		add_arcs(s, scene, want);
	add_spots(s, scene, want);
	if (scene->status.home_known)
		add_home(s, &scene->status);
}

struct point {
	float x, y;
	bool seen;
};

static float distance2(struct point a, struct point b, float x, float y)
{
	float dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
	float t = length2 > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / length2 : 0;

	t = fminf(fmaxf(t, 0), 1);
	dx = a.x + t * dx - x;
	dy = a.y + t * dy - y;
	return dx * dx + dy * dy;
}

/* Squared pixels from a point of the screen to the part of the arc that can be seen. */
static float arc_distance2(const struct arc *a, const struct view *v, float x, float y)
{
	int samples = 8 + (int)(a->angle * 6);
	struct point before = { 0 }, now = { 0 };
	float best = INFINITY;

	for (int i = 0; i <= samples; i++, before = now) {
		struct vec3 p = arc_point(a, (float)i / (float)samples);

		now.seen = view_project(v, p, &now.x, &now.y) && view_sees(v, p);
		if (i && now.seen && before.seen)
			best = fminf(best, distance2(before, now, x, y));
	}
	return best;
}

uint32_t strands_pick(const struct strands *s, const struct view *v, float x, float y, float reach)
{
	float best = reach * reach;
	uint32_t found = STRANDS_NONE;

	for (uint32_t i = 0; i < s->count; i++) {
		float d = arc_distance2(&s->rows[i].arc, v, x, y);

		if (d <= best) {
			best = d;
			found = s->arc[i];
		}
	}
	return found;
}
