/* SPDX-License-Identifier: BSD-2-Clause */
/* learning.h - when a sensor learns, what it makes of it, and what it is told to forget. */
#ifndef APP_LEARNING_H
#define APP_LEARNING_H

#include "app/sensor.h"

/* Read lists and past and decide whether to learn; for a capture when its first event comes. */
int sensor_begin(struct sensor *s, int64_t now_ns, struct err *e);

/* The end of learning: fix the list, and say what was learned and what is to be doubted. */
int sensor_fix(struct sensor *s, int64_t now_ns, struct err *e);

/* Nobody becomes trusted, and who is not trusted is not remembered, until it is thawed. */
int sensor_freeze(struct sensor *s, bool on, struct err *e);

/* As history_forget(); rows: out */
int sensor_forget(struct sensor *s, int64_t from_s, const struct cidr *peers, uint32_t *rows,
		  struct err *e);

/* Reread the lists. One that is damaged is named, and what it said before still holds. */
int sensor_reload(struct sensor *s, struct err *e);

/*
 * Take what may change while it runs: window, trust, red. The rest is said to wait for the next
 * start.
 */
int sensor_reconfigure(struct sensor *s, const struct options *o, struct err *e);

#endif
