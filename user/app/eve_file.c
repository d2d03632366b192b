/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/eve_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"

#define APPEND (O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)

int eve_file_open(const char *path, const struct identity *who, struct err *e)
{
	int fd = open(path, APPEND | O_EXCL, 0644);
	bool made = fd >= 0;

	if (!made && errno == EEXIST)
		fd = open(path, APPEND, 0644);
	if (fd < 0)
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	if (made && !geteuid() && fchown(fd, who->uid, who->gid))
		log_warn("%s: stays root's: %s", path, strerror(errno));
	return fd;
}

static bool is_file(int fd, struct stat *out)
{
	return !fstat(fd, out) && S_ISREG(out->st_mode);
}

static bool is_at(const char *path, const struct stat *file)
{
	struct stat there;

	return !stat(path, &there) && there.st_dev == file->st_dev && there.st_ino == file->st_ino;
}

int eve_file_reopen(const char *path, int fd, int *fresh, struct err *e)
{
	struct stat file;

	*fresh = -1;
	if (!is_file(fd, &file) || is_at(path, &file))
		return 0;
	/* Whatever was put there keeps nobody waiting. */
	*fresh = open(path, APPEND | O_NONBLOCK, 0644);
	if (*fresh < 0)
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	if (is_file(*fresh, &file))
		return 0;
	close(*fresh);
	*fresh = -1;
	return err_set(e, -EINVAL, "%s: no regular file", path);
}
