/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/strands.h"

#include "core/clock.h"
#include "globe/palette.h"

#define LIVE_NS (10 * CLOCK_S)
#define THROB_NS (60 * CLOCK_S) /* a blocked peer is worth a longer look */
#define STACK_MOST 5
#define NEW_NS (2 * CLOCK_S) /* a new stranger draws the eye so long, once */
#define RING_SIZE 0.16f

#define GRAVE (1u << RA_UNKNOWN | 1u << RA_BLOCKED)

/* 0..5 for 100 kB and less, 1 MB, ... 10 GB and more */
static float weight(uint64_t bytes)
{
	return fminf(fmaxf(log10f((float)bytes + 1) - 5, 0), 5);
}

/* 5 strands for each of 100 bundles, 3 for 400, 1 for more: they always fit. */
static uint32_t stack_height(uint64_t bytes, uint32_t bundles)
{
	uint32_t most = bundles > STRANDS_MANY ? 1 : bundles > STRANDS_MANY / 4 ? 3 : STACK_MOST;
	uint32_t wanted = 1 + (uint32_t)weight(bytes);

	return wanted < most ? wanted : most;
}
_Static_assert(STRANDS_MOST >= BUNDLES_MOST && STRANDS_MOST >= 3 * STRANDS_MANY &&
	       STRANDS_MOST >= STACK_MOST * STRANDS_MANY / 4, "room for every stack");

/* The more there are, the dimmer; but however many are blue, the red ones stay as bright. */
static float brightness(uint8_t verdict, const struct strands *s, const struct strands_want *want)
{
	float blue = (float)(s->bundles.count - s->bundles.red) / 100;
	float red = (float)s->bundles.red / 50;

	if (verdict >= RA_UNKNOWN)
		return powf(fmaxf(red, 1), -0.45f);
	return powf(fmaxf(blue, 1), -0.33f) * (want->blue == BLUE_DIM ? 0.3f : 1);
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

/* Many are drawn as finer lines; the red ones when they are many themselves. */
static float fineness(uint8_t verdict, const struct strands *s)
{
	uint32_t count = verdict >= RA_UNKNOWN ? s->bundles.red : s->bundles.count;

	return powf(fmaxf((float)count / STRANDS_MANY, 1), -0.2f);
}

/* Whether it is a stranger's that just came: 1, then down to 0. */
static float newness(const struct bundle *b, int64_t now_ns)
{
	int64_t age_ns = now_ns - b->born_ns;

	if (b->verdict < RA_UNKNOWN || !b->born_ns || age_ns < 0 || age_ns >= NEW_NS)
		return 0;
	return 1 - (float)age_ns / NEW_NS;
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
		.width = (1.1f + 0.2f * weight(b->bytes)) * (1 + 1.5f * newness(b, now_ns)),
		.phase = chance(a, n),
		.speed = live ? floorf(10 + 8 * chance(a, n + 128)) / 64 : 0,
		.pulse = b->verdict == RA_BLOCKED && happened(b->last_ns, now_ns, THROB_NS),
	};
}

/* It comes from the chosen place, or from a part of the chosen cell. */
static bool is_chosen(const struct bundle *b, const struct scene *scene,
		      const struct strands_want *want)
{
	const struct scene_place *p = scene_place(scene, want->chosen);

	if (want->chosen_cell.deg > 0 &&
	    cell_holds(want->chosen_cell, &scene_place(scene, b->place)->place))
		return true;
	return b->cell.deg > 0 ? p && cell_holds(b->cell, &p->place) : b->place == want->chosen;
}

static void add_strands(struct strands *s, const struct scene *scene, const struct bundle *b,
			const struct strands_want *want)
{
	float alpha = brightness(b->verdict, s, want), fresh = newness(b, want->now_ns);

	if (want->chosen != SCENE_ANYWHERE)
		alpha *= is_chosen(b, scene, want) ? 1.25f : 0.3f;
	for (uint32_t n = 0; n < stack_height(b->bytes, s->bundles.count); n++) {
		struct strand *row = &s->rows[s->count];

		*row = make_strand(scene, b, n, want->now_ns);
		row->width *= fineness(b->verdict, s);
		set_color(row->rgba, palette_of(want->palette, b->verdict, b->level)->arc,
			  alpha * (n ? 0.6f : 0.92f));
		row->rgba[3] += (uint8_t)((float)(255 - row->rgba[3]) * fresh);
		s->bundle[s->count++] = (uint16_t)(b - s->bundles.rows);
		s->moving |= row->speed > 0 || row->pulse > 0 || fresh > 0;
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
		  brightness(b->verdict, s, want));
}

/* Around the place of a new stranger: it spreads, fades and is gone. */
static void add_ring(struct strands *s, const struct scene *scene, const struct bundle *b,
		     const struct strands_want *want)
{
	float fresh = newness(b, want->now_ns);
	struct spot *spot = &s->spots[s->spot_count];

	if (fresh <= 0 || s->rings == STRANDS_RINGS)
		return;
	*spot = (struct spot){ .ground = scene_place(scene, b->place)->ground,
			       .size = RING_SIZE * (1 - fresh * fresh) };
	set_color(spot->rgba, palette_of(want->palette, b->verdict, b->level)->mark, fresh);
	s->spot_count++;
	s->rings++;
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

static uint32_t print_of(const struct strands *s)
{
	return hash_seeded(hash_bytes(s->rows, s->count * sizeof(*s->rows)), s->spots,
			   s->spot_count * sizeof(*s->spots));
}

void strands_build(struct strands *s, const struct scene *scene, const struct strands_want *want)
{
	const struct bundles_want bundles = {
		want->blue == BLUE_HIDDEN ? GRAVE : SCENE_VERDICTS,
		want->directions,
		want->most,
		want->view,
	};

	uint32_t print;

	s->count = s->red = s->spot_count = s->rings = 0;
	s->moving = false;
	bundles_make(&s->bundles, scene, &bundles);
	for (uint32_t i = 0; i < s->bundles.count; i++) {
		const struct bundle *b = &s->bundles.rows[i];

		add_spot(s, scene, b, want);
		add_ring(s, scene, b, want);
		if (!scene->status.home_known)
			continue;
		add_strands(s, scene, b, want);
		if (b->verdict < RA_UNKNOWN)
			s->red = s->count;
	}
	if (scene->status.home_known)
		add_home(s, &scene->status, want->palette);
	print = print_of(s);
	s->version += !s->version || print != s->print;
	s->print = print;
}
