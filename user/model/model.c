/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/model.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "core/hash.h"

/* Arcs of GEO_NOWHERE, which never lack room: the unknown and the blocked by novelty too. */
#define TRAYS ((RA_VERDICTS - 2 + 2 * NOVELTY_LEVELS) * RA_DIRECTIONS)

/* Rows, and the order in which they were last touched. */
struct list {
	struct hash_table rows;
	size_t link_at; /* offset of struct model_link in a row */
	uint32_t newest, oldest; /* row + 1; 0 while empty */
};

struct model {
	struct geo *geo;
	struct list peers, arcs;
	uint32_t placed_most; /* arcs */
	uint64_t change;
	uint32_t by_verdict[RA_VERDICTS];
	uint8_t red_level, red_beacon;
	uint32_t red_peers;
	uint64_t red_packets, refused;
};

static const struct addr nobody;

static void *row_of(const struct list *l, uint32_t number)
{
	return number ? hash_table_row(&l->rows, number - 1) : NULL;
}

static uint32_t number_of(const struct list *l, const void *row)
{
	return hash_table_number(&l->rows, row) + 1;
}

static struct model_link *link_of(const struct list *l, uint32_t number)
{
	return (struct model_link *)((uint8_t *)row_of(l, number) + l->link_at);
}

/* Where a row's newer or older neighbour is written down; of no row: the ends of the list. */
static uint32_t *place_of(struct list *l, uint32_t number, bool newer)
{
	if (!number)
		return newer ? &l->oldest : &l->newest;
	return newer ? &link_of(l, number)->newer : &link_of(l, number)->older;
}

static void touch(struct model *m, struct list *l, void *row)
{
	uint32_t number = number_of(l, row);
	struct model_link *link = link_of(l, number);

	if (link->change) {
		*place_of(l, link->older, true) = link->newer;
		*place_of(l, link->newer, false) = link->older;
	}
	*link = (struct model_link){ .older = l->newest, .change = ++m->change };
	*place_of(l, l->newest, true) = number;
	l->newest = number;
}

static const void *next_touched(const struct list *l, uint64_t change, const void *last)
{
	uint32_t number = l->newest;

	if (!number || link_of(l, number)->change <= change)
		return NULL;
	if (last && link_of(l, number_of(l, last))->change == change)
		return row_of(l, link_of(l, number_of(l, last))->newer);
	if (link_of(l, l->oldest)->change > change)
		return row_of(l, l->oldest);
	while (link_of(l, link_of(l, number)->older)->change > change)
		number = link_of(l, number)->older;
	return row_of(l, number);
}

static struct geo_answer locate(struct model *m, const struct addr *a)
{
	if (m->geo)
		return geo_find(m->geo, a);
	return (struct geo_answer){ addr_is_near(a) ? GEO_NEAR : GEO_NOWHERE, 0 };
}

static struct model_peer *take_peer(struct model *m, const struct addr *a, unsigned int *news)
{
	uint32_t before = m->peers.rows.count;
	struct model_peer *p = hash_table_take(&m->peers.rows, a);

	if (m->peers.rows.count != before) {
		p->geo = locate(m, a);
		*news |= MODEL_NEW_PEER;
	}
	return p;
}

static bool is_grave(uint8_t verdict)
{
	return verdict == RA_UNKNOWN || verdict == RA_BLOCKED;
}

static uint8_t level_of(const struct judgement *j)
{
	return is_grave(j->verdict) ? novelty_level(j->novelty) : 0;
}

static struct model_arc *take_arc(struct model *m, uint32_t place, const struct judgement *j,
				  uint8_t direction)
{
	struct model_arc key = { .key = { place, j->verdict, direction, level_of(j), 0 } };
	struct model_arc *arc = hash_table_find(&m->arcs.rows, &key.key);

	if (arc)
		return arc;
	if (m->arcs.rows.count >= m->placed_most)
		key.key.place = GEO_NOWHERE;
	return hash_table_take(&m->arcs.rows, &key.key);
}

