/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"

/* In the place of an ETag: no write leaves all of it as it was. */
static void describe(const struct stat *s, struct fetch_version *v)
{
	snprintf(v->etag, sizeof(v->etag), "%lld.%09ld-%lld-%llu", (long long)s->st_mtim.tv_sec,
		 s->st_mtim.tv_nsec, (long long)s->st_size, (unsigned long long)s->st_ino);
}

static int read_file(int fd, const char *path, const struct fetch_how *how, struct fetched *out,
		     struct err *e)
{
	struct fetch_version after = { "", "" };
	struct stat s;
	int r;

	if (fstat(fd, &s))
		return err_set(e, -EIO, "%s: %s", path, strerror(errno));
	if (!S_ISREG(s.st_mode))
		return err_set(e, -EINVAL, "%s: not a regular file", path);
	describe(&s, &out->version);
	out->unchanged = how->known && !strcmp(how->known->etag, out->version.etag);
	if (out->unchanged)
		return 0;
	r = file_read(fd, how->most, &out->text, &out->len);
	if (r == -EFBIG)
		return err_set(e, r, "%s: more than %zu bytes", path, how->most);
	if (r || fstat(fd, &s))
		return err_set(e, r ? r : -errno, "%s: cannot be read", path);
	describe(&s, &after);
	if (strcmp(after.etag, out->version.etag))
		return err_set(e, -EIO, "%s: somebody writes to it just now", path);
	return 0;
}

int fetch_file(const char *path, const struct fetch_how *how, struct fetched *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), r;

	*out = (struct fetched){ .len = 0 };
	if (fd < 0)
		return err_set(e, errno == ENOENT ? -ENOENT : -EIO, "%s: %s", path,
			       strerror(errno));
	r = read_file(fd, path, how, out, e);
	close(fd);
	if (r)
		fetched_clear(out);
	return r;
}

void fetched_clear(struct fetched *f)
{
	free(f->text);
	*f = (struct fetched){ .len = 0 };
}
