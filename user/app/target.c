/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/target.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/ask.h"
#include "core/log.h"

#define WORK_WAIT_S 60 /* lists of a million entries take their time */

/* What is looked for among the sensors that run. */
struct search {
	char state[PATH_MAX]; /* "": any */
	int found;
	bool refused; /* one runs that does not answer us */
	char at[108], its_state[512];
};

static int take_sensor(void *ctx, const char *path, const char *answer)
{
	struct search *s = ctx;
	json_t *status = json_loads(answer, 0, NULL);
	const char *state = json_string_value(json_object_get(status, "state"));

	if (state && (!s->state[0] || !strcmp(s->state, state))) {
		s->found++;
		snprintf(s->at, sizeof(s->at), "%s", path);
		snprintf(s->its_state, sizeof(s->its_state), "%s", state);
	}
	json_decref(status);
	return 0;
}

static int search_socket(const struct options *o, struct search *s, struct err *e)
{
	int r = ask_socket(o->socket, take_sensor, s);

	if ((r == -ENOENT || r == -ECONNREFUSED) && !options_given(o, "socket"))
		return 0; /* the configuration says where one would listen */
	if (r < 0)
		return err_set(e, -ENOTCONN, "%s: %s", o->socket, strerror(-r));
	if (!s->found)
		return err_set(e, -EEXIST, "%s: its sensor keeps %s", o->socket,
			       s->state[0] ? "another state" : "no state");
	return 0;
}

/* Which sensor is meant; found stays 0 when none runs, or none that we may ask. */
static int search(const struct options *o, struct search *s, struct err *e)
{
	int r;

	if (o->state && !realpath(o->state, s->state))
		snprintf(s->state, sizeof(s->state), "%s", o->state);
	if (o->socket)
		return search_socket(o, s, e);
	r = ask_each(NULL, take_sensor, s);
	s->refused = r < 0 && !o->state;
	if (s->refused)
		log_warn("%s: a sensor runs, but answers only its user and root: %s", o->command,
			 strerror(-r));
	if (s->found > 1)
		return err_set(e, -EEXIST,
			       "%s: several sensors run; --state DIR says which is meant",
			       o->command);
	return 0;
}

/* Who typed it: who called sudo, if anyone did. */
static uid_t caller(void)
{
	const char *sudo = getuid() ? NULL : getenv("SUDO_UID");

	return sudo ? (uid_t)strtoul(sudo, NULL, 10) : getuid();
}

int target_open(const struct options *o, enum state_mode mode, struct target *out, struct err *e)
{
	struct search s = { 0 };
	int r;

	*out = (struct target){ .state.fd = -1, .sensor = -1 };
	r = search(o, &s, e);
	if (!r)
		r = privilege_find(o->user, &out->who, e);
	out->caller = caller();
	/* Connected as who we are: afterwards the socket may be closed to us. */
	if (!r && s.found)
		out->sensor = ask_connect(s.at);
	if (!r)
		r = state_open(s.found ? s.its_state : o->state, &out->who,
			       s.found && mode != STATE_LOOK ? STATE_JOIN : mode, &out->state, e);
	if (r == -ENOENT && s.refused)
		r = -EACCES; /* the state that is meant is there, but not ours to look at */
	if (!r || r == -ENOENT) {
		int dropped = privilege_drop(&out->who, 0, r ? NULL : e);

		r = dropped ? dropped : r;
	}
	return r;
}

void target_close(struct target *t)
{
	if (t->sensor >= 0)
		close(t->sensor);
	t->sensor = -1;
	state_close(&t->state);
}

bool target_is_kept(const struct target *t)
{
	if (t->sensor >= 0)
		return true;
	if (t->state.fd < 0 || !flock(t->state.fd, LOCK_SH | LOCK_NB)) {
		if (t->state.fd >= 0)
			flock(t->state.fd, LOCK_UN);
		return false;
	}
	return errno == EWOULDBLOCK;
}

int target_keep(struct target *t, struct err *e)
{
	if (!flock(t->state.fd, LOCK_EX | LOCK_NB))
		return 0;
	if (errno != EWOULDBLOCK)
		return err_set(e, -errno, "%s: %s", t->state.path, strerror(errno));
	return err_set(e, -EBUSY, "%s: a sensor keeps it: --socket PATH says where it listens",
		       t->state.path);
}

static int understand(const char *text, json_t **answer, struct err *e)
{
	json_t *root = json_loads(text, 0, NULL);
	const char *error = json_string_value(json_object_get(root, "error"));
	int r = 0;

	if (!json_is_object(root))
		r = err_set(e, -EBADMSG, "sensor: its answer is not understood");
	else if (error)
		r = err_set(e, -EREMOTEIO, "%s", error);
	if (answer && !r)
		*answer = json_incref(root);
	json_decref(root);
	return r;
}

int target_ask(struct target *t, const char *request, json_t **answer, struct err *e)
{
	char *text = malloc(ASK_ANSWER);
	int r = !text ? -ENOMEM : t->sensor < 0 ? -ENOTCONN : 0;

	if (!r)
		r = ask_line(t->sensor, request, WORK_WAIT_S, text);
	r = r ? err_set(e, r, "sensor: no answer: %s", strerror(-r)) : understand(text, answer, e);
	free(text);
	return r;
}
