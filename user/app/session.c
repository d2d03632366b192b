/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/session.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/config.h"
#include "app/eve_file.h"
#include "app/learning.h"
#include "core/clock.h"
#include "core/log.h"

#define LINES_WAIT_MS 2000 /* for a reader of the lines, who may have stopped */
#define END_WAIT_NS (30 * CLOCK_S) /* for a globe that reads slowly */

#define FAILED_RED 3 /* exit status of --fail */

volatile sig_atomic_t session_stop, session_reread;

static void on_signal(int number)
{
	(void)number;
	session_stop = 1;
}

static void on_hangup(int number)
{
	(void)number;
	session_reread = 1;
}

void session_catch_signals(bool rereads)
{
	struct sigaction stop = { .sa_handler = on_signal }, ignore = { .sa_handler = SIG_IGN };
	struct sigaction hangup = { .sa_handler = rereads ? on_hangup : on_signal };

	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGHUP, &hangup, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static void join_names(struct session *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->options->n_args && n < sizeof(s->interface); i++) {
		const char *name = strrchr(s->options->args[i], '/');

		name = name ? name + 1 : s->options->args[i];
		n += (size_t)snprintf(s->interface + n, sizeof(s->interface) - n, "%s%s",
				      i ? " " : "", name);
	}
}

static int open_events(struct session *s, const char *path, struct err *e)
{
	if (strcmp(path, "-")) {
		s->events_name = s->events_path = path;
		s->events = eve_file_open(path, &s->who, e);
		return s->events < 0 ? s->events : 0;
	}
	if (s->options->screenshot && !strcmp(s->options->screenshot, "-"))
		return err_set(e, -EINVAL, "--screenshot -: the lines go to standard output");
	s->events_name = "standard output";
	s->events = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	return s->events < 0 ? err_set(e, -errno, "standard output: %s", strerror(errno)) : 0;
}

int session_prepare(struct session *s, const struct options *o, struct err *e)
{
	const char *events = o->events ? o->events : o->json ? "-" : NULL;
	int r;

	*s = (struct session){ .options = o,
			       .events = -1,
			       .state.fd = -1,
			       .globe.stream = -1,
			       .netns = NETNS_HOME,
			       .outlets = OUTLETS_NONE };
	s->sensor.options = o;
	s->sensor.state_fd = s->sensor.lists_fd = -1;
	join_names(s);
	session_catch_signals(!strcmp(o->command, "watch"));
	r = privilege_find(o->user, &s->invoker, e);
	s->who = s->invoker;
	if (!r && events)
		r = open_events(s, events, e);
	if (!r)
		r = export_open(o->ipfix, SENSOR_PEERS, &s->sensor.export, e);
	return r ? r : outlets_open(&s->outlets, o, e);
}

static int open_lines(struct session *s)
{
	struct sensor *sensor = &s->sensor;

	source_info(&sensor->source, &s->info);
	sensor->run.interface = s->interface;
	sensor->run.mode = s->info.mode;
	sensor->run.detail = s->info.detail;
	sensor->run.netns = s->options->netns ? netns_word(s->options->netns) : NULL;
	sensor->run.state = s->state.fd < 0 ? NULL : s->state.path;
	sensor->run.patient = sensor->replay;
	sensor_read_interfaces(sensor);
	sensor->names_peers = !s->globe.pid && s->events < 0 && !sensor->replay && !log_is_kept();
	if (s->events < 0)
		return 0;
	return jsonl_open(s->events, s->events_name, &sensor->run, &sensor->jsonl);
}

/* Without a picture to draw, a globe that is not there is no failure. */
static int open_globe(struct session *s, struct err *e)
{
	int r;

	netns_go_home(&s->netns); /* where its display is */
	r = launch_globe(s->options, &s->invoker, &s->globe, e);
	netns_return(&s->netns);
	if (r != -ENOENT || s->options->screenshot)
		return r;
	log_warn("%s", e->text);
	return 0;
}

/* Only programs in the kernel have maps. */
static int drop_privileges(struct session *s, struct err *e)
{
	uint64_t keep = source_judges(&s->sensor.source) ? privilege_for_maps(&s->who) : 0;

	if (keep && !privilege_has(CAP_BPF))
		return err_set(e, -EPERM,
			       "kernel: it lets %s not use its maps; this needs CAP_BPF, Linux "
			       "5.19, or sysctl kernel.unprivileged_bpf_disabled=0",
			       s->who.name);
	if (keep)
		log_note("CAP_BPF is kept, without which this kernel lets nobody use its maps "
			 "(kernel.unprivileged_bpf_disabled)");
	return privilege_drop(&s->who, keep, e);
}

