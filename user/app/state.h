/* SPDX-License-Identifier: BSD-2-Clause */
/* state.h - the folder where the history lives, opened so that it outlasts our privileges. */
#ifndef APP_STATE_H
#define APP_STATE_H

#include "app/privilege.h"
#include "core/err.h"
#include "core/paths.h"

struct state {
	int fd; /* of the folder, -1 when there is none */
	char path[PATHS_ROOM];
};

enum state_mode {
	STATE_LOOK,  /* what is there, or nothing */
	STATE_EDIT,  /* made when it is missing; its owner's */
	STATE_JOIN,  /* of a sensor that runs, for writing: its owner's already, or not ours */
	STATE_WATCH, /* as STATE_EDIT, for a sensor that keeps it to itself and makes it its own */
};

/*
 * Open the folder. As root, one to edit or to watch with that is ours (empty, or with lists or a
 * history in it; neither directly below / nor open to all) is handed to the sensor's user; unless
 * it is a sensor's, an owner who is there already decides whom we become instead.
 *
 * who      in and out
 * errors   -ENOENT when it is missing and not to be made; -EACCES, -ENOTDIR, -EROFS; -EBUSY
 *          another sensor keeps it
 */
int state_open(const char *named, struct identity *who, enum state_mode mode, struct state *out,
	       struct err *e);
void state_close(struct state *s);

#endif
