/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/learning.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/plan.h"
#include "core/clock.h"
#include "core/log.h"
#include "judge/explain_words.h"
#include "judge/learn.h"

#define DOUBTED_MOST 20 /* peers that are named in the log */

/* Someone whom a person should look at; one line for both directions. */
struct doubted {
	const struct history_row *row; /* the graver one */
	uint8_t doubts;
	bool held;
};

/* What a person wants to know of those who were just learned. */
struct lesson {
	const struct judge *judge;
	int64_t since_s; /* when they were moved */
	uint32_t trusted, rare, held, doubted;
	struct doubted gravest[DOUBTED_MOST];
	uint32_t n;
};

static bool is_graver(const struct doubted *a, const struct doubted *b)
{
	if (a->held != b->held)
		return a->held;
	return (a->doubts & ~DOUBT_RARE) != (b->doubts & ~DOUBT_RARE) ?
		       a->doubts & DOUBT_LISTED :
		       a->row->beacon > b->row->beacon;
}

/* The place of a peer among the gravest; NULL: others are graver. */
static struct doubted *place_for(struct lesson *l, const struct doubted *new)
{
	struct doubted *least = &l->gravest[0];

	for (uint32_t i = 0; i < l->n; i++) {
		if (addr_equal(&l->gravest[i].row->peer, &new->row->peer))
			return is_graver(new, &l->gravest[i]) ? &l->gravest[i] : NULL;
		if (is_graver(least, &l->gravest[i]))
			least = &l->gravest[i];
	}
	l->doubted++;
	if (l->n < DOUBTED_MOST)
		return &l->gravest[l->n++];
	return is_graver(new, least) ? least : NULL;
}

static void doubt_one(void *ctx, const struct history_row *row)
{
	struct lesson *l = ctx;
	bool trusted = row->state == HISTORY_TRUSTED && row->mover == MOVER_LEARNING &&
		       row->moved_s == l->since_s;
	struct doubted new = { row, judge_doubts(l->judge, row), false };
	struct doubted *place;

	new.held = row->state != HISTORY_TRUSTED && trust_is_held(&l->judge->rules, new.doubts);
	l->trusted += trusted;
	l->held += new.held;
	l->rare += trusted && new.doubts == DOUBT_RARE;
	if (!(trusted || new.held) || !(new.doubts & (DOUBT_LISTED | DOUBT_BEACON)))
		return;
	place = place_for(l, &new);
	if (place)
		*place = new;
}

static int by_gravity(const void *a, const void *b)
{
	return is_graver(a, b) ? -1 : is_graver(b, a);
}

static void name_doubted(const struct judge *j, const struct doubted *d)
{
	char peer[ADDR_TEXT], why[EXPLAIN_DOUBTS];
	const char *list = j->lists ? lists_blocklist(j->lists, &d->row->peer) : NULL;

	explain_doubts(d->doubts, d->row, list, why);
	log_warn("%s: %s: %s", addr_format(&d->row->peer, peer), why,
		 d->held ? "not trusted" : "trusted all the same, have a look");
}

/* What was learned, and whom to doubt: malware may have been there from the first hour. */
static void report(const struct sensor *s)
{
	struct lesson l = { .judge = &s->roll.judge, .since_s = s->roll.past.now_s };

	history_each(s->history, s->roll.past.from_s, s->roll.past.now_s + 1, doubt_one, &l);
	qsort(l.gravest, l.n, sizeof(*l.gravest), by_gravity);
	for (uint32_t i = 0; i < l.n; i++)
		name_doubted(l.judge, &l.gravest[i]);
	if (l.doubted > l.n)
		log_warn("... and %u more to be doubted", l.doubted - l.n);
	if (l.trusted || l.held)
		log_note("learned: %u trusted, %u of them alone of their network; %u held back; "
			 "`redarc "
			 "learn report` tells more",
			 l.trusted, l.rare, l.held);
}

/* Since when who was seen is to be learned; frozen, that waits for the thaw. */
static int64_t taught_since(const struct sensor *s)
{
	if (s->roll.judge.rules.frozen)
		return INT64_MAX;
	return s->replay && s->teaches ? 0 : plan_taught_s(s->history);
}

