/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/metrics_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRESH_ENDING ".new"
#define MODE 0644 /* whatever the umask: another user's exporter reads it */

static int open_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash + 1 - path) : 0;
	char folder[PATH_MAX];
	int fd;

	if (len >= sizeof(folder))
		return -ENAMETOOLONG;
	memcpy(folder, path, len);
	folder[len] = 0;
	fd = open(len ? folder : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int metrics_file_open(struct metrics_file *f, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	f->folder = -1;
	f->path = path;
	if (!*name || !strcmp(name, "-") || !strcmp(name, ".") || !strcmp(name, ".."))
		return err_set(e, -EINVAL, "--metrics %s: wants the name of a file", path);
	if (strlen(name) + sizeof(FRESH_ENDING) > sizeof(f->fresh))
		return err_set(e, -ENAMETOOLONG, "%s: %s", path, strerror(ENAMETOOLONG));
	strcpy(f->name, name);
	snprintf(f->fresh, sizeof(f->fresh), "%.251s" FRESH_ENDING, name);
	f->folder = open_folder(path);
	return f->folder < 0 ? err_set(e, f->folder, "%s: %s", path, strerror(-f->folder)) : 0;
}

void metrics_file_close(struct metrics_file *f)
{
	if (f->folder >= 0)
		close(f->folder);
	f->folder = -1;
}

/* Of a file that takes less there is no more to say: its disk is full. */
static int fill(int fd, const char *text, size_t len)
{
	ssize_t n = write(fd, text, len);
	int r = n < 0 ? -errno : (size_t)n < len ? -ENOSPC : 0;

	return close(fd) && !r ? -errno : r;
}

/* What a run that was killed left behind is replaced; nobody else's file is followed. */
static int replace(const struct metrics_file *f, const char *text, size_t len)
{
	int fd, r;

	unlinkat(f->folder, f->fresh, 0);
	fd = openat(f->folder, f->fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    MODE);
	if (fd < 0)
		return -errno;
	fchmod(fd, MODE); /* not every file system has modes */
	r = fill(fd, text, len);
	if (!r && renameat(f->folder, f->fresh, f->folder, f->name))
		r = -errno;
	if (r)
		unlinkat(f->folder, f->fresh, 0);
	return r;
}

/* There may be another folder under the path by now. */
static int find_folder(struct metrics_file *f)
{
	int folder = open_folder(f->path);

	if (folder < 0)
		return folder;
	close(f->folder);
	f->folder = folder;
	return 0;
}

int metrics_file_write(struct metrics_file *f, const char *text, size_t len, struct err *e)
{
	int r = replace(f, text, len);

	if (r == -ENOENT && !find_folder(f))
		r = replace(f, text, len);
	return r ? err_set(e, r, "%s%s: %s", f->path, r == -EEXIST ? FRESH_ENDING : "",
			   strerror(-r)) :
		   0;
}