int session_open(struct session *s, const char *socket, struct err *e)
{
	int r;

	s->sensor.state_fd = s->state.fd;
	places_find(s->options, &s->places);
	r = clients_open(socket, s->invoker.uid, &s->clients, e);
	if (!r)
		r = open_globe(s, e);
	export_interfaces(s->sensor.export, &s->sensor.source);
	if (!r)
		r = log_open(s->options->log, e);
	if (!r)
		r = drop_privileges(s, e);
	if (!r)
		r = privilege_confine(e);
	if (!r)
		r = places_open(&s->places, &s->sensor.geo, e);
	s->sensor.trail.keeps_steps = s->sensor.replay && s->globe.pid;
	if (!r)
		r = sensor_open(&s->sensor, e);
	if (!r && s->globe.pid)
		r = clients_add(s->clients, s->globe.stream);
	if (!r)
		r = open_lines(s);
	return r ? r : outlets_begin(&s->outlets, &s->sensor, s->who.name, e);
}

void session_tell_anew(struct session *s)
{
	source_info(&s->sensor.source, &s->info);
	export_interfaces(s->sensor.export, &s->sensor.source);
	clients_greet_anew(s->clients);
}

bool session_serve(struct session *s)
{
	bool more = clients_serve(s->clients, &s->sensor);

	outlets_serve(&s->outlets, &s->sensor);
	return more;
}

/* Whoever rotates the file hangs up. */
static void reopen_events(struct session *s)
{
	struct err e;
	int fresh;

	if (!s->sensor.jsonl || !s->events_path)
		return;
	if (eve_file_reopen(s->events_path, s->events, &fresh, &e)) {
		log_warn("%s; lines go on into the file that was open", e.text);
		return;
	}
	if (fresh < 0)
		return;
	jsonl_move(s->sensor.jsonl, fresh);
	close(s->events);
	s->events = fresh;
	log_note("%s: opened again", s->events_path);
}

void session_take_changes(struct session *s)
{
	struct options fresh;
	struct err e;
	int r;

	session_reread = 0;
	reopen_events(s);
	if (config_reread(s->options, &fresh, &e)) {
		log_error("%s; nothing was changed", e.text);
		options_clear(&fresh);
		return;
	}
	r = sensor_reconfigure(&s->sensor, &fresh, &e);
	if (!r)
		r = sensor_reload(&s->sensor, &e);
	options_clear(&s->changed);
	s->changed = fresh;
	s->options = s->sensor.options = &s->changed;
	if (r)
		log_error("%s", e.text);
	else
		log_note("configuration and lists were read again");
}

/* A replay waits for the reader of its lines, a watch cannot. */
static int patience(const struct session *s, int watch_ms)
{
	return s->sensor.replay && !session_stop ? -1 : watch_ms;
}

void session_flush(struct session *s)
{
	struct err e;
	int r;

	if (!s->sensor.jsonl)
		return;
	r = jsonl_flush(s->sensor.jsonl, patience(s, 0), &e);
	if (!r || r == -EAGAIN || r == -EINTR || s->lost_lines)
		return;
	log_error("%s", e.text);
	s->lost_lines = true;
}

int session_end(struct session *s)
{
	struct err e;
	int status = 0;

	source_info(&s->sensor.source,
		    &s->info); /* a capture tells its link type when it is read */
	if (sensor_finish(&s->sensor, patience(s, LINES_WAIT_MS), &e)) {
		log_error("%s", e.text);
		status = 1;
	}
	if (s->sensor.jsonl && jsonl_lost(s->sensor.jsonl)) {
		log_error("%s: %llu lines lost", s->events_name,
			  (unsigned long long)jsonl_lost(s->sensor.jsonl));
		status = 1;
	}
	if (outlets_finish(&s->outlets, &s->sensor, &e)) {
		log_error("%s", e.text);
		status = 1;
	}
	clients_finish(s->clients, &s->sensor, END_WAIT_NS);
	if (s->options->screenshot && launch_wait(&s->globe)) {
		log_error("%s: the picture could not be drawn", s->options->screenshot);
		status = 1;
	}
	if (s->lost_lines || status)
		return 1;
	return s->options->fail && model_red_packets(s->sensor.model) ? FAILED_RED : 0;
}

void session_close(struct session *s)
{
	clients_close(s->clients);
	outlets_close(&s->outlets);
	sensor_close(&s->sensor);
	places_clear(&s->places);
	state_close(&s->state);
	netns_close(&s->netns);
	if (s->events >= 0)
		close(s->events);
	options_clear(&s->changed);
}
