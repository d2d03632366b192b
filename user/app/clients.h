/* SPDX-License-Identifier: BSD-2-Clause */
/* clients.h - the sensor's socket: who asks for the status, and who follows the stream. */
#ifndef APP_CLIENTS_H
#define APP_CLIENTS_H

#include <sys/types.h>

#include "app/sensor.h"

struct clients;

/*
 * A request is one line, as requests.h says, and is answered with one; "stream" with the binary
 * stream, which stream.h says how to ask for more. The socket belongs to `uid` and is for
 * nobody else (mode 0600); whoever comes is asked for credentials all the same, and is hung up on
 * unless it is root, that user or the sensor's. When all places are taken, the one who was silent
 * for longest and follows no stream gives way.
 *
 * path     where to listen; NULL: only clients that are added
 * errors   -EADDRINUSE another sensor answers there; -EACCES, -ENOENT
 */
int clients_open(const char *path, uid_t uid, struct clients **out, struct err *e);

/* Removes the socket when that is permitted; says END to those who follow. */
void clients_close(struct clients *c);

/* A follower on a descriptor of ours; taken. */
int clients_add(struct clients *c, int fd);

/* Readable when clients_serve() has something to do; an epoll descriptor. */
int clients_fd(const struct clients *c);

/*
 * Accept, answer, and send what changed since; never waits.
 *
 * returns  whether there is more to send at once
 */
bool clients_serve(struct clients *c, struct sensor *s);

/* How the sensor watches has changed: say so to who follows. */
void clients_greet_anew(struct clients *c);

/* Send all there is, and END, waiting for slow readers up to timeout_ns. */
void clients_finish(struct clients *c, struct sensor *s, int64_t timeout_ns);

#endif
