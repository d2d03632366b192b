/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/facts.h"

#include <stdio.h>
#include <string.h>

#include "judge/prefix.h"

#define V6_SUBNET 48
#define SEARCHED 16384 /* peers of the allowlist, for names */

static void find_place(const struct facts *f, struct explain *x)
{
	struct geo_answer at = geo_find(f->geo, &x->addr);
	const struct geo_place *place = geo_place(f->geo, at.place);
	const struct geo_network *network = geo_network(f->geo, at.network);

	x->city = place->city;
	x->country = place->country;
	x->network = network->name;
	x->asn = network->asn;
}

/* Without a database the history may remember what one said before. */
static void recall_place(struct explain *x)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		const struct history_row *row = x->side[d].row;

		if (row && !x->asn)
			x->asn = row->asn;
		if (row && !x->country[0])
			x->country = row->country;
	}
}

static void take_entry(void *ctx, const struct list *list, const struct list_entry *entry)
{
	struct explain *x = ctx;

	if (x->entries < EXPLAIN_LISTS)
		x->entry[x->entries] = (struct explain_entry){ list, entry };
	x->entries++;
}

static int take_move(void *ctx, const struct history_move *move)
{
	struct explain_side *side = ctx;

	if (move->direction != side->row->direction || move->to != side->row->state)
		return 0;
	memcpy(side->why, move->why, sizeof(side->why));
	return 1;
}

static struct judgement judge_now(const struct facts *f, const struct explain *x, uint8_t direction)
{
	const struct model_peer *live = f->model ? model_find(f->model, &x->addr) : NULL;
	struct event e = { .peer = x->addr, .direction = direction, .asn = x->asn };

	/* What another program wrote into the kernel's map is known from its packets alone. */
	if (live && live->side[direction].judgement.reason == REASON_EXTERNAL)
		return live->side[direction].judgement;
	snprintf(e.country, sizeof(e.country), "%s", x->country);
	return judge_event(f->judge, &e);
}

static void gather_row(const struct facts *f, struct explain_side *side)
{
	const struct trust_rules *rules = &f->judge->rules;
	const struct history_row *row = side->row;

	side->doubts = judge_doubts(f->judge, row);
	side->held = row->state != HISTORY_TRUSTED && trust_is_held(rules, side->doubts);
	if (row->state != HISTORY_TRUSTED)
		trust_missing(rules, row, &side->missing_hours, &side->missing_span_s);
	if (row->mover == MOVER_LIST)
		history_moves(f->judge->history, &row->peer, take_move, side, NULL);
}

static void gather_side(const struct facts *f, struct explain *x, uint8_t direction)
{
	struct explain_side *side = &x->side[direction];
	const struct list *list = NULL;

	side->judgement = judge_now(f, x, direction);
	if (f->judge->lists && side->judgement.list)
		list = lists_list(f->judge->lists, side->judgement.list);
	side->list = list ? list->name : NULL;
	if (side->row)
		gather_row(f, side);
}

static bool is_learned(const struct allow_entry *entry)
{
	return entry && (entry->by[RA_ORIGIN_HISTORY] | entry->by[RA_ORIGIN_RULE]);
}

/* Those who live there; itself: whether the address is one of them. */
static void count_near(struct explain_near *near, uint32_t peers, bool itself)
{
	near->peers = peers > itself ? peers - itself : 0;
}

static bool is_named(const struct explain_near *near)
{
	return near->names == EXPLAIN_NAMES || near->names == near->peers;
}

static void name_near(struct explain_near *near, const struct addr *peer)
{
	if (!is_named(near))
		near->name[near->names++] = *peer;
}

static bool lives_in(const struct judge *j, const struct addr *peer, uint32_t asn)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		const struct history_row *row = history_find(j->history, peer, d);

		if (row && row->asn == asn)
			return true;
	}
	return false;
}

/* A /24 is asked address by address. */
static void look_next_door(const struct judge *j, struct explain *x)
{
	struct addr peer = x->addr;

	for (int last = 0; last < 256 && !is_named(&x->subnet); last++) {
		peer.b[15] = (uint8_t)last;
		if (last != x->addr.b[15] && is_learned(allow_find(&j->allow, &peer)))
			name_near(&x->subnet, &peer);
	}
}

/* The rest of the neighbourhood is searched for names, though not for long. */
static void look_around(const struct judge *j, struct explain *x)
{
	const struct cidr subnet = prefix_of(&x->addr, V6_SUBNET);
	bool v4 = addr_is_v4(&x->addr);

	for (uint32_t i = 0; i < j->allow.table.count && i < SEARCHED; i++) {
		const struct allow_entry *entry = hash_table_row(&j->allow.table, i);

		if (is_named(&x->subnet) && is_named(&x->neighbours))
			return;
		if (!is_learned(entry) || addr_equal(&entry->peer, &x->addr))
			continue;
		if (!v4 && cidr_contains(&subnet, &entry->peer))
			name_near(&x->subnet, &entry->peer);
		if (!is_named(&x->neighbours) && lives_in(j, &entry->peer, x->asn))
			name_near(&x->neighbours, &entry->peer);
	}
}

static void gather_near(const struct judge *j, struct explain *x)
{
	bool itself = is_learned(allow_find(&j->allow, &x->addr));

	count_near(&x->subnet, known_in_subnet(&j->known, &x->addr), itself);
	count_near(&x->neighbours, known_in_network(&j->known, x->asn), itself);
	if (addr_is_v4(&x->addr))
		look_next_door(j, x);
	look_around(j, x);
}

void facts_gather(const struct facts *f, const struct addr *a, struct explain *out)
{
	struct history *h = f->judge->history;

	*out = (struct explain){ .addr = *a,
				 .now_s = f->now_s,
				 .window_s = f->judge->rules.window_s,
				 .beacon = f->judge->rules.beacon,
				 .policy = f->judge->policy };
	for (uint8_t d = 0; d < RA_DIRECTIONS && h; d++)
		out->side[d].row = history_find(h, a, d);
	find_place(f, out);
	recall_place(out);
	if (f->judge->lists)
		lists_about(f->judge->lists, a, take_entry, out);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		gather_side(f, out, d);
	if (h)
		gather_near(f->judge, out);
	explain_see_hours(out);
}
