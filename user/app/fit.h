/* SPDX-License-Identifier: BSD-2-Clause */
/* fit.h - text as a terminal shows it: cut and padded to columns, without control characters. */
#ifndef APP_FIT_H
#define APP_FIT_H

#include <stdbool.h>
#include <stddef.h>

struct fit {
	bool ascii; /* the terminal shows nothing else: each other character becomes '?' */
};

/*
 * utf8     any bytes; what is no UTF-8, or moves the cursor, becomes '?'
 * columns  exactly so many are filled, from the left; negative: from the right. What is too long
 *          loses its end
 * out      room bytes; cut when that is not enough
 * returns  bytes written, without the end
 */
size_t fit_text(const struct fit *f, const char *utf8, int columns, char *out, size_t room);

#endif
