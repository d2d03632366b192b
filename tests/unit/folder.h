/* SPDX-License-Identifier: BSD-2-Clause */
/* folder.h - a folder that lasts as long as a test. */
#ifndef FOLDER_H
#define FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/err.h"

static struct folder {
	char path[64];
	int fd;
	struct err e;
} folder;

static inline int folder_make(void **state)
{
	(void)state;
	strcpy(folder.path, "/tmp/redarc-test-XXXXXX");
	if (!mkdtemp(folder.path))
		return -1;
	folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return folder.fd < 0;
}

static inline int folder_remove(void **state)
{
	DIR *dir = fdopendir(folder.fd);

	(void)state;
	rewinddir(dir);
	for (struct dirent *d; (d = readdir(dir));)
		if (unlinkat(folder.fd, d->d_name, 0))
			unlinkat(folder.fd, d->d_name, AT_REMOVEDIR);
	closedir(dir);
	return rmdir(folder.path);
}

/* Whatever is in it, also what readers do not look at. */
static inline int folder_count(void)
{
	DIR *dir = opendir(folder.path);
	int n = 0;

	for (struct dirent *d; (d = readdir(dir));)
		n += strcmp(d->d_name, ".") && strcmp(d->d_name, "..");
	closedir(dir);
	return n;
}

#endif
