/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.h - lines on their way to a descriptor: whole, in batches, waiting in bounded memory. */
#ifndef VIEW_LINES_H
#define VIEW_LINES_H

#include "core/err.h"

#include <stddef.h>

#define LINES_ROOM 4096 /* bytes of the longest line, with its newline */

struct lines {
	int fd;
	size_t most; /* bytes of a write: a pipe that is writable takes these at once */
	const char *name;
	char *text;
	size_t line, start, end; /* what waits in text, and where its first line began */
};

/*
 * fd, name borrowed
 * returns  0, or -ENOMEM
 */
int lines_init(struct lines *l, int fd, const char *name);
void lines_clear(struct lines *l); /* does not flush */

/* returns LINES_ROOM bytes to write a line into, or NULL when too much is waiting */
char *lines_begin(struct lines *l);

/* Keep the line, and write when a batch is waiting. len: its bytes, with the newline */
void lines_end(struct lines *l, size_t len);

/*
 * Write out what is waiting; what a write leaves of a line goes first with the next. A file
 * that cannot take all of a line is cut back to the end of the line before.
 *
 * wait_ms  for a slow reader, in all; 0: not at all; -1: until it has taken everything
 * returns  0, or -errno of write(2); -EAGAIN when the time is over, -EINTR after a signal
 */
int lines_flush(struct lines *l, int wait_ms, struct err *e);

/*
 * Write to another descriptor from here on; what the old one does not take at once is waiting for
 * the new one, from the beginning of a line.
 */
void lines_move(struct lines *l, int fd);

/* Give up what is waiting; returns the number of these lines. */
size_t lines_drop(struct lines *l);

#endif
