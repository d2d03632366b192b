/* SPDX-License-Identifier: BSD-2-Clause */
/* What is shown of the scene: as it was told, or summed up anew from the peers. */
#include "globe/scene_find.h"
#include "globe/scene_rows.h"

static void judge(struct stream_side *s, struct judgement j)
{
	s->verdict = j.verdict;
	s->reason = j.reason;
	s->novelty = j.novelty;
	s->list = j.list;
}

void scene_see(const struct scene *s, struct scene_peer *row)
{
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		struct stream_side *side = &row->shown.side[d];

		judge(side, row->told[d]);
		judge(side, lens_judge(&s->lens, side));
	}
}

static const struct hash_table *shown_arcs(const struct scene *s)
{
	return scene_is_recast(s) ? &s->seen.arcs : &s->arcs;
}

uint32_t scene_arc_count(const struct scene *s)
{
	return shown_arcs(s)->count;
}

const struct scene_arc *scene_arc(const struct scene *s, uint32_t number)
{
	return hash_table_row(shown_arcs(s), number);
}

uint32_t scene_count(const struct scene *s, uint8_t verdict)
{
	return (scene_is_recast(s) ? s->seen.peers : s->status.peers)[verdict];
}

void scene_look(struct scene *s, int64_t window_ns)
{
	s->lens = (struct lens){ window_ns, s->status.judged_from_ns };
	for (uint32_t i = 0; i < s->peers.count; i++)
		scene_see(s, hash_table_row(&s->peers, i));
	s->change++;
}

static void add_side(struct hash_table *arcs, uint32_t place, const struct stream_side *s,
		     uint8_t direction)
{
	struct scene_shade shade = scene_shade_of(s);
	struct scene_arc key = { .key = { place, shade.verdict, direction, shade.level, 0 } };
	struct scene_arc *row = hash_table_take(arcs, &key.key);

	if (!row)
		return;
	row->peers++;
	row->packets += s->packets;
	row->bytes += s->bytes;
	row->last_ns = s->last_ns > row->last_ns ? s->last_ns : row->last_ns;
}

static void add_peer(struct scene *s, const struct stream_peer *p)
{
	uint8_t verdicts = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		if (!p->side[d].first_ns)
			continue;
		add_side(&s->seen.arcs, p->place, &p->side[d], d);
		verdicts |= (uint8_t)(1u << p->side[d].verdict);
	}
	for (int v = 0; v < RA_VERDICTS; v++)
		s->seen.peers[v] += verdicts >> v & 1;
}

/* An arc without peers stays as a row, as it does when it is told. */
void scene_gather(struct scene *s)
{
	const struct hash_table *peers = scene_shown_peers(s);

	if (!scene_is_recast(s))
		return;
	memset(s->seen.peers, 0, sizeof(s->seen.peers));
	for (uint32_t i = 0; i < s->seen.arcs.count; i++) {
		struct scene_arc *a = hash_table_row(&s->seen.arcs, i);

		*a = (struct scene_arc){ .key = a->key };
	}
	for (uint32_t i = 0; i < peers->count; i++)
		add_peer(s, hash_table_row(peers, i));
}
