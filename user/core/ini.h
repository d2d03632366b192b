/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ini.h - configuration files, read strictly.
 *
 *	# a comment; also behind a blank
 *	[section]
 *	key = value
 *	[section NAME]
 *
 * Every line is one of these or empty; none is continued on the next. Words are a-z, 0-9, '-' and
 * '_'. A byte order mark and CRLF are taken as they are meant. A section twice, a key twice in a
 * section, a key without a value or before any section are errors.
 */
#ifndef CORE_INI_H
#define CORE_INI_H

#include <stddef.h>

#include "core/err.h"

#define INI_MOST ((size_t)1 << 20) /* bytes of a file */
#define INI_LINE 1024    /* bytes of a line, with its end */
#define INI_SECTIONS 512 /* of a file */
#define INI_KEYS 64      /* of a section */

struct ini_entry {
	const char *section; /* "list" of [list drop] */
	const char *name;    /* "drop" of [list drop]; "" when it has none */
	const char *key;     /* NULL: the section begins here */
	const char *value;   /* never empty; NULL: the section begins here */
	unsigned int line;   /* counts from 1 */
};

/*
 * Take an entry, or refuse it.
 *
 * entry    its texts are valid for the call
 * e        of an error: thing and reason; file and line are put before them
 * returns  0, or -errno, which ends the reading
 */
typedef int ini_take(void *ctx, const struct ini_entry *entry, struct err *e);

/*
 * Read a configuration from memory.
 *
 * file     as messages name it
 * text     need not end with a newline, may hold anything
 * errors   -EINVAL and "FILE:LINE: thing: reason"; what take returned
 */
int ini_read(const char *file, const char *text, size_t len, ini_take *take, void *ctx,
	     struct err *e);

/*
 * The same from a file.
 *
 * errors   also -EFBIG, -ENOMEM, and what open(2) and read(2) say
 */
int ini_load(const char *path, ini_take *take, void *ctx, struct err *e);

#endif
