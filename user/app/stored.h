/* SPDX-License-Identifier: BSD-2-Clause */
/* stored.h - a stored state as a sensor that starts now would judge by it. Nothing is written. */
#ifndef APP_STORED_H
#define APP_STORED_H

#include "app/roll.h"
#include "app/target.h"

struct stored {
	struct history *history;
	struct source nobody; /* there is no kernel to be told */
	struct roll roll;     /* its judge is what is asked */
};

/*
 * Read history and lists and decide who is known. A list that cannot be read is said and left out.
 * A sensor that runs is asked to write down what is new beforehand.
 *
 * errors   as history_open(), and target_ask(); to be closed also then
 */
int stored_open(const struct options *o, struct target *t, struct stored *out, struct err *e);
void stored_close(struct stored *s);

#endif
