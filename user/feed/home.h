/* SPDX-License-Identifier: BSD-2-Clause */
/* home.h - where redarc-feed reads and writes, and as whom. */
#ifndef FEED_HOME_H
#define FEED_HOME_H

#include "core/err.h"
#include "core/paths.h"

struct home {
	char config[PATHS_ROOM]; /* the configuration's file */
	int lists_fd;            /* of the folder of lists; -1: not open */
};

/* Find the configuration. config: what was named, or NULL */
void home_find(const char *config, struct home *out);

/*
 * Open the folder of lists, made when it is missing. Root becomes the owner of the state folder,
 * which then has to be there; from here on there are no privileges and none to be had, and
 * nothing can be written but lists.
 *
 * state    what was named, or NULL
 * errors   -EPERM root, and the state folder is root's; -ENOENT, -EACCES
 */
int home_open(const char *state, struct home *h, struct err *e);
void home_close(struct home *h);

#endif
