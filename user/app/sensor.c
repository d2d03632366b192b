/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/sensor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/learning.h"
#include "app/report.h"
#include "bpf/rows.h"
#include "core/clock.h"
#include "core/ledger.h"
#include "core/log.h"

#define BEACON_PEERS (1u << 16) /* whose regularity is followed */
#define REPLY_FLOWS (1u << 16)  /* that went out, and may be answered */
#define REJUDGE_STEP 4096 /* peers */

static const char *list_name(void *ctx, uint16_t number)
{
	const struct sensor *s = ctx;
	const struct list *list =
		s->roll.judge.lists ? lists_list(s->roll.judge.lists, number) : NULL;

	return list ? list->name : NULL;
}

static int open_memory(struct sensor *s)
{
	const struct model_limits limits = { .peers = SENSOR_PEERS, .arcs = SENSOR_ARCS };
	int r = roll_open(&s->roll, &s->source, SENSOR_ROWS);

	if (!r)
		r = model_open(&limits, s->geo, &s->model);
	if (!r)
		r = listing_init(&s->listing);
	if (!r)
		r = beacons_open(BEACON_PEERS, &s->beacons);
	if (!r)
		r = locals_open(SENSOR_LOCALS, &s->locals);
	if (!r)
		r = storm_open(&s->storm);
	if (!r)
		r = top_open(&s->top, SENSOR_PEERS, SENSOR_LOCALS);
	if (!r)
		r = trail_open(&s->trail, SENSOR_PEERS);
	if (!r && !source_judges(&s->source))
		r = replies_open(REPLY_FLOWS, &s->replies);
	return r;
}

int sensor_open(struct sensor *s, struct err *e)
{
	int r = open_memory(s);

	if (r)
		return err_set(e, r, "out of memory for peers");
	s->roll.judge.policy = s->options->policy;
	s->roll.judge.rules = s->options->trust;
	s->roll.judge.learning = true;
	s->run.list_name = list_name;
	s->run.lists = s;
	s->rejudge_at = UINT32_MAX;
	model_set_red(s->model, s->options->red_level, s->options->trust.beacon);
	return 0;
}

void sensor_close(struct sensor *s)
{
	swap_clear(&s->swap);
	roll_close(&s->roll);
	trip_close(&s->trip);
	listing_clear(&s->listing);
	beacons_close(s->beacons);
	replies_close(s->replies);
	locals_close(s->locals);
	storm_close(&s->storm);
	top_close(&s->top);
	trail_close(&s->trail);
	evidence_close(s->evidence);
	jsonl_close(s->jsonl);
	export_close(s->export);
	model_close(s->model);
	geo_close(s->geo);
	history_close(s->history);
	if (s->lists_fd >= 0)
		close(s->lists_fd);
	source_close(&s->source);
}

static size_t interface_of(const struct sensor *s, uint8_t number)
{
	return number < s->run.n_interfaces ? number : 0;
}

static struct judgement judge(struct sensor *s, const struct event *e)
{
	const struct judge *j = &s->roll.judge;
	struct judgement out;

	if (e->judged && e->judgement.reason == REASON_EXTERNAL)
		return e->judgement;
	if (e->judged && e->packets && !s->roll.full)
		return judge_explain(j, e->judgement.verdict, e);
	out = judge_event(j, e);
	if (!e->judged)
		ledger_judged(&s->judged[interface_of(s, e->interface)], out.verdict, e->direction,
			      e->packets);
	return out;
}

static void locate(struct sensor *s, struct event *e)
{
	struct geo_answer at = geo_find(s->geo, &e->peer);

	e->asn = geo_network(s->geo, at.network)->asn;
	memcpy(e->country, geo_place(s->geo, at.place)->country, 3);
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
	if (s->roll.judge.learning && time_ns >= s->learn_until_ns)
		s->fault = sensor_fix(s, s->learn_until_ns, &s->fault_text);
	if (time_ns >= s->due_ns) {
		s->due_ns = time_ns + CLOCK_S;
		sensor_look(s, time_ns);
		while (sensor_step(s))
			;
	}
	s->over = duration_ns && s->now_ns - s->run.started_ns >= duration_ns;
}

