/* SPDX-License-Identifier: BSD-2-Clause */
/* Who is let in while strangers pour in, and what the source is told of it. */
#include "app/sensor.h"

#include <errno.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"

/* Known in any direction, or shown already. */
static bool is_known(const struct sensor *s, const struct addr *peer)
{
	if (model_find(s->model, peer))
		return true;
	return s->history && (history_find(s->history, peer, RA_IN) ||
			      history_find(s->history, peer, RA_OUT));
}

bool sensor_admits(struct sensor *s, const struct event *e)
{
	uint8_t verdict = e->judgement.verdict;

	if (!e->packets)
		return true;
	if (verdict == RA_UNKNOWN || verdict == RA_BLOCKED)
		locals_note(s->locals, e);
	if (s->replay || verdict == RA_ALLOWED || is_known(s, &e->peer))
		return true;
	return storm_admits(&s->storm, &e->peer, e->packets);
}

static void tell_begin(struct sensor *s)
{
	s->storm_since_ns = s->now_ns;
	s->storm_until_ns = 0;
	log_warn("novelty storm: more than %d strangers a second; from now on few are shown, and "
		 "the others counted",
		 STORM_RATE);
}

static void tell_end(struct sensor *s)
{
	char since[CLOCK_STAMP];

	s->storm_until_ns = s->now_ns;
	clock_stamp(s->storm_since_ns, since);
	log_warn("novelty storm: over; since %.19sZ, %llu peers were not reported one by one",
		 since, (unsigned long long)s->storm.peers);
}

static void set_records(struct sensor *s, uint32_t rate)
{
	int r = source_record_rate(&s->source, rate);

	if (r && r != -ENOTSUP)
		log_warn("kernel: it takes no other rate of records: %s", strerror(-r));
}

void sensor_watch_storm(struct sensor *s)
{
	struct ra_ledger ledger;

	if (source_ledger(&s->source, &ledger) ||
	    !storm_tick(&s->storm, ledger.unnamed, clock_steady_ns()))
		return;
	set_records(s, s->storm.on ? STORM_RECORDS : SOURCE_RECORD_RATE);
	if (s->storm.on)
		tell_begin(s);
	else
		tell_end(s);
}
