/* SPDX-License-Identifier: BSD-2-Clause */
/* output.h - a file that comes to be whole, or not at all. */
#ifndef SDL_OUTPUT_H
#define SDL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

#define OUTPUT_PATH 512

struct output {
	int fd;     /* -1: not open */
	bool begun; /* what is there is ours, to be removed when it does not become whole */
	char path[OUTPUT_PATH];
};

/*
 * path     "-" for standard output
 * replace  what is there stays until the first byte is written; else it is an error
 * errors   -EEXIST, and what open(2) says
 */
int output_open(struct output *o, const char *path, bool replace, struct err *e);

/* errors: what write(2) says, -ENOSPC for a full disk */
int output_write(struct output *o, const void *bytes, size_t len, struct err *e);

/*
 * Closes it; what is not open is let alone. What is not whole is removed.
 *
 * errors   what close(2) says: it is not whole then
 */
int output_close(struct output *o, bool whole, struct err *e);

#endif
