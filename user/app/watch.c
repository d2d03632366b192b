/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/commands.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/addresses.h"
#include "app/learning.h"
#include "app/presence.h"
#include "app/room.h"
#include "app/session.h"
#include "core/clock.h"
#include "core/log.h"
#include "source/live.h"

#define BUSY_MS 10  /* while records come; the kernel wakes us only for the first of a burst */
#define QUIET_MS 100
#define SWEEP_NS (CLOCK_S / 4)
#define FLOWS_NS (10 * CLOCK_S)
#define FLOW_IDLE_NS (600 * CLOCK_S)
#define SAVE_NS (60 * CLOCK_S)
#define SAVE_NEW_NS (2 * CLOCK_S) /* when only a few peers were never written */
#define SAVE_NEW_MOST 64

/* When each of the things that are done now and then is due. */
struct due {
	int64_t sweep, flows, save, end;
	int64_t early; /* before this, no flush for the sake of new peers */
	uint32_t flows_at; /* the peer whose turn is next; 0: nobody's until flows are due */
};

/* Sized before any of it is read, which takes fewer rights than opening an interface. */
static uint32_t allow_room(const struct session *s)
{
	char path[PATHS_ROOM];

	paths_state(s->options->state, !geteuid(), s->who.home, path);
	return room_of_state(path, SENSOR_ROWS);
}

/* The interfaces that face the inside; a name that is not among the watched is said. */
static void find_lan(const struct options *o, const char **lan)
{
	for (size_t i = 0; i < o->n_lan; i++) {
		bool watched = false;

		lan[i] = o->lan[i];
		for (size_t k = 0; k < o->n_args; k++)
			watched |= !strcmp(o->args[k], lan[i]);
		if (!watched)
			log_warn("--lan %s: not among the interfaces that are watched", lan[i]);
	}
}

static int open_source(struct session *s, struct err *e)
{
	const struct options *o = s->options;
	const char *lan[OPTIONS_LAN_MOST];
	const struct source_config config = { .names = o->args,
					      .n_names = o->n_args,
					      .hook = o->hook,
					      .local = o->local,
					      .n_local = o->n_local,
					      .allow_most = allow_room(s),
					      .lan = lan,
					      .n_lan = o->n_lan,
					      .snap = o->evidence ? o->evidence_snap : 0,
					      .policy = o->policy,
					      .wait = o->wait,
					      .pin = o->pin,
					      .no_hot = o->no_hot };
	struct source *source = &s->sensor.source;
	int r;

	find_lan(o, lan);
	r = live_open(source, o->source, &config, e);
	if (r || !source->missed.text[0])
		return r;
	log_warn("%s", source->missed.text);
	log_warn("libpcap takes the kernel's place: each packet is copied and judged in user "
		 "space, at several times the cost; what finds no room is counted as lost");
	return 0;
}

/* The socket of this run: the interfaces' names, and where they are. */
static void socket_path(const struct session *s, char *path, size_t room)
{
	const char *netns = s->options->netns;

	if (s->options->socket) {
		snprintf(path, room, "%s", s->options->socket);
		return;
	}
	mkdir(RUN_DIR, 0755);
	if (!geteuid() && lchown(RUN_DIR, s->who.uid, s->who.gid))
		log_warn(RUN_DIR ": %s", strerror(errno)); /* the socket will be left behind */
	snprintf(path, room, RUN_DIR "/%s%s%s.sock", s->interface, netns ? "@" : "",
		 netns ? netns_word(netns) : "");
	for (char *p = path + sizeof(RUN_DIR); *p; p++)
		if (*p == ' ' || *p == '/')
			*p = '+';
}

static int open_clients_socket(struct session *s, struct err *e)
{
	char path[108];

	socket_path(s, path, sizeof(path));
	return session_open(s, path, e);
}

/* A damaged history is kept aside, and a new one begun: watching goes on. */
static int open_history(struct session *s, struct err *e)
{
	struct sensor *sensor = &s->sensor;
	char kept[128];
	int r = history_open(s->state.fd, s->state.path, HISTORY_WRITE, SENSOR_ROWS,
			     &sensor->history, e);

	sensor->teaches = true;
	if (r != -EBADMSG)
		return r;
	log_error("%s", e->text);
	r = history_set_aside(s->state.fd, s->state.path, kept, sizeof(kept), e);
	if (r)
		return r;
	log_error("%s: the damaged history is kept as %s; a new one begins, and learning with it",
		  s->state.path, kept);
	return history_open(s->state.fd, s->state.path, HISTORY_WRITE, SENSOR_ROWS,
			    &sensor->history, e);
}

static int open_tripwire(struct session *s, const struct addresses *own, struct err *e)
{
	struct trip *trip = &s->sensor.trip;

	memcpy(trip->own, own->addr, sizeof(own->addr));
	trip->n_own = own->n;
	return trip_open(trip, s->options, &s->sensor.source, own->net, own->n, e);
}

static int open_evidence(struct session *s, struct err *e)
{
	const struct options *o = s->options;
	const struct evidence_config config = { .path = o->evidence,
						.most = o->evidence_most,
						.snap = o->evidence_snap };

	return o->evidence ? evidence_open(&config, &s->who, &s->sensor.evidence, e) : 0;
}

