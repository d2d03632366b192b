/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "judge/list.h"

static const char *const files[] = { "history.db", "history.db-wal", "history.db-shm" };

/* The entries of a folder in a folder; NULL when it is none, or a link. */
static DIR *open_entries(int fd, const char *name)
{
	int own = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *dir = own < 0 ? NULL : fdopendir(own);

	if (!dir && own >= 0)
		close(own);
	return dir;
}

/* Nothing but lists, which may have been edited before any sensor ran. */
static bool is_empty(int fd)
{
	DIR *dir = open_entries(fd, ".");
	const struct dirent *entry;
	bool empty = dir;

	while (empty && (entry = readdir(dir)))
		empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
			!strcmp(entry->d_name, LIST_FOLDER);
	if (dir)
		closedir(dir);
	return empty;
}

static bool is_below_root(int fd)
{
	struct stat parent, root;

	return !fstatat(fd, "..", &parent, 0) && !stat("/", &root) &&
	       parent.st_ino == root.st_ino && parent.st_dev == root.st_dev;
}

/* Never a folder that serves others too, such as /srv or /var/tmp. */
static bool is_ours(int fd, const struct stat *folder)
{
	if (is_below_root(fd) || folder->st_mode & S_IWOTH)
		return false;
	return !faccessat(fd, files[0], F_OK, 0) || is_empty(fd);
}

/* A file that has another name elsewhere is left alone: it may be anybody's. */
static int hand_over_file(int folder, const char *name, const struct identity *who)
{
	int fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC), r = 0;
	struct stat file;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!fstat(fd, &file) && S_ISREG(file.st_mode) && file.st_nlink == 1 &&
	    fchownat(fd, "", who->uid, who->gid, AT_EMPTY_PATH))
		r = -errno;
	close(fd);
	return r;
}

static int hand_over_lists(int fd, const struct identity *who)
{
	DIR *dir = open_entries(fd, LIST_FOLDER);
	const struct dirent *entry;
	int r = 0;

	if (!dir)
		return 0;
	while (!r && (entry = readdir(dir)))
		r = hand_over_file(dirfd(dir), entry->d_name, who);
	if (!r && fchown(dirfd(dir), who->uid, who->gid))
		r = -errno;
	closedir(dir);
	return r;
}

static int hand_over(int fd, const struct identity *who)
{
	int r = fchown(fd, who->uid, who->gid) ? -errno : 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files) && !r; i++)
		r = hand_over_file(fd, files[i], who);
	return r ? r : hand_over_lists(fd, who);
}

/* Root and the folder's owner agree on who works there. */
static int settle(const struct state *s, struct identity *who, enum state_mode mode)
{
	struct stat folder;

	if (fstat(s->fd, &folder))
		return -errno;
	if (folder.st_uid && mode != STATE_WATCH) {
		privilege_of_owner(folder.st_uid, folder.st_gid, who);
		return 0;
	}
	if (folder.st_uid == who->uid || mode == STATE_LOOK || mode == STATE_JOIN)
		return 0;
	if (is_ours(s->fd, &folder))
		return hand_over(s->fd, who);
	log_warn("%s: neither empty nor with a history: left as it is, where user %s cannot write",
		 s->path, who->name);
	return 0;
}

static int lock(const struct state *s, struct err *e)
{
	if (!flock(s->fd, LOCK_EX | LOCK_NB))
		return 0;
	if (errno != EWOULDBLOCK)
		return err_set(e, -errno, "%s: cannot be locked: %s", s->path, strerror(errno));
	return err_set(e, -EBUSY,
		       "%s: another sensor keeps its history there; give this one its own --state, "
		       "or watch all interfaces with one redarc",
		       s->path);
}

static int open_folder(struct state *s, enum state_mode mode)
{
	bool makes = mode == STATE_EDIT || mode == STATE_WATCH;
	int r = makes ? paths_make(s->path) : 0;

	if (r)
		return r;
	s->fd = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return s->fd < 0 ? -errno : 0;
}

/* Without links and dots, for others who are told. */
static void find_path(struct state *s)
{
	char link[32], path[sizeof(s->path)];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", s->fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n <= 0)
		return;
	path[n] = 0;
	memcpy(s->path, path, (size_t)n + 1);
}

int state_open(const char *named, struct identity *who, enum state_mode mode, struct state *out,
	       struct err *e)
{
	int r;

	out->fd = -1;
	paths_state(named, !geteuid(), who->home, out->path);
	r = open_folder(out, mode);
	if (r)
		return err_set(e, r, "%s: %s; choose another folder with --state", out->path,
			       strerror(-r));
	find_path(out);
	if (mode == STATE_WATCH)
		r = lock(out, e);
	if (!r && !geteuid()) {
		r = settle(out, who, mode);
		if (r)
			err_set(e, r, "%s: cannot be handed to %s: %s", out->path, who->name,
				strerror(-r));
	}
	if (r)
		state_close(out);
	return r;
}

void state_close(struct state *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}
