/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/bundles.h"

#define SLOTS (sizeof(((struct bundles *)0)->slot) / sizeof(uint16_t))

/* What is told apart by colour, in the order of drawing: the unknown by novelty too. */
#define COLORS (RA_VERDICTS - 1 + NOVELTY_LEVELS)

/* The coarsest always fit: 5 rows by 9 columns, the poles and the date line among them. */
static const float cells_deg[] = { 0, 1, 2.5f, 5, 10, 20, 30, 45 };
_Static_assert(5 * 9 * COLORS * RA_DIRECTIONS <= BUNDLES_MOST, "no arc is left out");

static unsigned int color_of(uint8_t verdict, uint8_t level)
{
	if (verdict == RA_UNKNOWN)
		return RA_UNKNOWN + level;
	return verdict == RA_BLOCKED ? COLORS - 1 : verdict;
}

static bool is_shown(const struct scene *s, const struct scene_arc *a, uint8_t directions)
{
	return a->peers && (directions & RA_DIR_BIT(a->key.direction)) &&
	       scene_place(s, a->key.place);
}

static struct bundle bundle_of(const struct scene *s, uint32_t number, float cell_deg)
{
	const struct scene_arc *a = scene_arc(s, number);
	const struct geo_place *p = &scene_place(s, a->key.place)->place;
	struct bundle b = { .arc = number,
			    .verdict = a->key.verdict,
			    .direction = a->key.direction,
			    .level = a->key.verdict == RA_UNKNOWN ? a->key.level : 0,
			    .bytes = a->bytes,
			    .heaviest = a->bytes,
			    .last_ns = a->last_ns };

	if (cell_deg > 0) {
		b.row = (int16_t)floorf(p->lat_deg / cell_deg);
		b.column = (int16_t)floorf(p->lon_deg / cell_deg);
	}
	return b;
}

static bool belongs(const struct bundle *a, const struct bundle *b)
{
	return a->row == b->row && a->column == b->column && a->verdict == b->verdict &&
	       a->level == b->level && a->direction == b->direction;
}

static void merge(struct bundle *into, const struct bundle *b)
{
	into->bytes += b->bytes;
	if (b->last_ns > into->last_ns)
		into->last_ns = b->last_ns;
	if (b->heaviest > into->heaviest) {
		into->heaviest = b->heaviest;
		into->arc = b->arc;
	}
}

static uint16_t *slot_of(struct bundles *all, const struct bundle *b)
{
	uint64_t key = (uint64_t)(uint16_t)b->row << 32 | (uint64_t)(uint16_t)b->column << 16 |
		       (uint64_t)color_of(b->verdict, b->level) << 8 | b->direction;
	size_t i = hash_mix(key) % SLOTS;

	while (all->slot[i] && !belongs(&all->rows[all->slot[i] - 1], b))
		i = (i + 1) % SLOTS;
	return &all->slot[i];
}

/* returns whether there was room */
static bool add(struct bundles *all, const struct bundle *b)
{
	uint16_t *slot = all->cell_deg > 0 ? slot_of(all, b) : NULL;

	if (slot && *slot) {
		merge(&all->rows[*slot - 1], b);
		return true;
	}
	if (all->count == BUNDLES_MOST)
		return false;
	all->rows[all->count++] = *b;
	if (slot)
		*slot = (uint16_t)all->count;
	return true;
}

static bool fill(struct bundles *b, const struct scene *s, uint8_t directions, float cell_deg)
{
	bool all = true;

	b->count = b->arcs = 0;
	b->cell_deg = cell_deg;
	memset(b->slot, 0, sizeof(b->slot));
	for (unsigned int color = 0; color < COLORS; color++) {
		for (uint32_t i = 0; i < scene_arc_count(s); i++) {
			const struct scene_arc *a = scene_arc(s, i);
			struct bundle one;

			if (color_of(a->key.verdict, a->key.level) != color ||
			    !is_shown(s, a, directions))
				continue;
			one = bundle_of(s, i, cell_deg);
			b->arcs++;
			all &= add(b, &one);
		}
	}
	return all;
}

void bundles_make(struct bundles *b, const struct scene *s, uint8_t directions)
{
	size_t i = 0, steps = sizeof(cells_deg) / sizeof(*cells_deg);

	while (!fill(b, s, directions, cells_deg[i]) && i + 1 < steps)
		i++;
}
