/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/run/netns/"

static int open_named(const char *named, struct err *e)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s%s", strchr(named, '/') ? "" : FOLDER, named);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	if (errno == ENOENT)
		return err_set(e, -ENOENT,
			       "--netns %s: no such network namespace; `ip netns list` names them",
			       named);
	return err_set(e, -errno, "--netns %s: %s: %s", named, path, strerror(errno));
}

static int enter(const char *named, const struct netns *n, struct err *e)
{
	if (!setns(n->there, CLONE_NEWNET))
		return 0;
	if (errno == EPERM)
		return err_set(e, -EPERM, "--netns %s: not permitted to enter it: it takes root, "
					  "or CAP_SYS_ADMIN", named);
	if (errno == EINVAL)
		return err_set(e, -EINVAL, "--netns %s: not a network namespace", named);
	return err_set(e, -errno, "--netns %s: %s", named, strerror(errno));
}

int netns_open(const char *named, struct netns *out, struct err *e)
{
	*out = (struct netns)NETNS_HOME;
	if (!named)
		return 0;
	out->home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (out->home < 0)
		return err_set(e, -errno, "/proc/self/ns/net: %s", strerror(errno));
	out->there = open_named(named, e);
	return out->there < 0 ? out->there : enter(named, out, e);
}

static void let_go(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void netns_close(struct netns *n)
{
	let_go(&n->home);
	let_go(&n->there);
}

static void move_to(int fd)
{
	if (fd >= 0)
		setns(fd, CLONE_NEWNET);
}

void netns_go_home(const struct netns *n)
{
	move_to(n->home);
}

void netns_return(const struct netns *n)
{
	move_to(n->there);
}

const char *netns_word(const char *named)
{
	size_t folder = strlen(FOLDER);

	return strncmp(named, FOLDER, folder) ? named : named + folder;
}
