/* SPDX-License-Identifier: BSD-2-Clause */
/* file.h - a whole file in memory, up to a bound. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include <stddef.h>

/*
 * Read what is left of an open file.
 *
 * most     bytes; one more is -EFBIG
 * text     out: taken by the caller, to be freed; a zero follows it. NULL after an error
 * errors   -EFBIG, -ENOMEM, and what read(2) says
 */
int file_read(int fd, size_t most, char **text, size_t *len);

#endif
