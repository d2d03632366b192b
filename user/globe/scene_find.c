/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/scene_find.h"

#include "globe/scene_rows.h"

static bool in_use(const struct stream_peer *p, int d, uint8_t directions)
{
	return p->side[d].first_ns && (directions & RA_DIR_BIT(d));
}

bool scene_is_graver(struct scene_shade a, struct scene_shade b)
{
	return a.verdict > b.verdict || (a.verdict == b.verdict && a.level > b.level);
}

struct scene_shade scene_shade_of(const struct stream_side *s)
{
	bool grave = s->verdict >= RA_UNKNOWN;

	return (struct scene_shade){ s->verdict, grave ? novelty_level(s->novelty) : 0 };
}

struct scene_shade scene_shade(const struct stream_peer *p, uint8_t directions)
{
	struct scene_shade gravest = { RA_ALLOWED, 0 };

	for (int d = 0; d < RA_DIRECTIONS; d++) {
		struct scene_shade s = scene_shade_of(&p->side[d]);

		if (in_use(p, d, directions) && scene_is_graver(s, gravest))
			gravest = s;
	}
	return gravest;
}

uint64_t scene_bytes(const struct stream_peer *p, uint8_t directions)
{
	uint64_t bytes = 0;

	for (int d = 0; d < RA_DIRECTIONS; d++)
		if (in_use(p, d, directions))
			bytes += p->side[d].bytes;
	return bytes;
}

static bool is_there(const struct scene *s, const struct stream_peer *p,
		     const struct scene_query *q)
{
	const struct scene_place *row;

	if (q->cell.deg <= 0)
		return q->place == SCENE_ANYWHERE || q->place == p->place;
	row = scene_place(s, p->place);
	return row && cell_holds(q->cell, &row->place);
}

static bool matches(const struct scene *s, const struct stream_peer *p,
		    const struct scene_query *q)
{
	uint8_t directions = q->directions & scene_sides(s, p);

	for (int d = 0; d < RA_DIRECTIONS; d++) {
		struct scene_shade shade = scene_shade_of(&p->side[d]);

		if (in_use(p, d, directions) && (q->verdicts >> shade.verdict & 1) &&
		    (q->levels >> shade.level & 1))
			return is_there(s, p, q);
	}
	return false;
}

uint8_t scene_used(const struct scene *s, const struct stream_peer *p, uint8_t directions)
{
	uint8_t used = 0;

	directions &= scene_sides(s, p);
	for (int d = 0; d < RA_DIRECTIONS; d++)
		if (in_use(p, d, directions))
			used |= (uint8_t)RA_DIR_BIT(d);
	return used;
}

uint8_t scene_rank(const struct stream_peer *p, uint8_t directions)
{
	struct scene_shade s = scene_shade(p, directions);

	if (s.verdict == RA_BLOCKED)
		return 3;
	return s.level >= novelty_level(NOVEL_NETWORK) ? 2 : s.verdict == RA_UNKNOWN;
}

static bool is_before(const struct scene *s, const struct stream_peer *a,
		      const struct stream_peer *b, uint8_t directions)
{
	uint8_t of_a = directions & scene_sides(s, a), of_b = directions & scene_sides(s, b);
	int by_rank = scene_rank(a, of_a) - scene_rank(b, of_b);

	return by_rank ? by_rank > 0 : scene_bytes(a, of_a) > scene_bytes(b, of_b);
}

/* Insert into rows that are sorted, of which the last falls out when they are full. */
static uint32_t insert(const struct scene *s, const struct stream_peer **rows, uint32_t n,
		       uint32_t most, const struct stream_peer *p, uint8_t directions)
{
	uint32_t at = n;

	while (at && is_before(s, p, rows[at - 1], directions))
		at--;
	if (at == most)
		return n;
	n += n < most;
	memmove(&rows[at + 1], &rows[at], (n - 1 - at) * sizeof(*rows));
	rows[at] = p;
	return n;
}

uint32_t scene_foremost(const struct scene *s, const struct scene_query *q,
			const struct stream_peer **rows, uint32_t most, uint32_t *found)
{
	const struct hash_table *peers = scene_shown_peers(s);
	uint32_t n = 0;

	*found = 0;
	for (uint32_t i = 0; i < peers->count; i++) {
		const struct stream_peer *p = hash_table_row(peers, i);

		if (!matches(s, p, q))
			continue;
		++*found;
		n = insert(s, rows, n, most, p, q->directions);
	}
	return n;
}
