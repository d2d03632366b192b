/* SPDX-License-Identifier: BSD-2-Clause */
/* outlets.h - where a sensor puts its metrics: a file, a port of this machine, or both. */
#ifndef APP_OUTLETS_H
#define APP_OUTLETS_H

#include "app/metrics_file.h"
#include "app/metrics_port.h"
#include "app/sensor.h"

struct outlets {
	struct metrics_file file;
	struct metrics_port *port; /* NULL: none */
	char *text;                /* METRICS_ROOM bytes; NULL without a file */
	int64_t started_ns;        /* of the process */
	int64_t due_ns;            /* when to write the file next; clock_steady_ns() */
	bool failed;               /* the last time it was written, which has been said */
};

/* Outlets that have nothing open, and may be closed. */
#define OUTLETS_NONE { .file.folder = -1 }

/* Open what needs rights: the folder, the port. Errors as of metrics_file.h and metrics_port.h. */
int outlets_open(struct outlets *out, const struct options *o, struct err *e);
void outlets_close(struct outlets *out);

/*
 * Write the file for the first time, and make sure that evidence can be kept, once the sensor is
 * who it will be.
 *
 * who      for the error, which tells what to change
 * errors   as metrics_file_write(); not that the disk is full, which passes; evidence_begin()
 */
int outlets_begin(struct outlets *out, struct sensor *s, const char *who, struct err *e);

/* Readable when outlets_serve() has something to do; -1 without a port. */
int outlets_fd(const struct outlets *out);

/* Answer at the port; replace the file when it is due. Never waits for anybody. */
void outlets_serve(struct outlets *out, struct sensor *s);

/* Write the file for the last time. returns 0, or -errno */
int outlets_finish(struct outlets *out, struct sensor *s, struct err *e);

#endif
