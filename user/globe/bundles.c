/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/bundles.h"

#define SLOTS (sizeof(((struct bundles *)0)->slot) / sizeof(uint16_t))
_Static_assert(SLOTS >= 2 * BUNDLES_MOST, "the hash stays sparse");

/* What is told apart by colour, in the order of drawing: the unknown by novelty too. */
#define COLORS (RA_VERDICTS - 1 + NOVELTY_LEVELS)

/* Sides of cells, from exact to the coarsest; each is cut into four of the one before. */
static const float sides_deg[] = { 0,	   CELL_DEG_LEAST, 0.703125f, 1.40625f,
				   2.8125f, 5.625f,	    11.25f,    22.5f, CELL_DEG_MOST };
#define STEPS (sizeof(sides_deg) / sizeof(*sides_deg))
_Static_assert(2 * 4 * 8 * COLORS * RA_DIRECTIONS <= BUNDLES_LEAST, "in sight and elsewhere");

#define MARGIN 1.25f /* of what is in sight: a small turn changes nothing */
#define TURNED 0.15f /* of the radius: a large one */
#define ZOOMED 0.2f

static unsigned int color_of(uint8_t verdict, uint8_t level)
{
	if (verdict == RA_UNKNOWN)
		return RA_UNKNOWN + level;
	return verdict == RA_BLOCKED ? COLORS - 1 : verdict;
}

/* --- what is in sight --- */

static struct bundles_focus focus_of(const struct view *v)
{
	float tan_x = v->tan_x * (1 + fabsf(v->shift_x));
	float tan_y = v->tan_y * (1 + fabsf(v->shift_y));
	float corner = atanf(hypotf(tan_x, tan_y)), sine = sinf(corner) * v->dist;
	float horizon = acosf(1 / v->dist);
	float seen = sine < 1 ? fminf(asinf(sine) - corner, horizon) : horizon;

	return (struct bundles_focus){ vec3_scale(v->forward, -1), seen * MARGIN };
}

static bool has_left(const struct bundles_focus *was, const struct bundles_focus *now)
{
	float turned = acosf(fminf(vec3_dot(was->axis, now->axis), 1));

	return turned > TURNED * was->radius ||
	       fabsf(now->radius - was->radius) > ZOOMED * was->radius;
}

static bool meets(const struct bundles_focus *f, struct cell c)
{
	double lat = ((double)c.row + 0.5) * (double)c.deg;
	double lon = ((double)c.column + 0.5) * (double)c.deg;
	float half = c.deg * (float)(VEC_RADIAN * M_SQRT1_2);

	if (f->radius <= 0)
		return true;
	return vec3_dot(f->axis, vec3_ground(lat, lon)) > cosf(fminf(f->radius + half, 3.14f));
}

static float *block_of(struct bundles *b, struct cell c)
{
	return &b->block_deg[(c.row + 8) * 32 + c.column + 16];
}

static void set_blocks(struct bundles *b, struct cell c, float deg)
{
	int n = (int)(c.deg / BUNDLES_BLOCK_DEG);

	for (int row = 0; row < n; row++)
		for (int column = 0; column < n; column++)
			*block_of(b, (struct cell){ BUNDLES_BLOCK_DEG, (int16_t)(c.row * n + row),
						    (int16_t)(c.column * n + column) }) = deg;
}

/* Cut a cell into four until those in sight are fine, and the others are not too coarse. */
static void lay(struct bundles *b, struct cell c)
{
	float deg = sides_deg[meets(&b->focus, c) ? b->near : b->far];

	if (c.deg <= deg || c.deg <= BUNDLES_BLOCK_DEG) {
		set_blocks(b, c, fminf(deg, c.deg));
		return;
	}
	for (int16_t i = 0; i < 4; i++)
		lay(b, (struct cell){ c.deg / 2, (int16_t)(c.row * 2 + i / 2),
				      (int16_t)(c.column * 2 + i % 2) });
}

static void lay_all(struct bundles *b)
{
	for (int16_t row = -2; row < 2; row++)
		for (int16_t column = -4; column < 4; column++)
			lay(b, (struct cell){ CELL_DEG_MOST, row, column });
}

/* --- what goes together --- */

static bool belongs(const struct bundle *a, const struct bundle *b)
{
	return cell_equal(a->cell, b->cell) && a->verdict == b->verdict && a->level == b->level &&
	       a->direction == b->direction;
}

static void merge(struct bundle *into, const struct bundle *b)
{
	into->peers += b->peers;
	into->packets += b->packets;
	into->bytes += b->bytes;
	into->last_ns = b->last_ns > into->last_ns ? b->last_ns : into->last_ns;
	into->born_ns = b->born_ns > into->born_ns ? b->born_ns : into->born_ns;
	if (b->heaviest > into->heaviest) {
		into->heaviest = b->heaviest;
		into->arc = b->arc;
		into->place = b->place;
	}
}

static uint16_t *slot_of(struct bundles *all, const struct bundle *b)
{
	uint64_t key = (uint64_t)(uint16_t)b->cell.row << 48 |
		       (uint64_t)(uint16_t)b->cell.column << 32 |
		       (uint64_t)(b->cell.deg / CELL_DEG_LEAST) << 16 |
		       (uint64_t)color_of(b->verdict, b->level) << 8 | b->direction;
	size_t i = hash_mix(key) % SLOTS;

	while (all->slot[i] && !belongs(&all->found[all->slot[i] - 1], b))
		i = (i + 1) % SLOTS;
	return &all->slot[i];
}

