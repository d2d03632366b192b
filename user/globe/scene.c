/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/scene.h"

#include <errno.h>

#include "globe/scene_rows.h"

#define NAMELESS 2 /* numbers that are never told: GEO_NOWHERE, GEO_NEAR */

int scene_init(struct scene *s, const struct scene_limits *most)
{
	memset(s, 0, sizeof(*s));
	if (hash_table_init(&s->places, sizeof(struct scene_place), 4, most->places) ||
	    hash_table_init(&s->networks, sizeof(struct scene_network), 4, most->networks) ||
	    hash_table_init(&s->peers, sizeof(struct scene_peer), 16, most->peers) ||
	    hash_table_init(&s->arcs, sizeof(struct scene_arc), 8, most->arcs) ||
	    hash_table_init(&s->seen.arcs, sizeof(struct scene_arc), 8, most->arcs) ||
	    sieve_init(&s->sieve, most->places + NAMELESS, most->networks + NAMELESS,
		       most->peers > PAST_ROWS ? most->peers : PAST_ROWS)) {
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
	sieve_clear(&s->sieve);
	past_clear(&s->past);
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

static bool has_moved(const struct stream_status *a, const struct stream_status *b)
{
	return a->home_known != b->home_known || a->home_lat_deg < b->home_lat_deg ||
	       a->home_lat_deg > b->home_lat_deg || a->home_lon_deg < b->home_lon_deg ||
	       a->home_lon_deg > b->home_lon_deg;
}

static void take_status(struct scene *s, const struct stream_status *from)
{
	s->change += has_moved(&s->status, from);
	s->status = *from;
	s->status.now_ns = tamed(from->now_ns);
	s->status.learn_until_ns = tamed(from->learn_until_ns);
	s->status.judged_from_ns = tamed(from->judged_from_ns);
	s->status.window_ns = tamed(from->window_ns);
	if (s->lens.judged_from_ns != s->status.judged_from_ns)
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
	sieve_place(&s->sieve, row->number, &row->place);
}

static void take_network(struct scene *s, const struct stream_network *from)
{
	struct scene_network *row = take(s, &s->networks, &from->number);

	if (!row)
		return;
	row->network = from->network;
	sieve_network(&s->sieve, row->number, &row->network);
}

static struct judgement judgement_of(const struct stream_side *s)
{
	return (struct judgement){ s->verdict, s->reason, s->novelty, 0, s->list };
}

/* Count a peer under each of its verdicts: 1; or no longer: -1, as unsigned numbers wrap. */
static void count_told(struct scene *s, const struct scene_peer *row, uint32_t one)
{
	unsigned int verdicts = 0;

	for (int d = 0; d < RA_DIRECTIONS; d++)
		if (row->shown.side[d].first_ns)
			verdicts |= 1u << row->told[d].verdict;
	for (int v = 0; v < RA_VERDICTS; v++)
		s->told[v] += (verdicts >> v & 1) * one;
}

static void take_peer(struct scene *s, const struct stream_peer *from)
{
	struct scene_peer *row = take(s, &s->peers, &from->addr);

	if (!row)
		return;
	count_told(s, row, (uint32_t)-1);
	row->shown = *from;
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		row->shown.side[d].first_ns = tamed(from->side[d].first_ns);
		row->shown.side[d].last_ns = tamed(from->side[d].last_ns);
		row->told[d] = judgement_of(&from->side[d]);
	}
	count_told(s, row, 1);
	scene_see(s, row);
}

static void take_arc(struct scene *s, const struct stream_arc *from)
{
	struct scene_arc key = { .key = { from->place, from->verdict, from->direction,
					  from->level, 0 } };
	struct scene_arc *row = take(s, &s->arcs, &key);

	if (!row)
		return;
	if (!row->peers && !row->last_ns && s->complete && !s->hello.replay)
		row->born_ns = s->status.now_ns;
	row->peers = from->peers;
	row->packets = from->packets;
	row->bytes = from->bytes;
	row->last_ns = tamed(from->last_ns);
}

static void take_list(struct scene *s, const struct stream_list *from)
{
	if (from->number >= SCENE_LISTS) {
		s->refused++;
		return;
	}
	s->lists[from->number] = *from;
	sieve_list(&s->sieve, from->number, from->name);
}

/* Another set of the past may be there now. */
static void take_past(struct scene *s, const struct stream_record *r)
{
	uint32_t version = s->past.version;

	past_take(&s->past, r);
	if (s->past.version != version)
		scene_travel(s, s->moment_ns);
}

/* While the past is looked at, what peers do now is not shown. */
static bool is_shown(const struct scene *s, enum stream_kind kind)
{
	return !s->moment_ns || (kind != STREAM_PEER && kind != STREAM_ARC);
}

void scene_take(struct scene *s, const struct stream_record *r)
{
	if (r->kind != STREAM_STATUS && r->kind < STREAM_EXPLAIN)
		s->change += is_shown(s, r->kind);
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
		take_past(s, r);
		break;
	case STREAM_POINT:
	case STREAM_ANSWER:
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
	return hash_table_find(scene_shown_peers(s), a);
}

uint32_t scene_peer_count(const struct scene *s)
{
	return scene_shown_peers(s)->count;
}

const struct stream_peer *scene_peer_at(const struct scene *s, uint32_t number)
{
	return hash_table_row(scene_shown_peers(s), number);
}

uint32_t scene_peer_number(const struct scene *s, const struct stream_peer *p)
{
	return hash_table_number(scene_shown_peers(s), p);
}
