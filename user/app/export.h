/* SPDX-License-Identifier: BSD-2-Clause */
/* export.h - flows on their way to a collector, as IPFIX by UDP. */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "core/err.h"
#include "model/model.h"
#include "source/source.h"

/* Where it is NULL there is no collector, and nothing is done. */
struct export;

/*
 * Ask for the collector's name and connect; later calls need no rights.
 *
 * to       endpoint.h; borrowed for the life of the export; NULL: *out becomes NULL
 * peers    of the model, at most; memory is touched only as they come
 * errors   -EINVAL no HOST:PORT; -EHOSTUNREACH nobody knows the name; -ENOMEM; what socket(2)
 *          and connect(2) say
 */
int export_open(const char *to, uint32_t peers, struct export **out, struct err *e);
void export_close(struct export *x);

/* Give the source's interfaces the numbers that the system has for them. */
void export_interfaces(struct export *x, struct source *source);

/* A peer of the model had an event, with packets. */
void export_note(struct export *x, const struct model *m, const struct model_peer *peer,
		 const struct event *e);

/*
 * Send flows that were idle for a minute or went on for five, a bounded number of messages. What
 * cannot be sent is counted, and said once.
 *
 * now_ns   by the clock of the events
 * returns  whether there are more to send
 */
bool export_step(struct export *x, const struct model *m, int64_t now_ns);

uint64_t export_unsent(const struct export *x); /* messages */

/* Send all flows, no faster than a collector takes them, and say what could not be sent. */
void export_finish(struct export *x, const struct model *m);

#endif