int sensor_fix(struct sensor *s, int64_t now_ns, struct err *e)
{
	bool taught = s->replay && s->teaches; /* then all of the history is what was taught */
	const struct roll_past past = {
		.now_s = now_ns / CLOCK_S,
		.from_s = taught ? 0 : (now_ns - s->options->window_ns) / CLOCK_S,
		.taught_s = taught_since(s),
	};
	int r = roll_fix(&s->roll, &past);

	if (!r && source_judges(&s->source))
		r = source_learning(&s->source, false);
	if (r)
		return err_set(e, r, "allowlist: the kernel does not take it: %s", strerror(-r));
	if (s->roll.judge.allow.refused)
		log_warn("allowlist: full; %u peers of the past did not fit",
			 s->roll.judge.allow.refused);
	if (s->roll.judge.known.refused)
		log_warn("neighbourhoods: full; %u are not known, and look new",
			 s->roll.judge.known.refused);
	if (s->history && history_refused(s->history))
		log_warn("history: full; %llu events of further peers were not learned",
			 (unsigned long long)history_refused(s->history));
	if (s->history && s->roll.judge.policy == POLICY_HYGIENE && past.taught_s < INT64_MAX)
		report(s);
	if (s->teaches && !s->roll.judge.rules.frozen)
		plan_learned(s->history, past.now_s);
	trip_arm(&s->trip, now_ns > s->run.started_ns);
	if (!s->replay)
		sensor_rejudge(s);
	log_note("judging: %u peers are known", allow_count(&s->roll.judge.allow));
	return 0;
}

/* Until when to learn. A past without a peer of the window is none: watching begins anew. */
static int64_t plan(struct sensor *s, int64_t now_ns)
{
	const struct options *o = s->options;
	uint32_t known;
	int64_t until_ns;

	if (s->replay)
		return o->learn_ns > 0 ? learn_until(now_ns, o->learn_ns, o->window_ns, 0, 0) :
					 now_ns;
	until_ns = plan_learn_until(s->history, o, now_ns, &known);
	if (!known)
		plan_begin_anew(s->history, now_ns / CLOCK_S);
	else if (o->learn_ns > 0)
		plan_learn_more(s->history, now_ns / CLOCK_S);
	return until_ns;
}

int sensor_reload(struct sensor *s, struct err *e)
{
	struct lists *lists = NULL;
	const struct list *caught = s->replay && s->trip.caught.n ? &s->trip.caught : NULL;
	int r;

	if (s->lists_fd < 0 && !caught && !s->roll.judge.lists)
		return 0;
	if (s->lists_fd >= 0)
		s->lists_stamp = lists_stamp(s->lists_fd);
	r = lists_open(s->lists_fd, s->roll.judge.lists, caught, s->now_ns / CLOCK_S, &lists, e);
	if (!lists)
		return r;
	if (r)
		log_warn("%s; %s, all others are as they are now", e->text,
			 s->roll.judge.lists ? "what it said before still holds"
					     : "it is left out");
	swap_start(&s->swap, &s->roll, lists);
	return 0;
}

struct takeover {
	struct sensor *sensor;
	struct list list;
	bool loaded;
};

static int save_taken(struct takeover *t, int folder, struct err *e)
{
	int r = list_settle(&t->list);

	t->list.updated_s = t->sensor->now_ns / CLOCK_S;
	return r ? r : list_save(folder, &t->list, e);
}

/* What an earlier version kept in the history belongs to the user's list. */
static int take_user_entry(void *ctx, const struct history_allowed *a)
{
	struct takeover *t = ctx;
	struct list_entry entry = { 0 };
	struct err ignored;

	if (!t->loaded) {
		int r = list_load(t->sensor->lists_fd, LIST_ALLOW, LISTS_USER, &t->list, &ignored);

		if (r && (r != -ENOENT || list_init(&t->list, LIST_ALLOW, LISTS_USER)))
			return r;
		t->loaded = true;
	}
	if (!a)
		return save_taken(t, t->sensor->lists_fd, &t->sensor->fault_text);
	entry.net = (struct cidr){ a->peer, 128 };
	entry.directions = a->directions;
	entry.added_s = a->added_s;
	return list_add(&t->list, &entry, NULL);
}

static void take_over_user_list(struct sensor *s)
{
	struct takeover t = { .sensor = s };
	struct err e;
	int lock;

	if (s->replay || s->lists_fd < 0)
		return;
	lock = list_lock(s->lists_fd);
	if (lock >= 0 && history_take_user(s->history, take_user_entry, &t, &e))
		log_warn("lists: what you allowed before could not be taken over");
	if (t.loaded)
		list_clear(&t.list);
	if (lock >= 0)
		close(lock);
}

