/* SPDX-License-Identifier: BSD-2-Clause */
/* target.h - the state that a command is about, and the sensor that keeps it, if one runs. */
#ifndef APP_TARGET_H
#define APP_TARGET_H

#include <jansson.h>

#include "app/options.h"
#include "app/state.h"

struct target {
	struct state state;  /* fd < 0: there is none yet */
	struct identity who; /* whom we became */
	uid_t caller;        /* who asks */
	int sensor;          /* connection to the sensor that keeps the state; < 0: none answers */
};

/*
 * Find the state: of the sensor at --socket, of --state, of the only sensor that runs, or the
 * usual one; then give up privileges.
 *
 * mode     STATE_LOOK or STATE_EDIT
 * errors   -ENOENT with STATE_LOOK: there is none; -ENOTCONN nobody answers at --socket; -EACCES
 *          a sensor runs that does not answer us, and there is no other state; -EEXIST several
 *          sensors run; as state_open() and privilege_drop(). To be closed also then
 */
int target_open(const struct options *o, enum state_mode mode, struct target *out, struct err *e);
void target_close(struct target *t);

/* Whether a sensor keeps the state to itself, one that answers or one whose socket is elsewhere. */
bool target_is_kept(const struct target *t);

/*
 * Keep sensors from starting on the state until it is closed.
 *
 * errors   -EBUSY one keeps it already
 */
int target_keep(struct target *t, struct err *e);

/*
 * Ask the sensor.
 *
 * request  with its newline
 * answer   out: an object, to be json_decref()ed; may be NULL
 * errors   -ENOTCONN there is none; -EREMOTEIO what it says; -ETIMEDOUT, -ECONNRESET
 */
int target_ask(struct target *t, const char *request, json_t **answer, struct err *e);

#endif
