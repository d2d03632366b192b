/* SPDX-License-Identifier: BSD-2-Clause */
/* eve_file.h - the file of the EVE lines, which others rotate. */
#ifndef APP_EVE_FILE_H
#define APP_EVE_FILE_H

#include "app/privilege.h"

/*
 * Open it to append. One that is made is handed to who will write it, so that a rotation that
 * copies its owner leaves one that can be opened again.
 *
 * returns  a descriptor, or -errno
 */
int eve_file_open(const char *path, const struct identity *who, struct err *e);

/*
 * Open what is at the path by now.
 *
 * fd       what is written now; stays open
 * fresh    out: another file, or -1: there is none, or fd is no file that could be rotated
 * errors   what open(2) says; -EINVAL what is there now is no regular file
 */
int eve_file_reopen(const char *path, int fd, int *fresh, struct err *e);

#endif
