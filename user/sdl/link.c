/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/link.h"

#include <errno.h>
#include <glob.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define REQUEST "stream\n"

static int dial(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd;

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) ||
	    send(fd, REQUEST, strlen(REQUEST), MSG_NOSIGNAL) != (ssize_t)strlen(REQUEST)) {
		int r = -errno;

		close(fd);
		return r;
	}
	return fd;
}

static void adopt(struct link *l, int fd, const char *path)
{
	l->fd = fd;
	l->used = 0;
	snprintf(l->path, sizeof(l->path), "%s", path);
}

/* The only one that answers. */
static int find_sensor(struct link *l, struct err *e)
{
	glob_t found = { 0 };
	int r, live = 0;

	glob(LINK_FOLDER "/*.sock", 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		int fd = dial(found.gl_pathv[i]);

		if (fd < 0)
			continue;
		if (live++)
			close(fd);
		else
			adopt(l, fd, found.gl_pathv[i]);
	}
	r = live ? 0 : err_set(e, -ENOENT, LINK_FOLDER ": no sensor is running");
	if (live > 1) {
		r = err_set(e, -EEXIST, LINK_FOLDER ": %d sensors are running; --socket chooses",
			    live);
		link_close(l);
	}
	globfree(&found);
	return r;
}

int link_connect(struct link *l, const char *path, struct err *e)
{
	adopt(l, -1, "");
	l->finds = !path;
	if (!path)
		return find_sensor(l, e);
	if (strlen(path) >= sizeof(l->path))
		return err_set(e, -ENAMETOOLONG, "%s: %s", path, strerror(ENAMETOOLONG));
	adopt(l, -1, path);
	return link_again(l, e);
}

int link_again(struct link *l, struct err *e)
{
	int fd;

	link_close(l);
	if (!l->path[0] && l->finds)
		return find_sensor(l, e);
	if (!l->path[0])
		return err_set(e, -EPIPE, "stream: it cannot be opened again");
	fd = dial(l->path);
	if (fd < 0)
		return err_set(e, fd, "%s: %s", l->path, strerror(-fd));
	l->fd = fd;
	l->used = 0;
	return 0;
}

void link_adopt(struct link *l, int fd)
{
	adopt(l, fd, "");
	l->finds = false;
}

void link_close(struct link *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	l->waiting = 0;
}

/* A line that does not go out at once is not worth waiting for: it is asked again. */
void link_explain(struct link *l, const struct addr *peer)
{
	char address[ADDR_TEXT], line[ADDR_TEXT + 16];
	int len = snprintf(line, sizeof(line), "explain %s\n", addr_format(peer, address));

	if (l->fd >= 0 && !l->waiting)
		send(l->fd, line, (size_t)len, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void send_waiting(struct link *l)
{
	ssize_t n = l->waiting && l->fd >= 0 ?
			    send(l->fd, l->out, l->waiting, MSG_DONTWAIT | MSG_NOSIGNAL) : 0;

	if (n <= 0) /* who is gone is found out by reading */
		return;
	l->waiting -= (size_t)n;
	memmove(l->out, l->out + n, l->waiting);
}

bool link_has_room(const struct link *l)
{
	return l->fd >= 0 && sizeof(l->out) - l->waiting >= STREAM_REQUEST_LINE;
}

void link_send(struct link *l, const char *line, size_t len)
{
	memcpy(l->out + l->waiting, line, len);
	l->waiting += len;
	send_waiting(l);
}

void link_ask(struct link *l, const char *what)
{
	char line[16];
	int len = snprintf(line, sizeof(line), "%s\n", what);

	if (link_has_room(l))
		link_send(l, line, (size_t)len);
}

/* returns bytes, 0 for nothing in time */
static int receive(struct link *l, int wait_ms, struct err *e)
{
	struct pollfd p = { .fd = l->fd, .events = POLLIN };
	ssize_t n;

	if (l->fd < 0)
		return -EPIPE;
	send_waiting(l);
	if (poll(&p, 1, wait_ms) <= 0)
		return 0;
	n = read(l->fd, l->buf + l->used, sizeof(l->buf) - l->used);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n < 0)
		return err_set(e, -EPIPE, "stream: %s", strerror(errno));
	return n ? (int)n : err_set(e, -EPIPE, "stream: the sensor closed it");
}

int link_read(struct link *l, int wait_ms, void (*take)(void *ctx, const struct stream_record *r),
	      void *ctx, struct err *e)
{
	struct stream_record record;
	int n = receive(l, wait_ms, e), records = 0, used;
	size_t at = 0;

	if (n <= 0)
		return n;
	l->used += (size_t)n;
	while ((used = stream_decode(l->buf + at, l->used - at, &record)) > 0) {
		at += (size_t)used;
		take(ctx, &record);
		records++;
	}
	if (used < 0)
		return err_set(e, -EBADMSG, "stream: not a redarc stream of version %d",
			       STREAM_VERSION);
	memmove(l->buf, l->buf + at, l->used - at);
	l->used -= at;
	return records;
}
