/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/sensor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/report.h"
#include "core/clock.h"
#include "core/log.h"
#include "judge/judge.h"
#include "judge/learn.h"
#include "core/ledger.h"
#include "source/pcap.h"

struct allow_sent {
	uint8_t directions, origin;
};

int sensor_open(struct sensor *s, struct err *e)
{
	const struct model_limits limits = { .peers = SENSOR_PEERS, .arcs = SENSOR_ARCS };
	int r = allow_init(&s->allow, SENSOR_PEERS);

	if (!r)
		r = model_open(&limits, s->geo, &s->model);
	s->sent = calloc(SENSOR_PEERS, sizeof(*s->sent));
	return r || !s->sent ? err_set(e, -ENOMEM, "out of memory for peers") : 0;
}

void sensor_close(struct sensor *s)
{
	jsonl_close(s->jsonl);
	model_close(s->model);
	geo_close(s->geo);
	if (s->stored != s->history)
		history_close(s->stored);
	history_close(s->history);
	allow_clear(&s->allow);
	free(s->sent);
	source_close(&s->source);
}

/* Tell the source what differs from what it was told before. */
static int send_list(struct sensor *s, struct err *e)
{
	for (uint32_t i = 0; i < s->allow.table.count && source_judges(&s->source); i++) {
		const struct allow_entry *entry = hash_table_row(&s->allow.table, i);
		struct allow_sent now = { .directions = allow_directions(entry) };
		int r;

		if (now.directions)
			now.origin = allow_origin(entry, RA_BOTH);
		if (!memcmp(&now, &s->sent[i], sizeof(now)))
			continue;
		r = source_allow_set(&s->source, &entry->peer, now.directions, now.origin);
		if (r == -EAFNOSUPPORT)
			continue;
		if (r)
			return err_set(e, r, "allowlist: the kernel takes no more entries: %s",
				       strerror(-r));
		s->sent[i] = now;
	}
	return 0;
}

static int take_allowed(void *ctx, const struct history_allowed *allowed)
{
	struct sensor *s = ctx;

	allow_set(&s->allow, &allowed->peer, allowed->directions, RA_ORIGIN_USER);
	return 0;
}

static int count_allowed(void *ctx, const struct history_allowed *allowed)
{
	(void)allowed;
	++*(uint32_t *)ctx;
	return 0;
}

/* Read it to its end before the one that was read before is given up. */
static int load_user_list(struct sensor *s, struct err *e)
{
	uint32_t n = 0;
	int r = s->stored ? history_user_each(s->stored, count_allowed, &n, e) : 0;

	if (r)
		return r;
	allow_forget(&s->allow, RA_ORIGIN_USER);
	return n ? history_user_each(s->stored, take_allowed, s, e) : 0;
}

static void take_learned(void *ctx, const struct history_row *row)
{
	struct sensor *s = ctx;
	const struct allow_entry *entry = allow_find(&s->allow, &row->peer);
	uint8_t known = entry ? entry->by[RA_ORIGIN_HISTORY] : 0;

	allow_set(&s->allow, &row->peer, known | RA_DIR_BIT(row->direction), RA_ORIGIN_HISTORY);
}

/* The allowlist is the window before now, and from here on it is fixed. */
static int fix_list(struct sensor *s, int64_t now_ns, struct err *e)
{
	bool taught = s->replay && s->teaches; /* then all of the history is what was taught */
	int64_t from_s = taught ? 0 : (now_ns - s->options->window_ns) / CLOCK_S;
	int r;

	if (s->history)
		history_each(s->history, from_s, now_ns / CLOCK_S + 1, take_learned, s);
	r = send_list(s, e);
	if (r)
		return r;
	s->learning = false;
	if (source_judges(&s->source))
		r = source_learning(&s->source, false);
	if (s->allow.refused)
		log_warn("allowlist: full; %u peers of the past did not fit", s->allow.refused);
	if (s->history && history_refused(s->history))
		log_warn("history: full; %llu events of further peers were not learned",
			 (unsigned long long)history_refused(s->history));
	log_note("judging: %u peers are known", allow_count(&s->allow));
	return r;
}

