/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/roll.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/history_moves.h"

#define LEARNED_ORIGINS 2

static const uint8_t learned_origin[LEARNED_ORIGINS] = { RA_ORIGIN_HISTORY, RA_ORIGIN_RULE };

int roll_open(struct roll *r, struct source *source, uint32_t most)
{
	r->source = source;
	r->most = most;
	r->told = calloc(most, sizeof(*r->told));
	r->homes = calloc(most, sizeof(*r->homes));
	if (!r->told || !r->homes || allow_init(&r->judge.allow, most) || known_init(&r->judge.known, most))
		return -ENOMEM;
	return 0;
}

void roll_close(struct roll *r)
{
	lists_close(r->judge.lists);
	allow_clear(&r->judge.allow);
	known_clear(&r->judge.known);
	free(r->told);
	free(r->homes);
	r->judge.lists = NULL;
	r->told = NULL;
	r->homes = NULL;
}

static int say(struct roll *r, const struct allow_entry *entry, struct roll_told now)
{
	struct roll_told *told = &r->told[hash_table_number(&r->judge.allow.table, entry)];
	int rc;

	if (!source_judges(r->source) || !memcmp(told, &now, sizeof(now)))
		return 0;
	rc = source_allow_set(r->source, &entry->peer, now.directions, now.origin);
	if (rc == -EAFNOSUPPORT)
		return 0;
	if (!rc)
		*told = now;
	return rc;
}

int roll_grant(struct roll *r, const struct allow_entry *entry, uint8_t directions)
{
	uint8_t before = r->told[hash_table_number(&r->judge.allow.table, entry)].directions;
	const struct roll_told now = { before | directions, allow_origin(entry, RA_BOTH) };

	return say(r, entry, now);
}

int roll_tell(struct roll *r, const struct allow_entry *entry)
{
	struct roll_told now = { .directions = judge_directions(r->judge.lists, entry) };

	if (now.directions)
		now.origin = allow_origin(entry, RA_BOTH);
	return say(r, entry, now);
}

static int tell_peer(struct roll *r, const struct addr *peer)
{
	const struct allow_entry *entry = hash_table_find(&r->judge.allow.table, peer);

	return entry ? roll_tell(r, entry) : 0;
}

static int tell_all(struct roll *r)
{
	const struct hash_table *table = &r->judge.allow.table;
	int rc = 0;

	for (uint32_t i = 0; i < table->count; i++) {
		int one = roll_tell(r, hash_table_row(table, i));

		rc = rc ? rc : one;
	}
	return rc;
}

static uint8_t origin_of(const struct history_row *row)
{
	return row->mover == MOVER_RULE ? RA_ORIGIN_RULE : RA_ORIGIN_HISTORY;
}

static struct known_home home_of(const struct history_row *row)
{
	struct known_home home = { .peer = row->peer, .asn = row->asn };

	memcpy(home.country, row->country, sizeof(home.country));
	return home;
}

/* Put a row's direction onto the allowlist, or take it off; its neighbourhood follows. */
static void enlist(struct roll *r, const struct history_row *row, bool on)
{
	struct allow *allow = &r->judge.allow;
	const struct allow_entry *entry = hash_table_find(&allow->table, &row->peer);
	struct known_home *home;
	uint8_t bit = RA_DIR_BIT(row->direction), before = 0, after = 0;

	for (int i = 0; i < LEARNED_ORIGINS; i++) {
		uint8_t origin = learned_origin[i], by = entry ? entry->by[origin] : 0;
		uint8_t now = by & (uint8_t)~bit;

		if (on && origin == origin_of(row))
			now |= bit;
		before |= by;
		after |= now;
		if (now != by && allow_set(allow, &row->peer, now, origin))
			return; /* full, and counted */
		entry = hash_table_find(&allow->table, &row->peer);
	}
	if (!before == !after)
		return;
	home = &r->homes[hash_table_number(&allow->table, entry)];
	if (after) {
		*home = home_of(row);
		known_add(&r->judge.known, home);
	} else {
		known_remove(&r->judge.known, home);
	}
}

static const char *why_blocked(const struct roll *r, const struct addr *peer)
{
	const struct lists_rule *rule = lists_judge(r->judge.lists, peer);
	const struct list *list = NULL;

	for (uint8_t d = 0; d < RA_DIRECTIONS && rule && !list; d++)
		if (rule->verdict[d] == RA_BLOCKED)
			list = lists_list(r->judge.lists, rule->list[d]);
	return list ? list->name : "a blocklist that an allow list outranks";
}

static void move(struct roll *r, const struct history_row *row, uint8_t state, uint8_t mover,
		 int64_t now_s)
{
	bool was = row->state == HISTORY_TRUSTED, is = state == HISTORY_TRUSTED;

	history_move(r->judge.history, row, state, mover, now_s,
		     mover == MOVER_LIST ? why_blocked(r, &row->peer) : NULL);
	if (was != is)
		enlist(r, row, is);
}

