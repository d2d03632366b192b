/* SPDX-License-Identifier: BSD-2-Clause */
/* What time brings a sensor: intruders, lists that change or expire, trust that does, the end of
 * learning, and clocks that leap. */
#include "app/sensor.h"

#include "app/learning.h"
#include "core/clock.h"
#include "core/log.h"

#define EXPIRE_S 60 /* at the latest; sooner with few rows */
#define LEAP_NS (HISTORY_DAYS * 86400 * CLOCK_S) /* no clock is corrected by so much */

static void watch_tripwire(struct sensor *s, int64_t now_ns)
{
	struct err e;
	int r = trip_catch(&s->trip, s->replay ? -1 : s->lists_fd, now_ns, &e);

	if (r > 0)
		r = sensor_reload(s, &e);
	if (r < 0)
		log_warn("%s", e.text);
}

/* Whether the lists say something else by now; those that a replay began with are its own. */
static bool lists_differ(struct sensor *s, int64_t now_s)
{
	const struct lists *lists = s->roll.judge.lists;

	if (lists && lists_next_expiry(lists) <= now_s)
		return true;
	if (s->replay)
		return false;
	if (s->lists_fd < 0 && s->state_fd >= 0)
		s->lists_fd = list_folder(s->state_fd, false);
	return s->lists_fd >= 0 && lists_stamp(s->lists_fd) != s->lists_stamp;
}

static void watch_lists(struct sensor *s, int64_t now_s)
{
	struct err e;

	if (sensor_settled(s) && lists_differ(s, now_s) && sensor_reload(s, &e))
		log_warn("%s; the lists stay as they were", e.text);
}

static void watch_trust(struct sensor *s, int64_t now_s)
{
	int64_t pause_s;

	if (!s->teaches || (now_s < s->expire_s && now_s >= s->expired_s))
		return;
	pause_s = history_count(s->history) / 1024;
	s->expired_s = now_s;
	s->expire_s = roll_expire_all(&s->roll, now_s);
	if (s->expire_s < now_s + pause_s)
		s->expire_s = now_s + (pause_s < EXPIRE_S ? pause_s : EXPIRE_S);
	if (s->expire_s > now_s + EXPIRE_S)
		s->expire_s = now_s + EXPIRE_S; /* others may be trusted until then */
}

void sensor_look(struct sensor *s, int64_t now_ns)
{
	int64_t now_s = now_ns / CLOCK_S;

	watch_tripwire(s, now_ns); /* before the lists: it may publish one */
	watch_lists(s, now_s);
	watch_trust(s, s->teaches && !s->replay ? history_time(s->history, now_s) : now_s);
}

/* Once: from here on new peers are counted, but neither shown nor learned. */
static void warn_when_full(struct sensor *s)
{
	if (s->said_full || (!model_refused(s->model) && !history_refused(s->history)))
		return;
	s->said_full = true;
	log_warn(
		"%u peers are all that is kept: further ones are counted, but not shown or learned "
		"until the next start",
		SENSOR_PEERS);
}

/*
 * A clock that was not set when it started leaps by years when it is: what was to last until a
 * time moves along.
 */
static void mind_leap(struct sensor *s, int64_t now_ns)
{
	int64_t steady_ns = clock_steady_ns();
	int64_t leap_ns = now_ns - s->tick_ns - (steady_ns - s->tick_steady_ns);
	bool first = !s->tick_ns;

	s->tick_ns = now_ns;
	s->tick_steady_ns = steady_ns;
	if (first || (leap_ns < LEAP_NS && leap_ns > -LEAP_NS))
		return;
	log_warn("the clock leapt by %lld days", (long long)(leap_ns / (86400 * CLOCK_S)));
	if (!s->roll.judge.learning)
		return;
	s->learn_until_ns += leap_ns;
	s->run.started_ns += leap_ns;
	history_set_since(s->history, history_since(s->history) + leap_ns / CLOCK_S);
}

/* Once: the kernel's table is sized at the start. */
static void warn_of_allow4(struct sensor *s)
{
	if (!s->roll.full || s->said_allow4)
		return;
	s->said_allow4 = true;
	log_warn("allow4: full: further peers that are known are shown as such, but counted as "
		 "unknown; the next start makes room for twice as many");
}

int sensor_tick(struct sensor *s, int64_t now_ns, struct err *e)
{
	s->now_ns = now_ns;
	mind_leap(s, now_ns);
	geo_rest(s->geo);
	warn_when_full(s);
	warn_of_allow4(s);
	sensor_watch_storm(s);
	evidence_flush(s->evidence, clock_steady_ns());
	sensor_look(s, now_ns);
	return s->roll.judge.learning && now_ns >= s->learn_until_ns ? sensor_fix(s, now_ns, e) : 0;
}
