/* SPDX-License-Identifier: BSD-2-Clause */
/* rounds.h - one round over the lists, or rounds without end. */
#ifndef FEED_ROUNDS_H
#define FEED_ROUNDS_H

#include "judge/feeds.h"

struct rounds {
	const char *config; /* the file */
	struct feeds feeds; /* read from it; reread by rounds_every() */
	int lists_fd;
	bool force;
};

/* Hold back what ends or rereads, so that it is noticed where nothing is half done. */
void rounds_hold_signals(bool every);

/*
 * Bring lists up to date, a line to standard output for each; one that fails keeps no other.
 *
 * names    n of them; none: all, and those no longer named are withdrawn
 * returns  whether all went well; else the terminal was told why
 */
bool rounds_once(const struct rounds *r, char *const *names, size_t n);

/* Bring each list up to date when it is due, until told to end. */
void rounds_every(struct rounds *r);

#endif
