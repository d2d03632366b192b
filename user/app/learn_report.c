/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc learn report` and `learn log`: who was learned, what is to be doubted, who decided it. */
#include "app/learn_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/sensor.h"
#include "app/stored.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/words.h"
#include "judge/explain_words.h"

struct learned {
	const struct history_row *row; /* borrowed */
	uint8_t doubts;
	const char *state; /* "trusted", "held", "blocked", "known", "learning" */
};

struct report {
	const struct options *o;
	const struct judge *judge;
	struct learned *rows;
	size_t n, room;
	bool failed; /* there was no memory */
};

static bool is_known(const struct judge *j, const struct history_row *row)
{
	const struct allow_entry *entry = allow_find(&j->allow, &row->peer);

	return entry && (entry->by[RA_ORIGIN_HISTORY] | entry->by[RA_ORIGIN_RULE]) &
				RA_DIR_BIT(row->direction);
}

/* How the report calls it; NULL when it is not about this row. */
static const char *state_of(const struct judge *j, const struct history_row *row, uint8_t doubts)
{
	if (row->state == HISTORY_BLOCKED)
		return "blocked";
	if (is_known(j, row))
		return j->policy == POLICY_EXACT ? "known" : "trusted";
	if (j->learning)
		return doubts & DOUBT_LISTED ? "blocked" : "learning";
	return row->state != HISTORY_TRUSTED && trust_is_held(&j->rules, doubts) ? "held" : NULL;
}

static void take_row(void *ctx, const struct history_row *row)
{
	struct report *l = ctx;
	uint8_t doubts = judge_doubts(l->judge, row);
	const char *state = state_of(l->judge, row, doubts);

	if (!state || (l->o->peer_given && !cidr_contains(&l->o->peer, &row->peer)))
		return;
	if (l->judge->learning)
		doubts &= (uint8_t)~DOUBT_RARE; /* nobody is known yet */
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 256;
		struct learned *more = realloc(l->rows, room * sizeof(*more));

		l->failed = l->failed || !more;
		if (!more)
			return;
		l->rows = more;
		l->room = room;
	}
	l->rows[l->n++] = (struct learned){ row, doubts, state };
}

static int gravity(uint8_t doubts)
{
	return (doubts & DOUBT_LISTED ? 4 : 0) + (doubts & DOUBT_BEACON ? 2 : 0) +
	       (doubts & DOUBT_RARE ? 1 : 0);
}

/* The most doubtful first, then the newest. */
static int by_gravity(const void *a, const void *b)
{
	const struct learned *x = a, *y = b;
	int order = gravity(y->doubts) - gravity(x->doubts);

	if (order)
		return order;
	return (x->row->last_s < y->row->last_s) - (x->row->last_s > y->row->last_s);
}

static int64_t since(const struct history_row *row)
{
	return row->moved_s ? row->moved_s : row->first_s;
}

static void print_json(const struct learned *l, const char *doubts)
{
	char line[1024], name[ADDR_TEXT], stamp[CLOCK_STAMP];
	struct json j;

	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "peer", addr_format(&l->row->peer, name));
	json_str(&j, "direction", words_direction(l->row->direction));
	json_str(&j, "state", l->state);
	json_str(&j, "since", clock_stamp(since(l->row) * CLOCK_S, stamp));
	json_str(&j, "by", history_mover_word(l->row->mover));
	json_u64(&j, "hours", history_row_hours(l->row, 0));
	if (l->row->beacon != EVENT_UNSCORED)
		json_u64(&j, "beacon", l->row->beacon);
	json_u64(&j, "asn", l->row->asn);
	json_bool(&j, "held", !strcmp(l->state, "held"));
	json_str(&j, "doubts", doubts);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

static void print_row(const struct learned *l, const char *doubts)
{
	char name[ADDR_TEXT], when[CLOCK_STAMP];

	printf("%-16s %-4s %-9s %-20s %5u  %s\n", addr_format(&l->row->peer, name),
	       words_direction(l->row->direction), l->state, explain_when(since(l->row), when),
	       history_row_hours(l->row, 0), doubts);
}

static void print(const struct report *l)
{
	size_t doubted = 0;

	if (!l->o->json)
		printf("%-16s %-4s %-9s %-20s %5s  %s\n", "PEER", "DIR", "STATE", "SINCE", "HOURS",
		       "DOUBTS");
	for (size_t i = 0; i < l->n; i++) {
		char doubts[EXPLAIN_DOUBTS];
		const struct learned *one = &l->rows[i];

		explain_doubts(one->doubts, one->row,
			       lists_blocklist(l->judge->lists, &one->row->peer), doubts);
		doubted += doubts[0] != 0;
		if (l->o->json)
			print_json(one, doubts);
		else
			print_row(one, doubts);
	}
	if (!l->o->json)
		printf("%zu peers and directions, %zu of them with doubts%s\n", l->n, doubted,
		       l->judge->learning ? "; still learning" : "");
}

int learn_verb_report(const struct options *o, struct target *t, struct err *e)
{
	struct stored stored;
	struct report l = { .o = o, .judge = &stored.roll.judge };
	int r = stored_open(o, t, &stored, e);

	if (!r)
		history_each_row(stored.history, take_row, &l);
	if (l.failed)
		r = err_set(e, -ENOMEM, "report: out of memory");
	if (l.n)
		qsort(l.rows, l.n, sizeof(*l.rows), by_gravity);
	if (!r)
		print(&l);
	if (!r && l.judge->known.refused)
		log_warn("%u neighbourhoods found no room: peers may look newer than they are",
			 l.judge->known.refused);
	free(l.rows);
	stored_close(&stored);
	return r;
}

/* What was done to many has no peer of its own. */
static bool is_act(const struct history_move *move)
{
	return move->from == move->to;
}

static void print_move_json(const struct history_move *move)
{
	char line[1024], name[ADDR_TEXT], stamp[CLOCK_STAMP];
	struct json j;

	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "time", clock_stamp(move->time_s * CLOCK_S, stamp));
	if (!is_act(move)) {
		json_str(&j, "peer", addr_format(&move->peer, name));
		json_str(&j, "direction", words_direction(move->direction));
		json_str(&j, "from", history_state_word(move->from));
		json_str(&j, "to", history_state_word(move->to));
	}
	json_str(&j, "by", history_mover_word(move->mover));
	json_str(&j, "why", move->why);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

static void print_move_words(const struct history_move *move)
{
	char name[ADDR_TEXT] = "-", when[CLOCK_STAMP], why[HISTORY_WHY], states[32] = "-";
	bool act = is_act(move);

	if (!act) {
		addr_format(&move->peer, name);
		snprintf(states, sizeof(states), "%-9s -> %s", history_state_word(move->from),
			 history_state_word(move->to));
	}
	memcpy(why, move->why, sizeof(why));
	printf("%-20s  %-16s %-4s %-22s by %-8s %s\n", explain_when(move->time_s, when), name,
	       act ? "-" : words_direction(move->direction), states,
	       history_mover_word(move->mover), explain_plain(why));
}

static int print_move(void *ctx, const struct history_move *move)
{
	const struct options *o = *(const struct options **)ctx;

	if ((o->peer_given && !cidr_contains(&o->peer, &move->peer)) || move->time_s < o->since_s)
		return 0;
	if (o->json)
		print_move_json(move);
	else
		print_move_words(move);
	return 0;
}

int learn_verb_log(const struct options *o, struct target *t, struct err *e)
{
	const struct addr *peer = o->peer_given && o->peer.len == 128 ? &o->peer.net : NULL;
	struct history *h = NULL;
	int r = t->sensor < 0 ? 0 : target_ask(t, "save\n", NULL, e);

	if (!r)
		r = history_open(t->state.fd, t->state.path, HISTORY_READ, SENSOR_ROWS, &h, e);
	if (!r)
		r = history_moves(h, peer, print_move, &o, e);
	if (!r && history_moves_lost(h))
		log_note("%llu more moves found no room in the journal; `redarc learn report` "
			 "tells what became of the peers",
			 (unsigned long long)history_moves_lost(h));
	history_close(h);
	if (r == -ENOENT)
		log_note("%s", e->text);
	return r == -ENOENT ? 0 : r;
}
