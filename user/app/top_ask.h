/* SPDX-License-Identifier: BSD-2-Clause */
/* top_ask.h - asks a sensor who is busiest, again and again. */
#ifndef APP_TOP_ASK_H
#define APP_TOP_ASK_H

#include <jansson.h>

#include "app/ask.h"
#include "app/options.h"
#include "app/top_query.h"

struct top_sensor {
	char path[108];
	int fd; /* < 0: not connected; the next question tries */
	char text[ASK_ANSWER];
};

/*
 * The sensor at --socket, of the interface that was named, or the only one that runs.
 *
 * errors   -ENOENT none; -EEXIST several; what its socket says
 */
int top_sensor_find(const struct options *o, struct top_sensor *out, struct err *e);
void top_sensor_close(struct top_sensor *s);

/*
 * All rows that were asked for, in one object, however many answers that takes.
 *
 * answer   out: to be json_decref()ed
 * errors   -EREMOTEIO what the sensor says; -ETIMEDOUT, -ECONNRESET, -ECONNREFUSED, -ENOENT: it
 *          is gone, and may come back
 */
int top_sensor_ask(struct top_sensor *s, const struct top_query *q, json_t **answer,
		   struct err *e);

#endif
