/* SPDX-License-Identifier: BSD-2-Clause */
/* sensor.h - the path of the data: source, judge, history, places, model, lines. */
#ifndef APP_SENSOR_H
#define APP_SENSOR_H

#include "app/options.h"
#include "judge/allow.h"
#include "judge/history.h"
#include "model/model.h"
#include "source/source.h"
#include "stream/stream.h"
#include "view/jsonl.h"

#define SENSOR_PEERS (1u << 19) /* peers, rows of history, entries of the allowlist, at most */
#define SENSOR_ARCS (1u << 17)

struct sensor {
	const struct options *options;
	struct source source;     /* opened by the caller, closed with the sensor */
	struct history *history;  /* what is learned from; taken */
	struct history *stored;   /* what holds the user's entries; may be the same, or NULL */
	struct geo *geo;          /* taken */
	struct model *model;
	struct jsonl *jsonl;      /* NULL: no lines are wanted; taken */
	struct jsonl_run run;
	struct allow allow;
	struct allow_sent *sent;  /* what the source was told of each entry */
	struct ra_ledger judged;  /* what was judged here, not by the source */
	int64_t now_ns;           /* of the last event, or of the clock */
	int64_t learn_until_ns;
	bool learning;
	bool teaches;             /* events go into the history */
	bool replay;              /* time is that of the frames */
	bool begun;               /* the past was read */
	bool over;                /* a replay's --duration has passed */
	bool said_full;           /* that a table has no room left */
	bool names_peers;         /* print a line for each new peer and direction */
	float home_lat_deg, home_lon_deg;
	bool home_known;
	int fault; /* -errno of what went wrong while an event was taken */
	struct err fault_text;
};

/* Sizes what is not opened yet: the allowlist and the model. */
int sensor_open(struct sensor *s, struct err *e);
void sensor_close(struct sensor *s);

/* Read the past and decide whether to learn; for a capture when its first event comes. */
int sensor_begin(struct sensor *s, int64_t now_ns, struct err *e);

/* What the source's events go into. */
struct event_sink sensor_sink(struct sensor *s);

/* What is due: the end of learning, entries that the user changed. */
int sensor_tick(struct sensor *s, int64_t now_ns, struct err *e);

/*
 * Detach, read what is left, write the last lines. Those that cannot be written are counted
 * as lost; that their reader was too slow, or a signal came, is no failure beyond that.
 *
 * wait_ms  as for jsonl_flush()
 */
int sensor_finish(struct sensor *s, int wait_ms, struct err *e);

void sensor_status(struct sensor *s, struct jsonl_status *out);
void sensor_stream_status(struct sensor *s, struct stream_status *out);

/* Home: as asked for, else the place of the first of these addresses that has one. */
void sensor_find_home(struct sensor *s, const struct addr *own, size_t n);

#endif