/* What took up the maps of another may find that it had come to an end. */
static int begin_learning(struct sensor *s, struct err *e)
{
	int r = source_judges(&s->source) ? source_learning(&s->source, true) : 0;
	char words[CLOCK_STAMP];

	log_note("learning for %s: peers of that time will be known",
		 clock_words(s->learn_until_ns - s->now_ns, words));
	return r ? err_set(e, r, "learning: the kernel does not: %s", strerror(-r)) : 0;
}

static int settle(struct sensor *s, struct err *e)
{
	int r = source_settle(&s->source);

	return r ? err_set(e, r, "allowlist: what was pinned is not cleared: %s", strerror(-r)) : 0;
}

int sensor_begin(struct sensor *s, int64_t now_ns, struct err *e)
{
	int r;

	s->now_ns = now_ns;
	s->run.started_ns = now_ns;
	s->roll.judge.history = s->history;
	s->roll.judge.rules.frozen = s->history && history_frozen(s->history);
	if (s->state_fd >= 0)
		s->lists_fd = list_folder(s->state_fd, !s->replay);
	take_over_user_list(s);
	trip_recall(&s->trip, s->history);
	r = sensor_reload(s, e);
	s->begun = true;
	if (r)
		return r;
	while (!sensor_settled(s))
		sensor_step(s);
	s->learn_until_ns = plan(s, now_ns);
	if (s->roll.judge.rules.frozen)
		log_warn("learning is frozen: nobody new is remembered; `redarc learn thaw` ends "
			 "it");
	r = s->learn_until_ns <= now_ns ? sensor_fix(s, now_ns, e) : begin_learning(s, e);
	return r ? r : settle(s, e);
}

/* It holds, but a sensor that is killed before the next save knows nothing of it. */
static int save_now(struct sensor *s, struct err *e)
{
	struct err why;
	int r = sensor_save(s, &why);

	return r ? err_set(e, r, "done, and holds while the sensor runs, but not saved yet: %s",
			   why.text) :
		   0;
}

int sensor_freeze(struct sensor *s, bool on, struct err *e)
{
	if (!s->teaches || s->replay)
		return err_set(e, -EINVAL, "learn: this sensor does not learn");
	s->roll.judge.rules.frozen = on;
	history_set_frozen(s->history, on);
	log_note(on ? "learning is frozen: nobody becomes trusted" : "learning goes on");
	if (!on && !s->roll.judge.learning && taught_since(s) < INT64_MAX) {
		int r = sensor_fix(s, s->now_ns, e); /* it came to its end while frozen */

		if (r)
			return r;
	}
	return save_now(s, e);
}

int sensor_forget(struct sensor *s, int64_t from_s, const struct cidr *peers, uint32_t *rows,
		  struct err *e)
{
	int r;

	if (!s->teaches || s->replay)
		return err_set(e, -EINVAL, "learn: this sensor does not learn");
	*rows = history_forget(s->history, from_s, peers, s->now_ns / CLOCK_S);
	r = roll_recall(&s->roll);
	sensor_rejudge(s);
	if (r)
		return err_set(e, r, "allowlist: the kernel does not follow: %s", strerror(-r));
	return save_now(s, e);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool evidence_differs(const struct options *a, const struct options *b)
{
	return !same_text(a->evidence, b->evidence) || a->evidence_most != b->evidence_most ||
	       a->evidence_snap != b->evidence_snap;
}

static bool differs(const struct options *a, const struct options *b)
{
	return a->policy != b->policy || a->hook != b->hook || a->touches != b->touches ||
	       a->n_dark != b->n_dark || memcmp(a->dark, b->dark, sizeof(a->dark)) ||
	       a->n_local != b->n_local || memcmp(a->local, b->local, sizeof(a->local)) ||
	       evidence_differs(a, b);
}

int sensor_reconfigure(struct sensor *s, const struct options *o, struct err *e)
{
	bool frozen = s->roll.judge.rules.frozen;
	int r = 0;

	if (differs(s->options, o))
		log_note("policy, hook, dark, tripwire, local and evidence wait for the next "
			 "start");
	s->roll.judge.rules = o->trust;
	s->roll.judge.rules.frozen = frozen;
	model_set_red(s->model, o->red_level, o->trust.beacon);
	if (o->window_ns == s->options->window_ns || s->roll.judge.learning)
		return 0;
	s->roll.past.from_s = s->roll.past.now_s - o->window_ns / CLOCK_S;
	if (s->roll.judge.policy == POLICY_EXACT)
		r = roll_recall(&s->roll);
	sensor_rejudge(s);
	return r ? err_set(e, r, "allowlist: the kernel does not follow: %s", strerror(-r)) : 0;
}
