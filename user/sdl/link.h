/* SPDX-License-Identifier: BSD-2-Clause */
/* link.h - the stream of a sensor: a socket, or a descriptor that was inherited. */
#ifndef SDL_LINK_H
#define SDL_LINK_H

#include <stdbool.h>

#include "core/err.h"
#include "stream/stream.h"

#define LINK_FOLDER "/run/redarc"

struct link {
	int fd; /* -1: not connected */
	char path[108]; /* of the socket; "" for a descriptor, and while none is found */
	bool finds;     /* the socket was not named */
	size_t used;
	uint8_t buf[1 << 16];
	char out[2048]; /* lines that are still to be sent */
	size_t waiting;
};

/*
 * path     NULL: the only live socket in LINK_FOLDER
 * errors   -ENOENT none, -EEXIST several, -ECONNREFUSED nobody listens, -EACCES
 */
int link_connect(struct link *l, const char *path, struct err *e);

/* The socket again, after it broke or was not there; as often as it takes. */
int link_again(struct link *l, struct err *e);

/* fd: taken */
void link_adopt(struct link *l, int fd);

void link_close(struct link *l);

/* Ask the sensor what it knows of a peer; an EXPLAIN answers, if it can. Never waits. */
void link_explain(struct link *l, const struct addr *peer);

/* Ask for what stream.h says a word stands for: "past", "points". Never waits. */
void link_ask(struct link *l, const char *what);

/* Whether somebody is there, and a line of request.h can be kept until it reads. */
bool link_has_room(const struct link *l);

/* Wants room; link_read() sends what could not go out at once. Never waits. */
void link_send(struct link *l, const char *line, size_t len);

/*
 * Hand on the records that have come; at most a buffer full, so that the window stays awake.
 *
 * wait_ms  for the first byte; -1: until it comes
 * returns  records handed on; 0 also when there is none in time
 * errors   -EPIPE the stream ended, -EBADMSG it is none of this version
 */
int link_read(struct link *l, int wait_ms, void (*take)(void *ctx, const struct stream_record *r),
	      void *ctx, struct err *e);

#endif
