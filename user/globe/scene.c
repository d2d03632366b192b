/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/scene.h"

#include <errno.h>

struct scene_network {
	uint32_t number; /* the key */
	struct geo_network network;
};

/* A peer as it is shown, and what it was told to be. */
struct scene_peer {
	struct stream_peer shown;
	struct judgement told[RA_DIRECTIONS];
};

int scene_init(struct scene *s, const struct scene_limits *most)
{
	memset(s, 0, sizeof(*s));
	if (hash_table_init(&s->places, sizeof(struct scene_place), 4, most->places) ||
	    hash_table_init(&s->networks, sizeof(struct scene_network), 4, most->networks) ||
	    hash_table_init(&s->peers, sizeof(struct scene_peer), 16, most->peers) ||
	    hash_table_init(&s->arcs, sizeof(struct scene_arc), 8, most->arcs) ||
	    hash_table_init(&s->seen.arcs, sizeof(struct scene_arc), 8, most->arcs)) {
		scene_clear(s);
		return -ENOMEM;
	}
	return 0;
}

void scene_clear(struct scene *s)
{
	hash_table_clear(&s->places);
	hash_table_clear(&s->networks);
	hash_table_clear(&s->peers);
	hash_table_clear(&s->arcs);
	hash_table_clear(&s->seen.arcs);
	memset(s, 0, sizeof(*s));
}

static void *take(struct scene *s, struct hash_table *t, const void *key)
{
	void *row = hash_table_take(t, key);

	s->refused += !row;
	return row;
}

/* Times from outside, so that the difference of any two is a time too. */
static int64_t tamed(int64_t time_ns)
{
	const int64_t most = INT64_MAX / 2;

	return time_ns < 0 ? 0 : time_ns > most ? most : time_ns;
}

static void take_status(struct scene *s, const struct stream_status *from)
{
	s->status = *from;
	s->status.now_ns = tamed(from->now_ns);
	s->status.learn_until_ns = tamed(from->learn_until_ns);
	s->status.judged_from_ns = tamed(from->judged_from_ns);
	if (s->lens.window_ns && s->lens.judged_from_ns != s->status.judged_from_ns)
		scene_look(s, s->lens.window_ns);
}

static void take_place(struct scene *s, const struct stream_place *from)
{
	struct scene_place *row = take(s, &s->places, &from->number);

	if (!row)
		return;
	row->place = from->place;
	row->place.lat_deg = fminf(fmaxf(from->place.lat_deg, -90), 90);
	row->place.lon_deg = remainderf(from->place.lon_deg, 360);
	row->ground = vec3_ground((double)row->place.lat_deg, (double)row->place.lon_deg);
}

static void take_network(struct scene *s, const struct stream_network *from)
{
	struct scene_network *row = take(s, &s->networks, &from->number);

	if (row)
		row->network = from->network;
}

static struct judgement judgement_of(const struct stream_side *s)
{
	return (struct judgement){ s->verdict, s->reason, s->novelty, 0, s->list };
}

static void judge(struct stream_side *s, struct judgement j)
{
	s->verdict = j.verdict;
	s->reason = j.reason;
	s->novelty = j.novelty;
	s->list = j.list;
}

static void see(const struct scene *s, struct scene_peer *row)
{
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		struct stream_side *side = &row->shown.side[d];

		judge(side, row->told[d]);
		judge(side, lens_judge(&s->lens, side));
	}
}

static void take_peer(struct scene *s, const struct stream_peer *from)
{
	struct scene_peer *row = take(s, &s->peers, &from->addr);

	if (!row)
		return;
	row->shown = *from;
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		row->shown.side[d].first_ns = tamed(from->side[d].first_ns);
		row->shown.side[d].last_ns = tamed(from->side[d].last_ns);
		row->told[d] = judgement_of(&from->side[d]);
	}
	see(s, row);
}

static void take_arc(struct scene *s, const struct stream_arc *from)
{
	struct scene_arc key = { .key = { from->place, from->verdict, from->direction,
					  from->level, 0 } };
	struct scene_arc *row = take(s, &s->arcs, &key);

	if (!row)
		return;
	row->peers = from->peers;
	row->packets = from->packets;
	row->bytes = from->bytes;
	row->last_ns = tamed(from->last_ns);
}

