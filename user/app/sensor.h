/* SPDX-License-Identifier: BSD-2-Clause */
/* sensor.h - the path of the data: source, judge, history, places, model, lines. */
#ifndef APP_SENSOR_H
#define APP_SENSOR_H

#include "app/evidence.h"
#include "app/alert.h"
#include "app/export.h"
#include "app/listing.h"
#include "app/options.h"
#include "app/roll.h"
#include "app/swap.h"
#include "app/top.h"
#include "app/trail.h"
#include "app/trip.h"
#include "judge/beacon.h"
#include "judge/locals.h"
#include "judge/reply.h"
#include "judge/storm.h"
#include "model/model.h"
#include "stream/stream.h"
#include "view/jsonl.h"

#define SENSOR_PEERS (1u << 20) /* shown, at most */
#define SENSOR_ROWS (1u << 21)  /* of history, and entries of the allowlist, at most */
#define SENSOR_ARCS (1u << 17)
#define SENSOR_INTERFACES 64
#define SENSOR_LOCALS 4096 /* local hosts that have to do with strangers, at most */

struct sensor {
	const struct options *options;
	struct source source;     /* opened by the caller, closed with the sensor */
	struct history *history;  /* taken; NULL: nobody was ever seen */
	struct geo *geo;          /* taken */
	struct model *model;
	struct jsonl *jsonl;      /* NULL: no lines are wanted; taken */
	struct evidence *evidence; /* NULL: no packets are kept; taken */
	struct jsonl_run run;
	struct export *export;    /* taken */
	struct alerts alerts;     /* where messages are kept */
	struct roll roll;
	struct swap swap;         /* of the lists */
	struct listing listing;   /* their names, for the stream */
	struct trip trip;
	struct beacons *beacons;
	struct replies *replies;
	struct locals *locals;
	struct storm storm;
	struct top top;
	struct trail trail;
	int64_t storm_since_ns, storm_until_ns; /* of this storm or the last; 0: none yet */
	int state_fd;             /* borrowed; -1: no state */
	int lists_fd;             /* of the folder of lists, -1: there is none */
	uint64_t lists_stamp;
	struct ra_ledger judged[SENSOR_INTERFACES]; /* what was judged here, not by the source */
	struct jsonl_interface interfaces[SENSOR_INTERFACES]; /* as they were read last */
	int64_t now_ns;           /* of the last event, or of the clock */
	int64_t learn_until_ns;
	int64_t expire_s, expired_s; /* when to look for who is trusted no longer: next, last */
	int64_t due_ns;           /* a replay: when to look next for what is due */
	int64_t tick_ns, tick_steady_ns; /* the last tick, by both clocks */
	uint32_t rejudge_at;      /* the model's peer that is to be judged again */
	bool teaches;             /* events go into the history */
	bool replay;              /* time is that of the frames */
	bool begun, over;         /* the past was read; a replay's --duration has passed */
	bool said_full, said_allow4; /* that a table has no room left: ours, the kernel's */
	bool names_peers;         /* print a line for each new peer and direction */
	float home_lat_deg, home_lon_deg;
	bool home_known;
	int fault; /* -errno of what went wrong while an event was taken */
	struct err fault_text;
};

/* Sizes what is not opened yet; wants options, source, geo and replay. */
int sensor_open(struct sensor *s, struct err *e);
void sensor_close(struct sensor *s);

/* What the source's events go into. */
struct event_sink sensor_sink(struct sensor *s);

/* What time brings: intruders, lists that changed or expired, trust that did. */
void sensor_look(struct sensor *s, int64_t now_ns);

/* The same, and the end of learning, for a sensor that watches; a few times a second. */
int sensor_tick(struct sensor *s, int64_t now_ns, struct err *e);

/*
 * Whether an event is to be shown and learned, or is of one stranger too many and only counted.
 * Its verdict is set. Local hosts are told of strangers in any case.
 */
bool sensor_admits(struct sensor *s, const struct event *e);
void sensor_watch_storm(struct sensor *s);

/* A few milliseconds of what takes longer, such as new lists; returns whether there is more. */
bool sensor_step(struct sensor *s);
bool sensor_settled(const struct sensor *s);

/* Judge everyone again who is shown, by and by. */
void sensor_rejudge(struct sensor *s);

/* Write down what is new. Errors as history_flush(). */
int sensor_save(struct sensor *s, struct err *e);

/*
 * Detach, read what is left, write the last lines. Those that cannot be written are counted
 * as lost; that their reader was too slow, or a signal came, is no failure beyond that.
 *
 * wait_ms  as for jsonl_flush()
 */
int sensor_finish(struct sensor *s, int wait_ms, struct err *e);

/* Read what is counted, into run.interfaces; their sum is told by the status. */
void sensor_read_interfaces(struct sensor *s);
void sensor_status(struct sensor *s, struct jsonl_status *out);
void sensor_stream_status(struct sensor *s, struct stream_status *out);

/* Home: as asked for, else the place of the first of these addresses that has one. */
void sensor_find_home(struct sensor *s, const struct addr *own, size_t n);

#endif
