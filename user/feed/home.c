/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/home.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed/confine.h"
#include "judge/list.h"

static const char *home_folder(void)
{
	const struct passwd *user = getpwuid(getuid());

	return user && user->pw_dir ? user->pw_dir : "/";
}

/* By the whole path, so that another file of the same name is another configuration. */
void home_find(const char *config, struct home *out)
{
	char *whole;

	out->lists_fd = -1;
	paths_config(config, !geteuid(), home_folder(), out->config);
	whole = realpath(out->config, NULL);
	if (whole && strlen(whole) < sizeof(out->config))
		strcpy(out->config, whole);
	free(whole);
}

static int open_state(const char *path, struct err *e)
{
	int r = geteuid() ? paths_make(path) : 0, fd;

	fd = r ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	r = r ? r : -errno;
	return err_set(e, r, "%s: %s%s", path, strerror(-r),
		       r == -ENOENT ? "; redarc makes it when it first watches" :
				      "; choose another folder with --state");
}

static int open_lists(int state_fd, const char *path, struct home *h, struct err *e)
{
	int r = confine_become_owner(state_fd, path, e);

	if (!r)
		r = confine_privileges(e);
	if (r)
		return r;
	h->lists_fd = list_folder(state_fd, true);
	if (h->lists_fd < 0)
		return err_set(e, h->lists_fd, "%s/" LIST_FOLDER ": %s", path,
			       strerror(-h->lists_fd));
	return confine_writes(h->lists_fd, e);
}

int home_open(const char *state, struct home *h, struct err *e)
{
	char path[PATHS_ROOM];
	int fd, r;

	paths_state(state, !geteuid(), home_folder(), path);
	fd = open_state(path, e);
	if (fd < 0)
		return fd;
	r = open_lists(fd, path, h, e);
	close(fd);
	return r;
}

void home_close(struct home *h)
{
	if (h->lists_fd >= 0)
		close(h->lists_fd);
	h->lists_fd = -1;
}
