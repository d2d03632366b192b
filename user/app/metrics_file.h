/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics_file.h - a file that is replaced as a whole, again and again. */
#ifndef APP_METRICS_FILE_H
#define APP_METRICS_FILE_H

#include <limits.h>
#include <stddef.h>

#include "core/err.h"

struct metrics_file {
	int folder; /* -1: there is no file */
	const char *path;
	char name[NAME_MAX + 1], fresh[NAME_MAX + 1]; /* in the folder; of what is not yet whole */
};

/*
 * Open its folder, so that the way there needs no rights later. Whether the file can be written is
 * only known once it is.
 *
 * path     borrowed
 * errors   -EINVAL no name of a file; -ENAMETOOLONG; what open(2) says of the folder
 */
int metrics_file_open(struct metrics_file *f, const char *path, struct err *e);
void metrics_file_close(struct metrics_file *f);

/*
 * Put these bytes in place of the old ones. After an error the old file is there as it was. A
 * folder that was taken away is looked for again.
 *
 * errors   -ENOSPC, -EACCES and what else the file system says
 */
int metrics_file_write(struct metrics_file *f, const char *text, size_t len, struct err *e);

#endif
