/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/stored.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "app/plan.h"
#include "app/sensor.h"
#include "core/clock.h"
#include "core/log.h"

static int open_lists(const struct target *t, int64_t now_s, struct lists **out, struct err *e)
{
	int folder = list_folder(t->state.fd, false);
	int r = lists_open(folder, NULL, NULL, now_s, out, e);

	if (r && *out)
		log_warn("%s/%s; it is left out", t->state.path, e->text);
	if (folder >= 0)
		close(folder);
	return *out ? 0 : r;
}

static bool would_learn(const struct history *h, const struct options *o, int64_t now_ns)
{
	uint32_t known;

	return plan_learn_until(h, o, now_ns, &known) > now_ns;
}

/* Write down what is new, and say whether it still learns. */
static int ask_sensor(struct target *t, bool *learns, struct err *e)
{
	json_t *status = NULL;
	int r = target_ask(t, "save\n", NULL, e);

	if (!r)
		r = target_ask(t, "status\n", &status, e);
	*learns = json_is_true(json_object_get(status, "learning"));
	json_decref(status);
	return r;
}

/* As the sensor does, or as a start would: learn on, or judge. */
static int judge_now(struct stored *s, const struct options *o, int64_t now_ns)
{
	const struct roll_past past = {
		.now_s = now_ns / CLOCK_S,
		.from_s = (now_ns - o->window_ns) / CLOCK_S,
		.taught_s = plan_taught_s(s->history),
	};

	return s->roll.judge.learning ? 0 : roll_fix(&s->roll, &past);
}

/* Where nobody was ever seen, lists may say something all the same. */
static int open_history(const struct target *t, struct history **out, struct err *e)
{
	int r = err_set(e, -ENOENT, "there is no state at %s yet", t->state.path);

	if (t->state.fd >= 0)
		r = history_open(t->state.fd, t->state.path, HISTORY_READ, SENSOR_ROWS, out, e);
	if (r != -ENOENT)
		return r;
	log_note("%s", e->text);
	r = history_open_memory(SENSOR_ROWS, out);
	return r ? err_set(e, r, "out of memory for peers") : 0;
}

int stored_open(const struct options *o, struct target *t, struct stored *out, struct err *e)
{
	int64_t now_ns = clock_now_ns();
	bool learns = false;
	int r;

	*out = (struct stored){ .nobody.ops = source_find("null") };
	r = t->sensor < 0 ? 0 : ask_sensor(t, &learns, e);
	if (!r)
		r = open_history(t, &out->history, e);
	if (!r)
		r = open_lists(t, now_ns / CLOCK_S, &out->roll.judge.lists, e);
	if (r)
		return r;
	out->roll.judge.history = out->history;
	out->roll.judge.rules = o->trust;
	out->roll.judge.rules.frozen = history_frozen(out->history);
	out->roll.judge.policy = o->policy;
	out->roll.judge.learning = t->sensor < 0 ? would_learn(out->history, o, now_ns) : learns;
	r = roll_open(&out->roll, &out->nobody, SENSOR_ROWS);
	if (!r)
		r = judge_now(out, o, now_ns);
	return r ? err_set(e, r, "out of memory for peers") : 0;
}

void stored_close(struct stored *s)
{
	roll_close(&s->roll);
	history_close(s->history);
	s->history = NULL;
}
