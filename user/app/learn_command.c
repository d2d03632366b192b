/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc learn`: what is to be learned no more, or to be forgotten. */
#include "app/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/learn_verbs.h"
#include "app/sensor.h"
#include "core/clock.h"
#include "core/log.h"

static const struct verb {
	const char *word;
	int (*run)(const struct options *o, struct target *t, struct err *e);
	enum state_mode mode;
} verbs[] = {
	{ "freeze", learn_verb_freeze, STATE_EDIT }, { "thaw", learn_verb_thaw, STATE_EDIT },
	{ "forget", learn_verb_forget, STATE_EDIT }, { "report", learn_verb_report, STATE_LOOK },
	{ "log", learn_verb_log, STATE_LOOK },
};

/* While no sensor runs, and none starts. */
static int open_history(struct target *t, struct history **out, struct err *e)
{
	int r = target_keep(t, e);

	return r ? r : history_open(t->state.fd, t->state.path, HISTORY_WRITE, SENSOR_ROWS, out, e);
}

static int freeze_stored(struct target *t, bool on, struct err *e)
{
	struct history *h = NULL;
	int r = open_history(t, &h, e);

	if (!r) {
		history_set_frozen(h, on);
		r = history_flush(h, e);
	}
	history_close(h);
	return r;
}

static int64_t forget_from_s(const struct options *o)
{
	return o->since_s >= 0 ? o->since_s : 0;
}

static int forget_stored(const struct options *o, struct target *t, uint32_t *rows, struct err *e)
{
	struct history *h = NULL;
	int r = open_history(t, &h, e);

	if (!r) {
		*rows = history_forget(h, forget_from_s(o), o->peer_given ? &o->peer : NULL,
				       clock_now_ns() / CLOCK_S);
		r = history_flush(h, e);
	}
	history_close(h);
	return r;
}

static int set_frozen(const struct options *o, struct target *t, bool on, struct err *e)
{
	int r = t->sensor < 0 ?
			freeze_stored(t, on, e) :
			target_ask(t, on ? "learn freeze\n" : "learn thaw\n", NULL, e);

	if (r)
		return r;
	if (o->json)
		printf("{\"frozen\":%s}\n", on ? "true" : "false");
	else
		printf("learning %s\n", on ? "is frozen: nobody becomes trusted" : "goes on");
	return 0;
}

int learn_verb_freeze(const struct options *o, struct target *t, struct err *e)
{
	return set_frozen(o, t, true, e);
}

int learn_verb_thaw(const struct options *o, struct target *t, struct err *e)
{
	return set_frozen(o, t, false, e);
}

static int ask_to_forget(const struct options *o, struct target *t, uint32_t *rows, struct err *e)
{
	char request[128], peer[CIDR_TEXT] = "";
	json_t *answer = NULL;
	int r;

	if (o->peer_given)
		cidr_format(&o->peer, peer);
	snprintf(request, sizeof(request), "learn forget since=%" PRId64 "%s%s\n",
		 forget_from_s(o), peer[0] ? " peer=" : "", peer);
	r = target_ask(t, request, &answer, e);
	*rows = (uint32_t)json_integer_value(json_object_get(answer, "rows"));
	json_decref(answer);
	return r;
}

int learn_verb_forget(const struct options *o, struct target *t, struct err *e)
{
	uint32_t rows = 0;
	int r = t->sensor >= 0 ? ask_to_forget(o, t, &rows, e) : forget_stored(o, t, &rows, e);

	if (r)
		return r;
	if (o->json)
		printf("{\"rows\":%u}\n", rows);
	else
		printf("forgotten: %u peers and directions\n", rows);
	return 0;
}

static const struct verb *find_verb(const struct options *o)
{
	for (size_t i = 0; o->n_args == 1 && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!strcmp(verbs[i].word, o->args[0]))
			return &verbs[i];
	return NULL;
}

int command_learn(const struct options *o)
{
	const struct verb *verb = find_verb(o);
	struct target t;
	struct err e;
	int r;

	if (!verb) {
		log_error("learn: redarc learn freeze | thaw | forget | report | log");
		return EXIT_MISUSED;
	}
	if (verb->run == learn_verb_forget && o->since_s < 0 && !o->peer_given) {
		log_error("learn forget: what? --last DURATION, --since TIME or --peer CIDR");
		return EXIT_MISUSED;
	}
	r = target_open(o, verb->mode, &t, &e);
	if (!r)
		r = verb->run(o, &t, &e);
	if (r)
		log_error("%s", e.text);
	target_close(&t);
	return r ? EXIT_FAILED : EXIT_FINE;
}
