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
	if (!r->told || !r->homes || allow_init(&r->judge.allow, most) ||
	    known_init(&r->judge.known, most))
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
	if (rc == -ENOSPC) {
		r->full = true;
		return 0;
	}
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

static struct roll_told wanted(const struct roll *r, const struct allow_entry *entry)
{
	struct roll_told now = { .directions = judge_directions(r->judge.lists, entry) };

	if (r->swapping) /* what the lists to come allow was granted, and is not taken back */
		now.directions |= judge_directions(r->next, entry);
	if (now.directions)
		now.origin = allow_origin(entry, RA_BOTH);
	return now;
}

int roll_tell(struct roll *r, const struct allow_entry *entry)
{
	return say(r, entry, wanted(r, entry));
}

static int tell_peer(struct roll *r, const struct addr *peer)
{
	const struct allow_entry *entry = hash_table_find(&r->judge.allow.table, peer);

	return entry ? roll_tell(r, entry) : 0;
}

/* At most SOURCE_ALLOWS rows: new ones at once, the others and those refused one by one. */
static int tell_some(struct roll *r, uint32_t from, uint32_t n)
{
	const struct allow_entry *rows = hash_table_row(&r->judge.allow.table, from);
	struct roll_told *told = &r->told[from], now[SOURCE_ALLOWS];
	struct source_allow new[SOURCE_ALLOWS];
	uint32_t n_new = 0;
	int rc = 0;

	for (uint32_t i = 0; i < n; i++) {
		now[i] = wanted(r, &rows[i]);
		if (!told[i].directions && now[i].directions)
			new[n_new++] = (struct source_allow){ rows[i].peer, now[i].directions,
							      now[i].origin };
	}
	if (n_new && !source_allow_add(r->source, new, n_new))
		for (uint32_t i = 0; i < n; i++)
			if (!told[i].directions)
				told[i] = now[i];
	for (uint32_t i = 0; i < n; i++) {
		int one = say(r, &rows[i], now[i]);

		rc = rc ? rc : one;
	}
	return rc;
}

static int tell_all(struct roll *r)
{
	uint32_t count = r->judge.allow.table.count;
	int rc = 0;

	for (uint32_t from = 0; from < count && source_judges(r->source); from += SOURCE_ALLOWS) {
		uint32_t left = count - from;
		int some = tell_some(r, from, left < SOURCE_ALLOWS ? left : SOURCE_ALLOWS);

		rc = rc ? rc : some;
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
	return r->judge.lists &&
	       lists_blocks(r->judge.lists, &row->peer) & RA_DIR_BIT(row->direction);
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
	int64_t now_s, next_s;
	const struct history_row **beacons; /* that may be trusted, once all are looked at */
	size_t n, room;
};

static void expire_one(void *ctx, const struct history_row *row)
{
	struct pass *p = ctx;
	int64_t due_s = row->last_s + p->roll->judge.rules.window_s + 1;

	roll_expire(p->roll, row, p->now_s);
	if (row->state == HISTORY_TRUSTED && due_s < p->next_s)
		p->next_s = due_s;
}

int64_t roll_expire_all(struct roll *r, int64_t now_s)
{
	struct pass p = { .roll = r, .now_s = now_s, .next_s = INT64_MAX };

	if (r->judge.history && r->judge.policy == POLICY_HYGIENE && !r->judge.learning)
		history_each_row(r->judge.history, expire_one, &p);
	return p.next_s;
}

static void enlist_one(void *ctx, const struct history_row *row)
{
	enlist(ctx, row, true);
}

static bool is_beacon(const struct roll *r, const struct history_row *row)
{
	return trust_doubts(&r->judge.rules, row, false, 1) & DOUBT_BEACON;
}

/* Without memory for it a beacon is held, which is the safe side. */
static void keep_for_later(struct pass *p, const struct history_row *row)
{
	if (p->n == p->room) {
		size_t room = p->room ? p->room * 2 : 256;
		const struct history_row **more = realloc(p->beacons, room * sizeof(*more));

		if (!more)
			return;
		p->beacons = more;
		p->room = room;
	}
	p->beacons[p->n++] = row;
}

/* Who was seen while learning is trusted; of beacons it is decided when all others are. */
static void teach_one(void *ctx, const struct history_row *row)
{
	struct pass *p = ctx;
	struct roll *r = p->roll;
	bool taught = row->state == HISTORY_CANDIDATE || row->state == HISTORY_EXPIRED;

	if (!taught || row->last_s < r->past.taught_s)
		return;
	if (is_listed(r, row))
		move(r, row, HISTORY_BLOCKED, MOVER_LIST, p->now_s);
	else if (is_beacon(r, row))
		keep_for_later(p, row);
	else
		move(r, row, HISTORY_TRUSTED, MOVER_LEARNING, p->now_s);
}

/* A beacon is of a rare network when nobody but beacons is trusted there. */
static void teach_beacons(struct pass *p)
{
	struct roll *r = p->roll;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!trust_is_held(&r->judge.rules, judge_doubts(&r->judge, p->beacons[i])))
			p->beacons[n++] = p->beacons[i];
	for (size_t i = 0; i < n; i++)
		move(r, p->beacons[i], HISTORY_TRUSTED, MOVER_LEARNING, p->now_s);
	free(p->beacons);
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
	history_each_row(h, enlist_trusted, &p);
	if (r->past.taught_s == INT64_MAX)
		return;
	history_each(h, r->past.from_s, r->past.now_s + 1, teach_one, &p);
	teach_beacons(&p);
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
