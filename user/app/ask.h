/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.h - asks running sensors, through their sockets: a line each way. */
#ifndef APP_ASK_H
#define APP_ASK_H

#include <stddef.h>

#define ASK_ANSWER 65536 /* bytes of the longest answer, with its end */
#define ASK_WAIT_S 5     /* for an answer that is at hand */

/* returns a descriptor, or -errno */
int ask_connect(const char *path);

/*
 * One request and its answer, a line of JSON.
 *
 * request  with its newline
 * wait_s   for each part of the answer
 * answer   out: ASK_ANSWER bytes
 * returns  0, -ETIMEDOUT, -ECONNRESET hung up, or another -errno
 */
int ask_line(int fd, const char *request, int wait_s, char *answer);

/* Gets the path of a socket, and the answer to "status" there. */
typedef int ask_take(void *ctx, const char *path, const char *answer);

/* The sensor at a socket; returns 1, or -errno. */
int ask_socket(const char *path, ask_take *f, void *ctx);

/*
 * All sensors that answer in RUN_DIR, or the one of an interface.
 *
 * interface  NULL for all
 * returns    how many answered; when none did, -errno of one that would not, else 0
 */
int ask_each(const char *interface, ask_take *f, void *ctx);

#endif