static void count_row(void *ctx, const struct history_row *row)
{
	(void)row;
	++*(uint32_t *)ctx;
}

/* Until when to learn. A past without a peer of the window is none: watching begins anew. */
static int64_t plan(struct sensor *s, int64_t now_ns)
{
	const struct options *o = s->options;
	uint32_t known = 0;

	if (s->replay)
		return o->learn_ns > 0 ? learn_until(now_ns, o->learn_ns, o->window_ns, 0, 0) :
					 now_ns;
	history_each(s->history, (now_ns - o->window_ns) / CLOCK_S, now_ns / CLOCK_S + 1, count_row,
		     &known);
	if (!known)
		history_set_since(s->history, now_ns / CLOCK_S);
	return learn_until(now_ns, o->learn_ns, o->window_ns, history_since(s->history), known);
}

int sensor_begin(struct sensor *s, int64_t now_ns, struct err *e)
{
	char words[CLOCK_STAMP];
	int r = load_user_list(s, e);

	s->begun = true;
	if (r)
		return r;
	s->now_ns = now_ns;
	s->run.started_ns = now_ns;
	s->learn_until_ns = plan(s, now_ns);
	if (s->learn_until_ns <= now_ns)
		return fix_list(s, now_ns, e);
	s->learning = true;
	log_note("learning for %s: peers of that time will be known",
		 clock_words(s->learn_until_ns - now_ns, words));
	return send_list(s, e);
}

static struct judgement judge_event(struct sensor *s, const struct event *e)
{
	struct judgement j = e->judgement;

	if (!e->judged) {
		j = judge_exact(&s->allow, s->learning, &e->peer, e->direction);
		ledger_judged(&s->judged, j.verdict, e->direction, e->packets);
	} else if (j.reason == REASON_NONE) {
		j = judge_explain(&s->allow, j.verdict, &e->peer, e->direction);
	}
	return j;
}

/* In a replay the frames tell the time. */
static void on_time(void *ctx, int64_t time_ns)
{
	struct sensor *s = ctx;
	int64_t duration_ns = s->options->duration_ns;

	if (!s->begun)
		s->fault = sensor_begin(s, time_ns, &s->fault_text);
	if (time_ns > s->now_ns)
		s->now_ns = time_ns;
	if (s->learning && time_ns >= s->learn_until_ns)
		s->fault = fix_list(s, s->learn_until_ns, &s->fault_text);
	s->over = duration_ns && s->now_ns - s->run.started_ns >= duration_ns;
}

static void on_event(void *ctx, const struct event *e)
{
	struct sensor *s = ctx;
	struct event judged = *e;
	const struct model_peer *peer;
	unsigned int news;

	judged.judgement = judge_event(s, e);
	if (s->teaches && (!s->replay || s->learning))
		history_note(s->history, &judged);
	news = model_take(s->model, &judged, &peer);
	if (peer && s->jsonl && news & MODEL_ALERT)
		jsonl_alert(s->jsonl, s->model, peer, &judged);
	if (peer && s->names_peers && news & MODEL_NEW_SIDE)
		report_peer(s->geo, peer, &judged);
}

struct event_sink sensor_sink(struct sensor *s)
{
	return (struct event_sink){ .event = on_event, .time = s->replay ? on_time : NULL, .ctx = s };
}

/* Once: from here on new peers are counted, but neither shown nor learned. */
static void warn_when_full(struct sensor *s)
{
	if (s->said_full || (!model_refused(s->model) && !history_refused(s->history)))
		return;
	s->said_full = true;
	log_warn("%u peers are all that is kept: further ones are counted, but not shown or learned "
		 "until the next start",
		 SENSOR_PEERS);
}

