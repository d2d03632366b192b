/* SPDX-License-Identifier: BSD-2-Clause */
/* arguments.h - what was asked for on the command line. */
#ifndef FEED_ARGUMENTS_H
#define FEED_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

struct arguments {
	const char *config, *state; /* NULL: not given */
	bool once, every, force, check, help, version;
	char **names; /* of lists; none: all */
	size_t n_names;
};

/*
 * Read the command line. Options may stand anywhere, as --name value or --name=value; `--` ends
 * them.
 *
 * argv     reordered so that names can point into it
 * errors   -EINVAL
 */
int arguments_parse(int argc, char **argv, struct arguments *out, struct err *e);

/* The table of options, for --help. */
void arguments_print(void);

#endif