static void on_sent(void *ctx, const struct addr *source, const struct addr *target,
		    int64_t time_ns)
{
	struct sensor *s = ctx;

	trip_sent(&s->trip, source, target, time_ns);
}

/* What a source that only reads packets leaves to be found out here. */
static void complete(struct sensor *s, struct event *e)
{
	bool in = e->direction == RA_IN;

	e->reply = replies_note(s->replies, e);
	on_sent(s, in ? &e->peer : &e->local, in ? &e->local : &e->peer, e->time_ns);
}

/* While frozen, only who is trusted is still noted. */
static bool is_noted(const struct sensor *s, const struct history_row *row)
{
	const struct judge *j = &s->roll.judge;

	if (!s->teaches || (s->replay && j->policy == POLICY_EXACT && !j->learning))
		return false;
	return !j->rules.frozen || (row && row->state == HISTORY_TRUSTED);
}

static void tell(struct sensor *s, const struct event *e)
{
	const struct model_peer *peer;
	unsigned int news = model_take(s->model, e, &peer);

	trail_note(&s->trail, s->model, peer, e);
	if (peer && s->jsonl && news & MODEL_ALERT)
		jsonl_alert(s->jsonl, s->model, peer, e);
	if (peer && log_is_kept() && news & MODEL_ALERT)
		alerts_tell(&s->alerts, &s->run, s->geo, peer, e);
	if (peer && s->names_peers && news & MODEL_NEW_SIDE)
		report_peer(s->geo, peer, e);
	if (peer && e->packets)
		export_note(s->export, s->model, peer, e);
}

/* When it was last seen before judging began; 0: never. */
static int64_t before_ns(const struct sensor *s, const struct history_row *row)
{
	int64_t fixed_s = s->roll.judge.fixed_s;
	bool before = row && (row->last_s < fixed_s ||
			      (row->last_s == fixed_s && row->first_s < fixed_s));

	return before ? row->last_s * CLOCK_S : 0;
}

static const struct history_row *row_of(const struct sensor *s, const struct event *e)
{
	return s->history ? history_find(s->history, &e->peer, e->direction) : NULL;
}

static void on_event(void *ctx, const struct event *e)
{
	struct sensor *s = ctx;
	const struct history_row *row;
	struct event full = *e;
	int64_t now_s = e->time_ns / CLOCK_S;

	if (!e->packets && !model_find(s->model, &e->peer))
		return; /* a verdict on somebody who is not shown, such as a million at the start */
	if (e->judged && !sensor_admits(s, e))
		return;
	row = row_of(s, e);
	if (s->history && e->packets && !s->replay)
		now_s = history_time(s->history, now_s);
	locate(s, &full);
	full.beacon = EVENT_UNSCORED;
	full.before_ns = before_ns(s, row);
	if (!e->judged)
		complete(s, &full);
	if (row && e->packets && s->teaches)
		roll_expire(&s->roll, row, now_s);
	full.judgement = judge(s, &full);
	if (!e->judged && !sensor_admits(s, &full))
		return;
	if (full.judgement.verdict != RA_ALLOWED && e->packets)
		full.beacon = beacons_note(s->beacons, &full);
	if (e->packets && is_noted(s, row))
		row = history_note(s->history, &full);
	if (e->packets && row && s->teaches)
		roll_note(&s->roll, row, now_s);
	tell(s, &full);
}

/* What is thought of a packet's peer: as it is shown, which it may not be yet. */
static struct event about_packet(struct sensor *s, const struct event_packet *p,
				 const struct model_side *side)
{
	struct event e = { .time_ns = p->time_ns, .peer = p->peer, .direction = p->direction };

	locate(s, &e);
	e.judgement = side && side->arc ? side->judgement : judge_event(&s->roll.judge, &e);
	return e;
}

/*
 * Of strangers who come too fast to be shown nothing is kept. In the kernel the first packet had
 * a record, and so a point; those that follow within a second share one.
 */
