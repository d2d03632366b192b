/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdout(const struct output *o)
{
	return !strcmp(o->path, "-");
}

static int fail(const struct output *o, int r, struct err *e)
{
	return err_set(e, r, "%s: %s", is_stdout(o) ? "standard output" : o->path, strerror(-r));
}

static int open_file(const struct output *o, bool replace)
{
	if (is_stdout(o))
		return dup(STDOUT_FILENO);
	return open(o->path, O_WRONLY | O_CREAT | O_CLOEXEC | (replace ? 0 : O_EXCL), 0644);
}

int output_open(struct output *o, const char *path, bool replace, struct err *e)
{
	*o = (struct output){ .fd = -1 };
	if (snprintf(o->path, sizeof(o->path), "%s", path) >= (int)sizeof(o->path))
		return fail(o, -ENAMETOOLONG, e);
	o->begun = replace && !is_stdout(o) && access(path, F_OK);
	o->fd = open_file(o, replace);
	if (o->fd < 0)
		return fail(o, -errno, e);
	o->begun |= !replace && !is_stdout(o);
	return 0;
}

/* From here on nothing is left of what was there. A pipe and a device stay what they are. */
static int begin(struct output *o)
{
	struct stat st;

	if (o->begun || is_stdout(o) || fstat(o->fd, &st) || !S_ISREG(st.st_mode))
		return 0;
	o->begun = true;
	return ftruncate(o->fd, 0) ? -errno : 0;
}

int output_write(struct output *o, const void *bytes, size_t len, struct err *e)
{
	const char *at = bytes;
	int r = begin(o);

	while (!r && len) {
		ssize_t n = write(o->fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			r = n ? -errno : -EIO;
		at += n;
		len -= n > 0 ? (size_t)n : 0;
	}
	return r ? fail(o, r, e) : 0;
}

/* Where the folder is not this user's, the file is at least emptied. */
static int remove_file(const struct output *o)
{
	return unlink(o->path) && ftruncate(o->fd, 0) ? -errno : 0;
}

int output_close(struct output *o, bool whole, struct err *e)
{
	int r = 0;

	if (o->fd < 0)
		return 0;
	if (o->begun && !whole)
		r = remove_file(o);
	if (close(o->fd))
		r = -errno;
	o->fd = -1;
	if (o->begun && whole && r)
		unlink(o->path);
	return r && whole ? fail(o, r, e) : 0;
}