static void leave_arc(struct model *m, const struct model_side *side)
{
	struct model_arc *arc = row_of(&m->arcs, side->arc);

	arc->packets -= side->packets;
	arc->bytes -= side->bytes;
	if (!--arc->peers)
		arc->last_ns = 0;
	touch(m, &m->arcs, arc);
}

static void join_arc(struct model *m, struct model_arc *arc, struct model_side *side)
{
	arc->peers++;
	arc->packets += side->packets;
	arc->bytes += side->bytes;
	if (side->last_ns > arc->last_ns)
		arc->last_ns = side->last_ns;
	side->arc = number_of(&m->arcs, arc);
	touch(m, &m->arcs, arc);
}

static unsigned int judge_side(struct model *m, struct model_peer *p, const struct event *e)
{
	struct model_side *side = &p->side[e->direction];
	const struct judgement was = side->judgement, *now = &e->judgement;
	bool fresh = !side->arc;

	side->judgement = *now;
	if (e->before_ns)
		side->before_ns = e->before_ns;
	if (!fresh && was.verdict == now->verdict && level_of(&was) == level_of(now))
		return 0;
	if (!fresh)
		leave_arc(m, side);
	join_arc(m, take_arc(m, p->geo.place, now, e->direction), side);
	return fresh ? MODEL_NEW_SIDE : was.verdict != now->verdict ? MODEL_NEW_VERDICT : 0;
}

static bool is_red(const struct model *m, const struct event *e)
{
	const struct judgement *j = &e->judgement;
	bool beacon = e->beacon != EVENT_UNSCORED && e->beacon >= m->red_beacon;

	return j->verdict == RA_BLOCKED ||
	       (j->verdict == RA_UNKNOWN && (level_of(j) >= m->red_level || beacon));
}

static unsigned int note_red(struct model *m, struct model_peer *p, const struct event *e)
{
	struct model_side *side = &p->side[e->direction];
	uint8_t bit = (uint8_t)(1u << e->judgement.verdict);
	bool first = !(side->red & bit);

	if (!is_red(m, e))
		return 0;
	m->red_peers += !(p->side[RA_IN].red | p->side[RA_OUT].red);
	side->red |= bit;
	return first ? MODEL_ALERT : 0;
}

/* An address counts once for each verdict, and once as red, whatever the direction. */
static unsigned int note_verdict(struct model *m, struct model_peer *p, const struct event *e)
{
	uint8_t bit = (uint8_t)(1u << e->judgement.verdict);

	if (!((p->side[RA_IN].verdicts | p->side[RA_OUT].verdicts) & bit))
		m->by_verdict[e->judgement.verdict]++;
	p->side[e->direction].verdicts |= bit;
	return note_red(m, p, e);
}

static void note_times(struct model_side *side, int64_t time_ns)
{
	if (!time_ns)
		time_ns = 1; /* a capture may start there, and 0 means never */
	if (!side->first_ns || time_ns < side->first_ns)
		side->first_ns = time_ns;
	if (time_ns > side->last_ns)
		side->last_ns = time_ns;
	model_mark_begin(&side->flow, time_ns);
}

/* A score and an interface are kept while there is no new one. */
static void note_manner(struct model_side *side, const struct event *e)
{
	bool fresh = !side->verdicts;

	if (fresh)
		side->reply = e->reply;
	if (fresh || e->beacon != EVENT_UNSCORED)
		side->beacon = e->beacon;
	if (fresh || e->interface != EVENT_NO_INTERFACE)
		side->interface = e->interface;
}

/* A source that only counts the allowed tells neither their local address nor their ports. */
static void note_ends(struct model_peer *p, struct model_side *side, const struct event *e)
{
	if (!addr_equal(&e->local, &nobody))
		p->local = e->local;
	if (side->proto || !e->proto)
		return;
	side->proto = e->proto;
	side->peer_port = e->peer_port;
	side->local_port = e->local_port;
}

static void count_packets(struct model *m, struct model_peer *p, const struct event *e)
{
	struct model_side *side = &p->side[e->direction];
	struct model_arc *arc = row_of(&m->arcs, side->arc);

	note_times(side, e->time_ns);
	note_ends(p, side, e);
	side->packets += e->packets;
	side->bytes += e->bytes;
	arc->packets += e->packets;
	arc->bytes += e->bytes;
	if (side->last_ns > arc->last_ns)
		arc->last_ns = side->last_ns;
	touch(m, &m->arcs, arc);
}