static void on_packet(void *ctx, const struct event_packet *p)
{
	struct sensor *s = ctx;
	const struct model_peer *peer = model_find(s->model, &p->peer);
	struct model_side *side =
		peer ? &model_peer(s->model, model_number(s->model, peer))->side[p->direction] :
		       NULL;
	struct event e = about_packet(s, p, side);

	if (e.judgement.verdict != RA_UNKNOWN && e.judgement.verdict != RA_BLOCKED)
		return;
	if (side && side->kept == RA_EVIDENCE_PACKETS)
		return;
	if (!side && s->storm.on) {
		evidence_skip(s->evidence, p);
		return;
	}
	if (side && side->kept++ && p->verdict != RA_VERDICTS)
		trail_packet(&s->trail, p, &e.judgement);
	evidence_keep(s->evidence, p, &s->interfaces[interface_of(s, p->interface)], &e,
		      list_name(s, e.judgement.list));
}

struct event_sink sensor_sink(struct sensor *s)
{
	return (struct event_sink){ .event = on_event,
				    .time = s->replay ? on_time : NULL,
				    .sent = on_sent,
				    .packet = s->evidence ? on_packet : NULL,
				    .ctx = s };
}

/* A side of a peer, judged by what is known by now. */
static void rejudge_side(struct sensor *s, const struct model_peer *peer, uint8_t direction)
{
	const struct model_side *side = &peer->side[direction];
	struct event e = { .peer = peer->addr, .direction = direction };

	if (!side->arc)
		return;
	locate(s, &e);
	e.before_ns = before_ns(s, row_of(s, &e));
	e.judgement = judge_event(&s->roll.judge, &e);
	if (side->judgement.reason == REASON_EXTERNAL && e.judgement.verdict != RA_BLOCKED)
		return; /* the kernel's map says so, of which only it knows */
	tell(s, &e);
}

static bool rejudge_some(struct sensor *s)
{
	uint32_t count = model_peer_count(s->model);

	for (uint32_t n = 0; n < REJUDGE_STEP && s->rejudge_at < count; n++, s->rejudge_at++)
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
			rejudge_side(s, model_peer(s->model, s->rejudge_at), d);
	return s->rejudge_at < count;
}

void sensor_rejudge(struct sensor *s)
{
	s->rejudge_at = 0;
}

bool sensor_settled(const struct sensor *s)
{
	return s->swap.phase == SWAP_SETTLED;
}

bool sensor_step(struct sensor *s)
{
	uint64_t done = s->swap.done;
	bool more = swap_step(&s->swap, &s->roll);

	if (s->swap.done != done) {
		if (s->swap.fault)
			log_warn("lists: the kernel took not all of them: %s",
				 strerror(-s->swap.fault));
		listing_take(&s->listing, s->roll.judge.lists);
		if (!s->replay) /* there a peer is judged by its packets alone */
			sensor_rejudge(s);
	}
	return rejudge_some(s) || more;
}

int sensor_save(struct sensor *s, struct err *e)
{
	if (!s->teaches || s->replay)
		return 0;
	trip_remember(&s->trip, s->history);
	return history_flush(s->history, e);
}

/* All flows, as fast as they can be written. */
static int write_flows(struct sensor *s, int wait_ms, struct err *e)
{
	bool all = false;
	uint32_t at = 0;
	int r = 0;

	while (!r && !all) {
		all = jsonl_flows(s->jsonl, s->model, INT64_MAX, &at);
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
	struct err ignored, unsaved;
	int r = source_stop(&s->source), saved;

	if (!s->replay) {
		source_poll(&s->source, &sink, &ignored);
		for (int quiet = 0; quiet < 2;) /* two in a row have found all there is */
			quiet = source_sweep(&s->source, &sink, &ignored) > 0 ? 0 : quiet + 1;
	}
	evidence_flush(s->evidence, clock_steady_ns());
	export_finish(s->export, s->model);
	alerts_sum(&s->alerts, INT64_MAX);
	sensor_status(s, &status);
	if (s->jsonl)
		r = write_last(s, &status, wait_ms, e);
	saved = sensor_save(s, &unsaved);
	if (saved && !r) {
		*e = unsaved;
		r = saved;
	}
	report_summary(s->model, &status);
	return r;
}