static bool is_listed(const struct roll *r, const struct history_row *row)
{
	return r->judge.lists && lists_blocks(r->judge.lists, &row->peer);
}

void roll_note(struct roll *r, const struct history_row *row, int64_t now_s)
{
	static const uint8_t movers[HISTORY_STATES] = { [HISTORY_TRUSTED] = MOVER_RULE,
							[HISTORY_EXPIRED] = MOVER_EXPIRY,
							[HISTORY_BLOCKED] = MOVER_LIST };
	const struct trust_rules *rules = &r->judge.rules;
	uint8_t doubts = is_listed(r, row) ? DOUBT_LISTED : 0, next;

	if (r->judge.policy == POLICY_EXACT || (r->judge.learning && !doubts))
		return;
	next = trust_next(rules, row, doubts, now_s);
	if (next == HISTORY_TRUSTED && row->state != next)
		next = trust_next(rules, row, judge_doubts(&r->judge, row), now_s);
	if (next == row->state)
		return;
	move(r, row, next, movers[next], now_s);
	tell_peer(r, &row->peer);
}

void roll_expire(struct roll *r, const struct history_row *row, int64_t now_s)
{
	if (row->state != HISTORY_TRUSTED || r->judge.policy == POLICY_EXACT ||
	    trust_next(&r->judge.rules, row, 0, now_s) != HISTORY_EXPIRED)
		return;
	move(r, row, HISTORY_EXPIRED, MOVER_EXPIRY, now_s);
	tell_peer(r, &row->peer);
}

struct pass {
	struct roll *roll;
	int64_t now_s;
	bool beacons; /* the second pass, over those that the first left out */
};

static void expire_one(void *ctx, const struct history_row *row)
{
	const struct pass *p = ctx;

	roll_expire(p->roll, row, p->now_s);
}

void roll_expire_all(struct roll *r, int64_t now_s)
{
	struct pass p = { .roll = r, .now_s = now_s };

	if (r->judge.history && r->judge.policy == POLICY_HYGIENE && !r->judge.learning)
		history_each(r->judge.history, 0, INT64_MAX, expire_one, &p);
}

static void enlist_one(void *ctx, const struct history_row *row)
{
	enlist(ctx, row, true);
}

static bool is_beacon(const struct roll *r, const struct history_row *row)
{
	return trust_doubts(&r->judge.rules, row, false, 1) & DOUBT_BEACON;
}

/*
 * Who was seen while learning is trusted. Beacons come in a second pass: one is of a rare network
 * when nobody else of it was trusted in the first.
 */
static void teach_one(void *ctx, const struct history_row *row)
{
	const struct pass *p = ctx;
	struct roll *r = p->roll;
	bool taught = row->state == HISTORY_CANDIDATE || row->state == HISTORY_EXPIRED;

	if (!taught || row->last_s < r->past.taught_s || p->beacons != is_beacon(r, row))
		return;
	if (is_listed(r, row))
		move(r, row, HISTORY_BLOCKED, MOVER_LIST, p->now_s);
	else if (!p->beacons || !trust_is_held(&r->judge.rules, judge_doubts(&r->judge, row)))
		move(r, row, HISTORY_TRUSTED, MOVER_LEARNING, p->now_s);
}

static void enlist_trusted(void *ctx, const struct history_row *row)
{
	struct pass *p = ctx;

	roll_expire(p->roll, row, p->now_s);
	if (row->state == HISTORY_TRUSTED)
		enlist(p->roll, row, true);
}

static void enlist_past(struct roll *r)
{
	struct history *h = r->judge.history;
	struct pass p = { .roll = r, .now_s = r->past.now_s };

	if (!h)
		return;
	if (r->judge.policy == POLICY_EXACT) {
		history_each(h, r->past.from_s, r->past.now_s + 1, enlist_one, r);
		return;
	}
	history_each(h, 0, INT64_MAX, enlist_trusted, &p);
	for (int pass = 0; pass < 2 && r->past.taught_s < INT64_MAX; pass++) {
		p.beacons = pass;
		history_each(h, r->past.from_s, r->past.now_s + 1, teach_one, &p);
	}
}

int roll_fix(struct roll *r, const struct roll_past *past)
{
	r->past = *past;
	r->judge.learning = false;
	r->judge.fixed_s = past->now_s;
	enlist_past(r);
	return tell_all(r);
}

int roll_recall(struct roll *r)
{
	for (int i = 0; i < LEARNED_ORIGINS; i++)
		allow_forget(&r->judge.allow, learned_origin[i]);
	known_clear(&r->judge.known);
	if (known_init(&r->judge.known, r->most))
		return -ENOMEM;
	r->past.taught_s = INT64_MAX; /* what was forgotten is not learned a second time */
	if (!r->judge.learning)
		enlist_past(r);
	return tell_all(r);
}
