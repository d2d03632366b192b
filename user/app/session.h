/* SPDX-License-Identifier: BSD-2-Clause */
/* session.h - what `watch` and `replay` have in common: a sensor, its views, and its end. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include <signal.h>

#include "app/clients.h"
#include "app/launch.h"
#include "app/netns.h"
#include "app/outlets.h"
#include "app/places.h"
#include "app/presence.h"
#include "app/sensor.h"
#include "app/state.h"

struct session {
	const struct options *options;
	struct options changed;  /* what `options` points to, once it was reread */
	struct identity invoker; /* who looks at the globe and may ask at the socket */
	struct identity who;     /* whom the sensor becomes */
	struct netns netns;
	struct state state;
	struct places places;
	struct launch globe;
	struct clients *clients;
	struct outlets outlets;
	struct sensor sensor;
	struct source_info info;
	struct presence presence; /* a watch */
	char interface[64]; /* the names that were asked for */
	int events;         /* descriptor of the lines, -1 for none */
	const char *events_name;
	const char *events_path; /* of a file, NULL for none */
	bool lost_lines;
};

/* Set by SIGINT and SIGTERM, and for a replay by SIGHUP: finish and end. */
extern volatile sig_atomic_t session_stop;

/* Set by SIGHUP of a watch: reread configuration and lists. */
extern volatile sig_atomic_t session_reread;

void session_catch_signals(bool rereads);

/* Find out who to become and open the events' file and the outlets, while still who we are. */
int session_prepare(struct session *s, const struct options *o, struct err *e);

/*
 * With the source open: start the globe, give up privileges, open the databases and size the
 * sensor. Afterwards nothing needs more than the user has.
 *
 * socket   where to listen, or NULL
 */
int session_open(struct session *s, const char *socket, struct err *e);

/* How the interfaces are watched has changed: tell who follows, and who will ask. */
void session_tell_anew(struct session *s);

/* Answer who asks, and tell who follows; never waits. Returns whether there is more to tell. */
bool session_serve(struct session *s);

/*
 * Take the events' file and the configuration as they are now; a bad configuration changes
 * nothing, and is named.
 */
void session_take_changes(struct session *s);

/* Write lines that wait; a failure is said once, and remembered for the exit status. */
void session_flush(struct session *s);

/*
 * The last lines, and the picture.
 *
 * returns  the exit status
 */
int session_end(struct session *s);

void session_close(struct session *s);

#endif
