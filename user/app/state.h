/* SPDX-License-Identifier: BSD-2-Clause */
/* state.h - the folder where the history lives, opened so that it outlasts our privileges. */
#ifndef APP_STATE_H
#define APP_STATE_H

#include "app/privilege.h"
#include "core/err.h"

struct state {
	int fd; /* of the folder, -1 when there is none */
	char path[512];
};

/* The folder that was named, or the default for this user: text into path. */
void state_path(const char *named, const struct identity *who, char *path, size_t room);

/*
 * Open the folder. As root: one that belongs to a user decides whom the sensor becomes; one
 * that is root's is handed to the sensor's user, if it is ours to give: new, empty, or with a
 * history in it.
 *
 * who      in and out
 * create   make it, and what leads there, when it is missing
 * errors   -ENOENT when it is missing and not to be made; -EACCES, -ENOTDIR, -EROFS
 */
int state_open(const char *named, struct identity *who, bool create, struct state *out,
	       struct err *e);
void state_close(struct state *s);

/*
 * Take the folder for a sensor that writes there, as long as it is open.
 *
 * errors   -EBUSY another sensor has it
 */
int state_lock(const struct state *s, struct err *e);

#endif
