/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/commands.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "app/session.h"
#include "core/clock.h"
#include "core/log.h"

#define SERVE_NS (CLOCK_S / 10)

/* What is taken as local when nobody says: the private ranges of RFC 1918 and RFC 3927. */
static const char *const usual_local[] = { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
					   "169.254.0.0/16" };

static int open_source(struct session *s, struct err *e)
{
	const struct options *o = s->options;
	struct cidr usual[sizeof(usual_local) / sizeof(*usual_local)];
	size_t n = 0;
	struct source_config config = { .names = o->args,
					.n_names = o->n_args,
					.local = o->local,
					.n_local = o->n_local };

	for (; n < sizeof(usual) / sizeof(*usual); n++)
		cidr_parse(usual_local[n], &usual[n]);
	if (!o->n_local) {
		config.local = usual;
		config.n_local = n;
	}
	return source_open(&s->sensor.source, &source_pcap, &config, e);
}

/* The stored history judges; with --learn the capture itself teaches, in memory. */
static int open_history(struct session *s, struct err *e)
{
	struct sensor *sensor = &s->sensor;
	int r = 0;

	if (s->options->learn_ns > 0) {
		sensor->teaches = true;
		r = history_open_memory(SENSOR_ROWS, &sensor->history);
		return r ? err_set(e, r, "out of memory for peers") : 0;
	}
	if (s->state.fd >= 0)
		r = history_open(s->state.fd, s->state.path, HISTORY_READ, SENSOR_ROWS,
				 &sensor->history, e);
	return r == -ENOENT ? 0 : r;
}

static int open_state(struct session *s, struct err *e)
{
	int r = state_open(s->options->state, &s->who, STATE_LOOK, &s->state, e);

	return r == -ENOENT ? 0 : r; /* nobody has watched yet: there is no past */
}

static int start(struct session *s, const struct options *o, struct err *e)
{
	int r = session_prepare(s, o, e);

	s->sensor.replay = true;
	if (!r)
		r = open_source(s, e);
	if (!r)
		r = trip_open(&s->sensor.trip, o, &s->sensor.source, o->local, o->n_local, e);
	if (!r)
		r = open_state(s, e);
	if (!r)
		r = session_open(s, NULL, e);
	if (!r)
		r = open_history(s, e);
	if (!r)
		sensor_find_home(&s->sensor, NULL, 0);
	return r;
}

/*
 * Reads to the end of the last file; one that is damaged does not keep the others from being
 * read. Returns 0, or -errno of what was wrong, which has been said.
 */
static int loop(struct session *s)
{
	struct event_sink sink = sensor_sink(&s->sensor);
	int64_t next = 0;
	int r = 0, damage = 0;
	struct err e;

	while (!session_stop && r >= 0 && !s->sensor.over) {
		r = source_poll(&s->sensor.source, &sink, &e);
		if (s->sensor.fault) {
			log_error("%s", s->sensor.fault_text.text);
			return s->sensor.fault;
		}
		if (r < 0 && r != -ENODATA && !session_stop) {
			log_error("%s", e.text);
			damage = r;
			r = 0;
		}
		session_flush(s);
		if (clock_steady_ns() < next)
			continue;
		next = clock_steady_ns() + SERVE_NS;
		session_serve(s);
	}
	return damage;
}

/* The window shows the end of the capture until it is closed. */
static void linger(struct session *s)
{
	while (s->globe.pid && !session_stop && !launch_is_over(&s->globe))
		usleep(50000);
}

int command_replay(const struct options *o)
{
	struct session s;
	struct err e = { "" };
	int r, status = EXIT_FAILED;

	if (!o->n_args) {
		log_error(
			"replay: which capture? redarc replay FILE..., `redarc --help` tells more");
		return EXIT_MISUSED;
	}
	r = start(&s, o, &e);
	if (!r) {
		r = loop(&s);
		status = session_end(&s);
		linger(&s);
	} else {
		log_error("%s", e.text);
	}
	session_close(&s);
	return r ? EXIT_FAILED : status;
}
