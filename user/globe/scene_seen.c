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
	if (scene_is_recast(s))
		return s->seen.peers[verdict];
	return s->complete && !s->refused ? s->told[verdict] : s->status.peers[verdict];
}

uint32_t scene_hidden(const struct scene *s, uint8_t verdict)
{
	return scene_is_recast(s) ? s->seen.hidden[verdict] : 0;
}

uint32_t scene_beyond(const struct scene *s)
{
	uint32_t there = 0;

	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		there += s->status.peers[v];
	return s->peers.count == s->peers.most && there > s->peers.count ?
		       there - s->peers.count : 0;
}

void scene_look(struct scene *s, int64_t window_ns)
{
	s->lens = (struct lens){ window_ns, s->status.judged_from_ns };
	for (uint32_t i = 0; i < s->peers.count; i++)
		scene_see(s, hash_table_row(&s->peers, i));
	scene_travel(s, s->moment_ns);
	s->change++;
}

struct past_rule scene_rule(const struct scene *s)
{
	return (struct past_rule){
		.window_ns = s->lens.window_ns ? s->lens.window_ns : s->status.window_ns,
		.judged_from_ns = s->status.judged_from_ns,
		.as_told = !s->lens.window_ns,
	};
}

void scene_travel(struct scene *s, int64_t moment_ns)
{
	struct past_rule rule = scene_rule(s);

	s->moment_ns = past_is_known(&s->past) ? moment_ns : 0;
	if (s->moment_ns)
		past_at(&s->past, &rule, past_step(&s->past.shown.span, moment_ns));
	s->change++;
}

void scene_filter(struct scene *s, const struct filter *f)
{
	s->sieve.filter = *f;
	for (uint32_t i = 0; i < s->places.count; i++) {
		const struct scene_place *row = hash_table_row(&s->places, i);

		sieve_place(&s->sieve, row->number, &row->place);
	}
	for (uint32_t i = 0; i < s->networks.count; i++) {
		const struct scene_network *row = hash_table_row(&s->networks, i);

		sieve_network(&s->sieve, row->number, &row->network);
	}
	for (uint32_t i = 0; i < SCENE_LISTS; i++)
		sieve_list(&s->sieve, i, s->lists[i].name);
	s->change++;
}

uint8_t scene_sides(const struct scene *s, const struct stream_peer *p)
{
	return sieve_sides(&s->sieve, scene_peer_number(s, p));
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

/* A verdict counts as hidden when no side of it is shown. */
static void count_peer(struct scene *s, uint8_t shown, uint8_t all)
{
	for (int v = 0; v < RA_VERDICTS; v++) {
		s->seen.peers[v] += shown >> v & 1;
		s->seen.hidden[v] += (all & ~shown) >> v & 1;
	}
}

static void add_peer(struct scene *s, uint32_t number)
{
	const struct stream_peer *p = scene_peer_at(s, number);
	uint8_t sides = sieve_pass(&s->sieve, number, p), shown = 0, all = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		uint8_t verdict = (uint8_t)(1u << p->side[d].verdict);

		if (!p->side[d].first_ns)
			continue;
		all |= verdict;
		if (!(sides & RA_DIR_BIT(d)))
			continue;
		shown |= verdict;
		add_side(&s->seen.arcs, p->place, &p->side[d], d);
	}
	count_peer(s, shown, all);
}

/* An arc without peers stays as a row, as it does when it is told. */
void scene_gather(struct scene *s)
{
	if (!scene_is_recast(s))
		return;
	memset(s->seen.peers, 0, sizeof(s->seen.peers));
	memset(s->seen.hidden, 0, sizeof(s->seen.hidden));
	for (uint32_t i = 0; i < s->seen.arcs.count; i++) {
		struct scene_arc *a = hash_table_row(&s->seen.arcs, i);

		*a = (struct scene_arc){ .key = a->key };
	}
	for (uint32_t i = 0; i < scene_peer_count(s); i++)
		add_peer(s, i);
}
