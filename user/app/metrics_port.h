/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics_port.h - answers GET /metrics on 127.0.0.1, a bounded number of clients at a time. */
#ifndef APP_METRICS_PORT_H
#define APP_METRICS_PORT_H

#include <stdint.h>

#include "core/err.h"
#include "view/http.h"

struct metrics_port;

/* Writes the body into room bytes; returns its length, 0 when it cannot be told. */
typedef size_t metrics_render(void *ctx, char *text, size_t room);

/*
 * Whoever sends too much or takes too long is hung up on; when all places are taken, the one who
 * came first gives way.
 *
 * errors   -EADDRINUSE, -EACCES
 */
int metrics_port_open(uint16_t port, struct metrics_port **out, struct err *e);
void metrics_port_close(struct metrics_port *p);

/* Readable when metrics_port_serve() has something to do; an epoll descriptor. */
int metrics_port_fd(const struct metrics_port *p);

/* Accept, read, answer; never waits. render is called once for each answer. */
void metrics_port_serve(struct metrics_port *p, metrics_render *render, void *ctx);

#endif
