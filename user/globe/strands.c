/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/strands.h"

#include "core/clock.h"
#include "globe/palette.h"

#define LIVE_NS (10 * CLOCK_S)
#define THROB_NS (60 * CLOCK_S) /* a blocked peer is worth a longer look */
#define STACK_MOST 5

/* 0..5 for 100 kB and less, 1 MB, ... 10 GB and more */
static float weight(uint64_t bytes)
{
	return fminf(fmaxf(log10f((float)bytes + 1) - 5, 0), 5);
}

/* 5 strands for each of 100 bundles, 3 for 400, 1 for 1000: they always fit. */
static uint32_t stack_height(uint64_t bytes, uint32_t bundles)
{
	uint32_t most = bundles > STRANDS_MANY ? 1 : bundles > STRANDS_MANY / 4 ? 3 : STACK_MOST;
	uint32_t wanted = 1 + (uint32_t)weight(bytes);

	return wanted < most ? wanted : most;
}
_Static_assert(STRANDS_MOST >= BUNDLES_MOST && STRANDS_MOST >= 3 * STRANDS_MANY &&
	       STRANDS_MOST >= STACK_MOST * STRANDS_MANY / 4, "room for every stack");

/* The more there are, the dimmer, and blue before red, which is never hidden. */
static float brightness(uint8_t verdict, uint32_t bundles)
{
	float excess = log2f(fmaxf((float)bundles / 100, 1));

	if (verdict >= RA_UNKNOWN)
		return 1 - 0.15f * excess;
	return 1 - 0.18f * excess;
}

static void set_color(uint8_t rgba[4], uint32_t color, float alpha)
{
	rgba[0] = (uint8_t)(color >> 24);
	rgba[1] = (uint8_t)(color >> 16);
	rgba[2] = (uint8_t)(color >> 8);
	rgba[3] = (uint8_t)((float)(color & 0xff) * fminf(alpha, 1));
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

/* The n-th strand of a bundle, without its colour. */
static struct strand make_strand(const struct scene *scene, const struct bundle *b, uint32_t n,
				 int64_t now_ns)
{
	const struct scene_arc *a = scene_arc(scene, b->arc);
	struct vec3 place = scene_place(scene, a->key.place)->ground;
	struct vec3 home = vec3_ground((double)scene->status.home_lat_deg,
				       (double)scene->status.home_lon_deg);
	bool in = b->direction == RA_IN, live = happened(b->last_ns, now_ns, LIVE_NS);
	float stack = (float)n + (in ? 0.5f : 0) + 0.18f * b->verdict + 0.04f * b->level;

	return (struct strand){
		.arc = in ? arc_between(place, home, stack) : arc_between(home, place, stack),
		.width = 1.1f + 0.2f * weight(b->bytes),
		.phase = chance(a, n),
		.speed = live ? floorf(10 + 8 * chance(a, n + 128)) / 64 : 0,
		.pulse = b->verdict == RA_BLOCKED && happened(b->last_ns, now_ns, THROB_NS),
	};
}

static void add_strands(struct strands *s, const struct scene *scene, const struct bundle *b,
			const struct strands_want *want)
{
	float alpha = brightness(b->verdict, s->bundles.count);

	if (want->chosen != SCENE_ANYWHERE)
		alpha *= want->chosen == scene_arc(scene, b->arc)->key.place ? 1.25f : 0.3f;
	for (uint32_t n = 0; n < stack_height(b->bytes, s->bundles.count); n++) {
		struct strand *row = &s->rows[s->count];

		*row = make_strand(scene, b, n, want->now_ns);
		set_color(row->rgba, palette_of(want->palette, b->verdict, b->level)->arc,
			  alpha * (n ? 0.6f : 0.92f));
		s->arc[s->count++] = b->arc;
		s->moving |= row->speed > 0 || row->pulse > 0;
	}
}

static void add_spot(struct strands *s, const struct scene *scene, const struct bundle *b,
		     const struct strands_want *want)
{
	const struct scene_arc *a = scene_arc(scene, b->arc);
	struct spot *spot = &s->spots[s->spot_count++];

	*spot = (struct spot){ .ground = scene_place(scene, a->key.place)->ground,
			       .size = 0.014f + 0.004f * weight(b->bytes),
			       .phase = chance(a, 64),
			       .live = happened(b->last_ns, want->now_ns, LIVE_NS) };
	set_color(spot->rgba, palette_of(want->palette, b->verdict, b->level)->arc,
		  brightness(b->verdict, s->bundles.count));
}

static void add_home(struct strands *s, const struct stream_status *status,
		     const struct palette *palette)
{
	struct spot *spot = &s->spots[s->spot_count++];

	*spot = (struct spot){ .ground = vec3_ground((double)status->home_lat_deg,
						     (double)status->home_lon_deg),
			       .size = 0.045f,
			       .phase = 0.25f };
	set_color(spot->rgba, palette->home, 1);
}

void strands_build(struct strands *s, const struct scene *scene, const struct strands_want *want)
{
	s->version++;
	s->count = s->red = s->spot_count = 0;
	s->moving = false;
	bundles_make(&s->bundles, scene, want->directions);
	for (uint32_t i = 0; i < s->bundles.count; i++) {
		const struct bundle *b = &s->bundles.rows[i];

		add_spot(s, scene, b, want);
		if (!scene->status.home_known)
			continue;
		add_strands(s, scene, b, want);
		if (b->verdict < RA_UNKNOWN)
			s->red = s->count;
	}
	if (scene->status.home_known)
		add_home(s, &scene->status, want->palette);
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
