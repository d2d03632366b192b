/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/requests.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/ask.h"
#include "app/facts.h"
#include "app/learning.h"
#include "core/clock.h"

static void begin(struct json *j, bool ok)
{
	json_open(j, NULL);
	if (ok)
		json_bool(j, "ok", true);
}

static void fail(struct json *j, const char *error)
{
	begin(j, false);
	json_str(j, "error", error);
	json_close(j);
}

/* The answer to what has none but that it worked. */
static enum request done(int r, const struct err *e, struct json *j)
{
	if (r) {
		fail(j, e->text);
	} else {
		begin(j, true);
		json_close(j);
	}
	return REQUEST_ANSWERED;
}

static enum request status(const char *rest, struct sensor *s, struct json *j)
{
	struct jsonl_status status;

	(void)rest;
	sensor_status(s, &status);
	json_open(j, NULL);
	jsonl_put_status(j, s->model, &s->run, &status);
	jsonl_put_interfaces(j, &s->run);
	json_close(j);
	return REQUEST_ANSWERED;
}

static enum request top(const char *rest, struct sensor *s, struct json *j)
{
	struct jsonl_status status;
	const struct top_view view = { s->model, s->locals, &s->run, &status };
	struct top_query query;

	if (top_query_parse(rest, &query)) {
		fail(j, "top: by=ORDER [rows=N] [from=N] [local]; by=peers is of local hosts");
		return REQUEST_ANSWERED;
	}
	sensor_status(s, &status);
	top_pick(&s->top, &view, &query, clock_steady_ns());
	begin(j, true);
	top_put(&s->top, &view, &query, j, ASK_ANSWER);
	json_close(j);
	return REQUEST_ANSWERED;
}

static enum request stream(const char *rest, struct sensor *s, struct json *j)
{
	(void)rest;
	(void)s;
	(void)j;
	return REQUEST_STREAM;
}

static enum request reload(const char *rest, struct sensor *s, struct json *j)
{
	struct err e;
	int r = sensor_reload(s, &e);

	(void)rest;
	return r ? done(r, &e, j) : REQUEST_LATER;
}

static enum request save(const char *rest, struct sensor *s, struct json *j)
{
	struct err e;

	(void)rest;
	return done(sensor_save(s, &e), &e, j);
}

static enum request freeze(const char *rest, struct sensor *s, struct json *j)
{
	struct err e;

	(void)rest;
	return done(sensor_freeze(s, true, &e), &e, j);
}

static enum request thaw(const char *rest, struct sensor *s, struct json *j)
{
	struct err e;

	(void)rest;
	return done(sensor_freeze(s, false, &e), &e, j);
}

/* What follows a word and an equals sign, or NULL. */
static const char *value_of(const char *text, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(text, word, len) && text[len] == '=' ? text + len + 1 : NULL;
}

/* "since=SECONDS", then perhaps " peer=CIDR". */
static int parse_forget(const char *rest, int64_t *since_s, struct cidr *peer, bool *named)
{
	const char *since = value_of(rest, "since"), *cidr;
	char *end;

	*named = false;
	if (!since || *since < '0' || *since > '9')
		return -EINVAL;
	errno = 0;
	*since_s = strtoll(since, &end, 10);
	if (errno || !*end)
		return -errno;
	cidr = *end == ' ' ? value_of(end + 1, "peer") : NULL;
	*named = cidr && !cidr_parse(cidr, peer);
	return *named ? 0 : -EINVAL;
}

static enum request forget(const char *rest, struct sensor *s, struct json *j)
{
	struct cidr peer;
	int64_t since_s;
	uint32_t rows = 0;
	bool named;
	struct err e;
	int r;

	if (parse_forget(rest, &since_s, &peer, &named)) {
		fail(j, "learn forget: since=SECONDS [peer=CIDR]");
		return REQUEST_ANSWERED;
	}
	r = sensor_forget(s, since_s, named ? &peer : NULL, &rows, &e);
	if (r)
		return done(r, &e, j);
	begin(j, true);
	json_u64(j, "rows", rows);
	json_close(j);
	return REQUEST_ANSWERED;
}

static void gather(const struct sensor *s, const struct addr *a, struct explain *out)
{
	const struct facts facts = { .judge = &s->roll.judge,
				     .geo = s->geo,
				     .model = s->model,
				     .now_s = s->now_ns / CLOCK_S };

	facts_gather(&facts, a, out);
}

static enum request explain(const char *rest, struct sensor *s, struct json *j)
{
	struct explain x;
	struct addr a;

	if (addr_parse(rest, &a)) {
		fail(j, "explain: wants an address");
		return REQUEST_ANSWERED;
	}
	gather(s, &a, &x);
	begin(j, true);
	explain_json(&x, j);
	json_close(j);
	return REQUEST_ANSWERED;
}

static const struct {
	const char *words;
	enum request (*answer)(const char *rest, struct sensor *s, struct json *j);
	bool takes_more;
} known[] = {
	{ "status", status, false },
	{ "top", top, true },
	{ "stream", stream, false },
	{ "reload", reload, false },
	{ "save", save, false },
	{ "learn freeze", freeze, false },
	{ "learn thaw", thaw, false },
	{ "learn forget", forget, true },
	{ "explain", explain, true },
};

/* What follows these words, or NULL when the line is another request. */
static const char *rest_of(const char *line, const char *words, bool takes_more)
{
	size_t len = strlen(words);

	if (strncmp(line, words, len) || line[len] != (takes_more ? ' ' : 0))
		return NULL;
	return line + len + takes_more;
}

enum request requests_answer(const char *line, struct sensor *s, struct json *j)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		const char *rest = rest_of(line, known[i].words, known[i].takes_more);

		if (rest)
			return known[i].answer(rest, s, j);
	}
	fail(j, "not understood");
	return REQUEST_ANSWERED;
}

void requests_settled(const struct sensor *s, struct json *j)
{
	struct err e;
	int fault = s->swap.fault;

	if (fault)
		err_set(&e, fault, "the kernel took not all of the lists: %s", strerror(-fault));
	done(fault, &e, j);
}

enum wish requests_wish(const char *line, struct addr *explained)
{
	const char *rest = rest_of(line, "explain", true);

	if (rest)
		return addr_parse(rest, explained) ? WISH_NONE : WISH_EXPLAIN;
	if (!strcmp(line, "past"))
		return WISH_PAST;
	return strcmp(line, "points") ? WISH_NONE : WISH_POINTS;
}

void requests_explain(const struct sensor *s, const struct addr *a, struct stream_explain *out)
{
	struct explain x;

	_Static_assert(sizeof(out->hours) == sizeof(x.hours), "the same hours");
	_Static_assert(sizeof(out->text) == EXPLAIN_TEXT, "all of the sentences");
	gather(s, a, &x);
	memset(out, 0, sizeof(*out));
	out->addr = *a;
	memcpy(out->hours, x.hours, sizeof(x.hours));
	explain_card(&x, out->text, sizeof(out->text));
}