/* returns whether there was room */
static bool add(struct bundles *all, const struct bundle *b, uint32_t room)
{
	uint16_t *slot = b->cell.deg > 0 ? slot_of(all, b) : NULL;

	all->arcs++;
	if (slot && *slot) {
		merge(&all->found[*slot - 1], b);
		return true;
	}
	if (all->count == room)
		return false;
	all->found[all->count++] = *b;
	if (slot)
		*slot = (uint16_t)all->count;
	return true;
}

static struct bundle bundle_of(struct bundles *all, const struct scene_arc *a, uint32_t number,
			       const struct geo_place *p)
{
	float deg = *block_of(all, cell_of(p, BUNDLES_BLOCK_DEG));
	struct bundle b = { .arc = number,
			    .place = a->key.place,
			    .verdict = a->key.verdict,
			    .direction = a->key.direction,
			    .level = a->key.verdict == RA_UNKNOWN ? a->key.level : 0,
			    .peers = a->peers,
			    .packets = a->packets,
			    .bytes = a->bytes,
			    .heaviest = a->bytes,
			    .last_ns = a->last_ns,
			    .born_ns = a->born_ns };

	if (deg > 0)
		b.cell = cell_of(p, deg);
	return b;
}

static bool is_wanted(const struct scene_arc *a, const struct bundles_want *want)
{
	return a->peers && (want->directions & RA_DIR_BIT(a->key.direction)) &&
	       (want->verdicts >> a->key.verdict & 1);
}

/* returns whether all fitted; those out of sight alone, or all */
static bool fill(struct bundles *b, const struct scene *s, const struct bundles_want *want,
		 bool only_far, uint32_t room)
{
	float far_deg = sides_deg[b->far];

	lay_all(b);
	b->count = b->arcs = 0;
	memset(b->slot, 0, sizeof(b->slot));
	for (uint32_t i = 0; i < scene_arc_count(s); i++) {
		const struct scene_arc *a = scene_arc(s, i);
		const struct scene_place *p;
		struct bundle one;

		if (!is_wanted(a, want) || !(p = scene_place(s, a->key.place)))
			continue;
		if (only_far && *block_of(b, cell_of(&p->place, BUNDLES_BLOCK_DEG)) < far_deg)
			continue;
		one = bundle_of(b, a, i, &p->place);
		if (!add(b, &one, room))
			return false;
	}
	return true;
}

/* The finest that fits; finer than it was only when there is room to spare. */
static void fit(struct bundles *b, const struct scene *s, const struct bundles_want *want,
		uint8_t *step, bool only_far, uint32_t room)
{
	uint8_t was = *step;

	for (*step = 0; *step + 1u < STEPS; ++*step)
		if (fill(b, s, want, only_far, *step < was ? room - room / 5 : room))
			return;
	fill(b, s, want, only_far, BUNDLES_MOST);
}

/* In the order of colours, and of one colour as they came. */
static void sort(struct bundles *b)
{
	uint32_t at[COLORS + 1] = { 0 };

	for (uint32_t i = 0; i < b->count; i++)
		at[color_of(b->found[i].verdict, b->found[i].level) + 1]++;
	for (unsigned int color = 0; color < COLORS; color++)
		at[color + 1] += at[color];
	b->red = b->count - at[RA_UNKNOWN];
	for (uint32_t i = 0; i < b->count; i++)
		b->rows[at[color_of(b->found[i].verdict, b->found[i].level)]++] = b->found[i];
}

/* In the slots, which nobody needs any more. */
static void count_places(struct bundles *b)
{
	memset(b->slot, 0, sizeof(b->slot));
	b->places = 0;
	for (uint32_t i = 0; i < b->count; i++) {
		uint32_t place = b->rows[i].place;
		size_t at = hash_mix(place) % SLOTS;

		while (b->slot[at] && b->rows[b->slot[at] - 1].place != place)
			at = (at + 1) % SLOTS;
		b->places += !b->slot[at];
		b->slot[at] = (uint16_t)(i + 1);
	}
}

static bool fits_exactly(struct bundles *b, const struct scene *s, const struct bundles_want *want)
{
	const uint8_t near = b->near, far = b->far;
	bool exact = bundles_are_exact(b);

	b->near = b->far = 0;
	if (fill(b, s, want, false, exact ? want->most : want->most - want->most / 5))
		return true;
	b->near = near;
	b->far = far;
	return false;
}

/* What is out of sight gets a quarter of the room, or as little as it can do with. */
void bundles_make(struct bundles *b, const struct scene *s, const struct bundles_want *want)
{
	struct bundles_focus now = { .radius = 0 };

	if (want->view)
		now = focus_of(want->view);
	if (has_left(&b->focus, &now))
		b->focus = now;
	if (!fits_exactly(b, s, want)) {
		uint8_t near = b->near;

		b->near = 0;
		fit(b, s, want, &b->far, true, want->most / 4);
		b->near = near;
		fit(b, s, want, &b->near, false, want->most);
	}
	sort(b);
	count_places(b);
}

bool bundles_are_stale(const struct bundles *b, const struct view *v)
{
	struct bundles_focus now = focus_of(v);

	return !bundles_are_exact(b) && has_left(&b->focus, &now);
}