int sensor_tick(struct sensor *s, int64_t now_ns, struct err *e)
{
	struct err list;
	int r = 0;

	s->now_ns = now_ns;
	geo_rest(s->geo);
	warn_when_full(s);
	if (s->stored && history_user_changed(s->stored)) {
		if (load_user_list(s, &list) || send_list(s, &list))
			log_warn("%s; the allowlist stays as it was", list.text);
	}
	if (s->learning && now_ns >= s->learn_until_ns)
		r = fix_list(s, now_ns, e);
	return r;
}

void sensor_status(struct sensor *s, struct jsonl_status *out)
{
	*out = (struct jsonl_status){
		.now_ns = s->now_ns,
		.learning = s->learning,
		.learn_until_ns = s->learning ? s->learn_until_ns : 0,
		.addresses = pcap_addresses(&s->source),
	};
	source_ledger(&s->source, &out->ledger);
	ledger_add(&out->ledger, &s->judged);
}

void sensor_stream_status(struct sensor *s, struct stream_status *out)
{
	struct jsonl_status status;

	sensor_status(s, &status);
	*out = (struct stream_status){
		.now_ns = status.now_ns,
		.learn_until_ns = status.learn_until_ns,
		.window_ns = s->options->window_ns,
		.home_lat_deg = s->home_lat_deg,
		.home_lon_deg = s->home_lon_deg,
		.home_known = s->home_known,
		.learning = s->learning,
		.balanced = ledger_balanced(&status.ledger),
		.ledger = status.ledger,
		.refused = model_refused(s->model),
	};
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		out->peers[v] = model_peers_by_verdict(s->model, v);
}

void sensor_find_home(struct sensor *s, const struct addr *own, size_t n)
{
	s->home_known = s->options->home_known;
	s->home_lat_deg = s->options->home_lat_deg;
	s->home_lon_deg = s->options->home_lon_deg;
	for (size_t i = 0; i < n && !s->home_known; i++) {
		struct geo_answer answer = geo_find(s->geo, &own[i]);
		const struct geo_place *place;

		if (answer.place == GEO_NOWHERE || answer.place == GEO_NEAR)
			continue;
		place = geo_place(s->geo, answer.place);
		s->home_lat_deg = place->lat_deg;
		s->home_lon_deg = place->lon_deg;
		s->home_known = true;
	}
}

/* All flows, as fast as they can be written. */
static int write_flows(struct sensor *s, int wait_ms, struct err *e)
{
	bool all = false;
	int r = 0;

	while (!r && !all) {
		all = jsonl_flows(s->jsonl, s->model, INT64_MAX);
		r = jsonl_flush(s->jsonl, wait_ms, e);
	}
	return r;
}

static int write_last(struct sensor *s, const struct jsonl_status *status, int wait_ms,
		      struct err *e)
{
	int r = write_flows(s, wait_ms, e);

	jsonl_stats(s->jsonl, s->model, status);
	if (!r)
		r = jsonl_flush(s->jsonl, wait_ms, e);
	if (r)
		jsonl_give_up(s->jsonl, s->model);
	return r == -EAGAIN || r == -EINTR ? 0 : r;
}

int sensor_finish(struct sensor *s, int wait_ms, struct err *e)
{
	struct event_sink sink = sensor_sink(s);
	struct jsonl_status status;
	struct err ignored;
	int r = source_stop(&s->source);

	if (!s->replay) {
		source_poll(&s->source, &sink, &ignored);
		for (int quiet = 0; quiet < 2;) /* two in a row have found all there is */
			quiet = source_sweep(&s->source, &sink, &ignored) > 0 ? 0 : quiet + 1;
	}
	sensor_status(s, &status);
	if (s->jsonl)
		r = write_last(s, &status, wait_ms, e);
	if (s->teaches && !s->replay) {
		struct err he;
		int hr = history_flush(s->history, &he);

		if (hr && !r) {
			*e = he;
			r = hr;
		}
	}
	report_summary(s->model, &status);
	return r;
}
