/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/facts.h"

#include <stdio.h>
#include <string.h>

#include "judge/prefix.h"

#define V4_SUBNET 120 /* a /24 of the 128 bits */
#define V6_SUBNET 48

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

struct neighbourhood {
	const struct facts *facts;
	struct explain *x;
	struct cidr subnet;
};

static bool is_known(const struct judge *j, const struct history_row *row)
{
	const struct allow_entry *entry = allow_find(&j->allow, &row->peer);

	return entry && allow_directions(entry);
}

static void count(struct explain_near *near, const struct addr *peer)
{
	if (near->peers < EXPLAIN_NAMES)
		near->name[near->peers] = *peer;
	near->peers++;
}

/* Each peer once: a row of what went out counts when there is none of what came in. */
static void look_around(void *ctx, const struct history_row *row)
{
	struct neighbourhood *n = ctx;
	const struct judge *j = n->facts->judge;
	bool near = cidr_contains(&n->subnet, &row->peer);
	bool related = n->x->asn && row->asn == n->x->asn;

	if ((!near && !related) || addr_equal(&row->peer, &n->x->addr) || !is_known(j, row) ||
	    (row->direction == RA_OUT && history_find(j->history, &row->peer, RA_IN)))
		return;
	if (near)
		count(&n->x->subnet, &row->peer);
	if (related)
		count(&n->x->neighbours, &row->peer);
}

void facts_gather(const struct facts *f, const struct addr *a, struct explain *out)
{
	struct history *h = f->judge->history;
	struct neighbourhood around = {
		.facts = f,
		.x = out,
		.subnet = prefix_of(a, addr_is_v4(a) ? V4_SUBNET : V6_SUBNET),
	};

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
		history_each_row(h, look_around, &around);
	explain_see_hours(out);
}