static int start(struct session *s, const struct options *o, struct err *e)
{
	struct addresses own;
	int r = session_prepare(s, o, e);

	if (!r)
		r = netns_open(o->netns, &s->netns, e);
	addresses_find(o->args, o->n_args, &own);
	if (!r)
		r = open_source(s, e);
	if (!r)
		r = open_tripwire(s, &own, e);
	if (!r)
		r = state_open(o->state, &s->who, STATE_WATCH, &s->state, e);
	if (!r)
		r = open_evidence(s, e);
	if (!r)
		r = open_clients_socket(s, e);
	if (!r)
		r = open_history(s, e);
	if (!r)
		r = sensor_begin(&s->sensor, clock_now_ns(), e);
	if (r)
		return r;
	sensor_find_home(&s->sensor, own.addr, own.n);
	if (!s->sensor.home_known && s->globe.pid)
		log_note(
			"home: no place is known for this machine; --home-location LAT,LON puts it "
			"on the globe");
	return 0;
}

static bool is_due(int64_t *when, int64_t every, int64_t now)
{
	if (now < *when)
		return false;
	*when = now + every;
	return true;
}

/* A new peer is on disk soon; counters of known ones can wait a minute. */
static void save(struct session *s, struct due *due, int64_t now)
{
	struct sensor *sensor = &s->sensor;
	uint32_t unsaved = history_unsaved(sensor->history);
	bool few = unsaved && unsaved <= SAVE_NEW_MOST;
	struct err e;

	if (now < due->save && !(few && now >= due->early))
		return;
	due->save = now + SAVE_NS;
	due->early = now + SAVE_NEW_NS;
	if (!sensor_save(sensor, &e))
		return;
	due->early = due->save;
	log_warn("%s; kept in memory, tried again in a minute", e.text);
}

static int work(struct session *s, struct due *due, struct err *e)
{
	struct event_sink sink = sensor_sink(&s->sensor);
	int64_t now = clock_steady_ns();
	int events = source_poll(&s->sensor.source, &sink, e), r;

	if (events < 0)
		return events;
	s->sensor.now_ns = clock_now_ns();
	r = 0;
	if (is_due(&due->sweep, SWEEP_NS, now)) {
		r = sensor_tick(&s->sensor, s->sensor.now_ns, e);
		if (!r)
			r = source_sweep(&s->sensor.source, &sink, e);
		if (presence_look(&s->presence, &s->sensor.source))
			session_tell_anew(s);
	}
	if (s->sensor.jsonl && (due->flows_at || is_due(&due->flows, FLOWS_NS, now)))
		jsonl_flows(s->sensor.jsonl, s->sensor.model, s->sensor.now_ns - FLOW_IDLE_NS,
			    &due->flows_at);
	session_flush(s);
	alerts_sum(&s->sensor.alerts, now);
	save(s, due, now);
	events += session_serve(s);
	if (session_reread)
		session_take_changes(s);
	events += export_step(s->sensor.export, s->sensor.model, s->sensor.now_ns);
	return r < 0 ? r : events + sensor_step(&s->sensor);
}

static void go_on_without_globe(struct session *s)
{
	if (s->options->screenshot)
		return; /* what became of the picture is said at the end */
	s->sensor.names_peers = s->globe.status && s->events < 0 && !log_is_kept();
	if (s->globe.status)
		log_warn("the globe could not be shown; redarc goes on without it");
	else
		log_note("the globe was closed; redarc goes on, Ctrl-C ends it");
}

static int loop(struct session *s, struct err *e)
{
	struct pollfd wait[] = {
		{ .fd = source_fd(&s->sensor.source), .events = POLLIN },
		{ .fd = clients_fd(s->clients), .events = POLLIN },
		{ .fd = outlets_fd(&s->outlets), .events = POLLIN },
	};
	struct due due = { .end = INT64_MAX, .save = clock_steady_ns() + SAVE_NS };
	int r = 0;

	if (s->options->duration_ns)
		due.end = clock_steady_ns() + s->options->duration_ns;
	while (!session_stop && r >= 0 && clock_steady_ns() < due.end) {
		if (r > 0) /* the ring has more than it can tell: let it fill for a moment */
			poll(&wait[1], 2, BUSY_MS);
		else
			poll(wait, 3, QUIET_MS);
		r = work(s, &due, e);
		if (s->globe.pid && launch_is_over(&s->globe))
			go_on_without_globe(s);
	}
	return r < 0 ? r : 0;
}

int command_watch(const struct options *o)
{
	struct session s;
	struct err e = { "" };
	int r, status = EXIT_FAILED;

	if (!o->n_args) {
		log_error("watch: which interface? `redarc interfaces` lists them, `redarc --help` "
			  "tells more");
		return EXIT_MISUSED;
	}
	if (o->n_args > SENSOR_INTERFACES) {
		log_error("watch: %zu interfaces: at most %d", o->n_args, SENSOR_INTERFACES);
		return EXIT_MISUSED;
	}
	r = start(&s, o, &e);
	if (!r) {
		log_note("watching %s", s.info.detail);
		presence_begin(&s.presence, &s.sensor.source);
		r = loop(&s, &e);
		status = session_end(&s);
	}
	if (r) {
		log_error("%s", e.text);
		status = EXIT_FAILED;
	}
	if (s.info.pinned)
		log_note("%s: pinned: counting goes on without a sensor; --pin takes it up again, "
			 "`redarc unload %s` ends it",
			 s.interface, o->args[0]);
	session_close(&s);
	return status;
}
