/* SPDX-License-Identifier: BSD-2-Clause */
/* Who stands behind a bundle. */
#include "globe/bundles.h"

/* The cell of the blocked is of any level. */
struct scene_query bundles_query(const struct scene *s, const struct bundle *b)
{
	const struct scene_arc *a = scene_arc(s, b->arc);
	bool any = b->cell.deg > 0 && b->verdict != RA_UNKNOWN;

	return (struct scene_query){ .place = b->place,
				     .cell = b->cell,
				     .verdicts = (uint8_t)(1 << b->verdict),
				     .directions = (uint8_t)RA_DIR_BIT(b->direction),
				     .levels = any ? SCENE_LEVELS : (uint8_t)(1 << a->key.level) };
}

static bool is_beside(const struct bundle *a, const struct bundle *b)
{
	return cell_equal(a->cell, b->cell) && (a->cell.deg > 0 || a->place == b->place);
}

struct bundles_tally bundles_tally(const struct bundles *b, const struct bundle *of)
{
	struct bundles_tally t = { .peers = { 0 } };

	for (uint32_t i = 0; i < b->count; i++) {
		const struct bundle *row = &b->rows[i];

		if (!is_beside(row, of))
			continue;
		t.peers[row->direction] += row->peers;
		t.unknown[row->direction] += row->verdict == RA_UNKNOWN ? row->peers : 0;
		t.blocked[row->direction] += row->verdict == RA_BLOCKED ? row->peers : 0;
	}
	return t;
}