static bool says_nothing(const struct model_peer *p, const struct event *e)
{
	const struct model_side *side = &p->side[e->direction];
	const struct judgement *was = &side->judgement, *now = &e->judgement;

	return !e->packets &&
	       (!side->arc || (was->verdict == now->verdict && was->reason == now->reason &&
			       was->novelty == now->novelty && was->list == now->list &&
			       (!e->before_ns || side->before_ns == e->before_ns)));
}

unsigned int model_take(struct model *m, const struct event *e, const struct model_peer **peer)
{
	unsigned int news = 0;
	struct model_peer *p = e->packets ? take_peer(m, &e->peer, &news) :
					    hash_table_find(&m->peers.rows, &e->peer);

	if (peer)
		*peer = p;
	if (is_red(m, e))
		m->red_packets += e->packets;
	if (!p) {
		m->refused += e->packets;
		return e->packets ? MODEL_FULL : 0;
	}
	if (says_nothing(p, e))
		return 0;
	news |= judge_side(m, p, e);
	if (e->packets) {
		note_manner(&p->side[e->direction], e);
		news |= note_verdict(m, p, e);
		count_packets(m, p, e);
	}
	touch(m, &m->peers, p);
	return news;
}

int model_open(const struct model_limits *limits, struct geo *geo, struct model **out)
{
	struct model *m = calloc(1, sizeof(*m));

	if (!m)
		return -ENOMEM;
	m->geo = geo;
	m->placed_most = limits->arcs;
	m->peers.link_at = offsetof(struct model_peer, link);
	m->arcs.link_at = offsetof(struct model_arc, link);
	if (hash_table_init(&m->peers.rows, sizeof(struct model_peer), sizeof(struct addr),
			    limits->peers) ||
	    hash_table_init(&m->arcs.rows, sizeof(struct model_arc),
			    sizeof(((struct model_arc *)NULL)->key), limits->arcs + TRAYS)) {
		model_close(m);
		return -ENOMEM;
	}
	*out = m;
	return 0;
}

void model_close(struct model *m)
{
	if (!m)
		return;
	hash_table_clear(&m->peers.rows);
	hash_table_clear(&m->arcs.rows);
	free(m);
}

void model_set_red(struct model *m, uint8_t level, uint8_t beacon)
{
	m->red_level = level;
	m->red_beacon = beacon;
}

uint8_t model_red_level(const struct model *m)
{
	return m->red_level;
}

const struct model_peer *model_find(const struct model *m, const struct addr *a)
{
	return hash_table_find(&m->peers.rows, a);
}

uint32_t model_peer_count(const struct model *m)
{
	return m->peers.rows.count;
}

struct model_peer *model_peer(const struct model *m, uint32_t number)
{
	return hash_table_row(&m->peers.rows, number);
}

uint32_t model_arc_count(const struct model *m)
{
	return m->arcs.rows.count;
}

const struct model_arc *model_arc(const struct model *m, uint32_t number)
{
	return hash_table_row(&m->arcs.rows, number);
}

const struct model_peer *model_next_peer(const struct model *m, uint64_t change,
					 const struct model_peer *last)
{
	return next_touched(&m->peers, change, last);
}

const struct model_arc *model_next_arc(const struct model *m, uint64_t change,
				       const struct model_arc *last)
{
	return next_touched(&m->arcs, change, last);
}

uint64_t model_change(const struct model *m)
{
	return m->change;
}

struct geo *model_geo(const struct model *m)
{
	return m->geo;
}

uint32_t model_peers_by_verdict(const struct model *m, uint8_t verdict)
{
	return m->by_verdict[verdict];
}

uint32_t model_red_peers(const struct model *m)
{
	return m->red_peers;
}

uint64_t model_red_packets(const struct model *m)
{
	return m->red_packets;
}

uint64_t model_refused(const struct model *m)
{
	return m->refused;
}