static void take_list(struct scene *s, const struct stream_list *from)
{
	if (from->number < SCENE_LISTS)
		s->lists[from->number] = *from;
	else
		s->refused++;
}

void scene_take(struct scene *s, const struct stream_record *r)
{
	s->change++;
	switch (r->kind) {
	case STREAM_HELLO:
		s->hello = r->hello;
		s->greeted = true;
		break;
	case STREAM_STATUS:
		take_status(s, &r->status);
		break;
	case STREAM_PLACE:
		take_place(s, &r->place);
		break;
	case STREAM_NETWORK:
		take_network(s, &r->network);
		break;
	case STREAM_PEER:
		take_peer(s, &r->peer);
		break;
	case STREAM_ARC:
		take_arc(s, &r->arc);
		break;
	case STREAM_SNAPSHOT:
		s->complete = true;
		break;
	case STREAM_END:
		s->ended = true;
		break;
	case STREAM_LIST:
		take_list(s, &r->list);
		break;
	case STREAM_EXPLAIN:
		s->explain = r->explain;
		break;
	case STREAM_SPAN:
	case STREAM_PAST:
	case STREAM_POINT:
	case STREAM_KINDS:
		break;
	}
}

const struct scene_place *scene_place(const struct scene *s, uint32_t number)
{
	return hash_table_find(&s->places, &number);
}

const struct geo_network *scene_network(const struct scene *s, uint32_t number)
{
	const struct scene_network *row = hash_table_find(&s->networks, &number);

	return row ? &row->network : NULL;
}

const char *scene_list(const struct scene *s, uint16_t number)
{
	return number < SCENE_LISTS && s->lists[number].number ? s->lists[number].name : NULL;
}

const struct stream_peer *scene_peer(const struct scene *s, const struct addr *a)
{
	return hash_table_find(&s->peers, a);
}

static const struct hash_table *shown_arcs(const struct scene *s)
{
	return s->lens.window_ns ? &s->seen.arcs : &s->arcs;
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
	return (s->lens.window_ns ? s->seen.peers : s->status.peers)[verdict];
}

void scene_look(struct scene *s, int64_t window_ns)
{
	s->lens = (struct lens){ window_ns, s->status.judged_from_ns };
	for (uint32_t i = 0; i < s->peers.count; i++)
		see(s, hash_table_row(&s->peers, i));
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
	if (!s->lens.window_ns)
		return;
	memset(s->seen.peers, 0, sizeof(s->seen.peers));
	for (uint32_t i = 0; i < s->seen.arcs.count; i++) {
		struct scene_arc *a = hash_table_row(&s->seen.arcs, i);

		*a = (struct scene_arc){ .key = a->key };
	}
	for (uint32_t i = 0; i < s->peers.count; i++)
		add_peer(s, hash_table_row(&s->peers, i));
}

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
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		struct scene_shade shade = scene_shade_of(&p->side[d]);

		if (in_use(p, d, q->directions) && (q->verdicts >> shade.verdict & 1) &&
		    (q->levels >> shade.level & 1))
			return is_there(s, p, q);
	}
	return false;
}

static int rank(const struct stream_peer *p, uint8_t directions)
{
	struct scene_shade s = scene_shade(p, directions);

	if (s.verdict == RA_BLOCKED)
		return 3;
	return s.level >= novelty_level(NOVEL_NETWORK) ? 2 : s.verdict == RA_UNKNOWN;
}

static bool is_before(const struct stream_peer *a, const struct stream_peer *b, uint8_t directions)
{
	int by_rank = rank(a, directions) - rank(b, directions);

	return by_rank ? by_rank > 0 : scene_bytes(a, directions) > scene_bytes(b, directions);
}

/* Insert into rows that are sorted, of which the last falls out when they are full. */
static uint32_t insert(const struct stream_peer **rows, uint32_t n, uint32_t most,
		       const struct stream_peer *p, uint8_t directions)
{
	uint32_t at = n;

	while (at && is_before(p, rows[at - 1], directions))
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
	uint32_t n = 0;

	*found = 0;
	for (uint32_t i = 0; i < s->peers.count; i++) {
		const struct stream_peer *p = hash_table_row(&s->peers, i);

		if (!matches(s, p, q))
			continue;
		++*found;
		n = insert(rows, n, most, p, q->directions);
	}
	return n;
}
