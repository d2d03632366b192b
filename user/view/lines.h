/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.h - lines on their way to a descriptor: whole, in batches, waiting in bounded memory. */
#ifndef VIEW_LINES_H
#define VIEW_LINES_H

#include "core/err.h"

#include <stddef.h>

#define LINES_ROOM 4096 /* bytes of the longest line, with its newline */

struct lines {
	int fd;
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

/* Keep the line. len: its bytes, with the newline */
void lines_end(struct lines *l, size_t len);

/*
 * Write out what is waiting; what a write leaves of a line goes first with the next. A file
 * that cannot take all of a line is cut back to the end of the line before.
 *
 * returns  0, or -errno of write(2)
 */
int lines_flush(struct lines *l, struct err *e);

#endif
