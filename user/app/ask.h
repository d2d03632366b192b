/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.h - asks running sensors, through their sockets, what they have to say of themselves. */
#ifndef APP_ASK_H
#define APP_ASK_H

#include <stddef.h>

/* f: gets each answer, one line of JSON, until it returns not 0 */
typedef int ask_take(void *ctx, const char *answer);

/* The sensor at a socket; returns 1, or -errno. */
int ask_socket(const char *path, ask_take *f, void *ctx);

/*
 * All sensors that answer in RUN_DIR, or the one of an interface.
 *
 * interface  NULL for all
 * returns    how many answered; when none did, -errno of one that would not, else 0
 */
int ask_each(const char *interface, ask_take *f, void *ctx);

/*
 * The state folder of the only sensor that runs.
 *
 * returns  0, -ENOENT none runs, -EEXIST several do, or as ask_each()
 */
int ask_state(char *path, size_t room);

#endif
