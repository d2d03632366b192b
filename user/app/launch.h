/* SPDX-License-Identifier: BSD-2-Clause */
/* launch.h - starts redarc-globe as the invoking user, fed through a pair of sockets. */
#ifndef APP_LAUNCH_H
#define APP_LAUNCH_H

#include <sys/types.h>

#include "app/options.h"
#include "app/privilege.h"

struct launch {
	pid_t pid;     /* 0: there is none */
	int stream;    /* our end, -1 when it was handed on */
	int status;    /* exit status, once it is over */
};

/*
 * Start the window, or for --screenshot the one that draws a picture and ends. Without a
 * display and without --screenshot nothing is started, and that is said.
 *
 * errors   -ENOENT redarc-globe is not there; only with --screenshot is that a failure
 */
int launch_globe(const struct options *o, const struct identity *who, struct launch *out,
		 struct err *e);

/* Whether the window was closed, or has failed: its status tells. */
bool launch_is_over(struct launch *l);

/* Wait for the window to end; returns its exit status, 0 when there was none. */
int launch_wait(struct launch *l);

#endif
