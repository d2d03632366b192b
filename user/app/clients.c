/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/clients.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/client.h"
#include "core/clock.h"

#define CLIENTS_MOST 16
#define SILENT_NS (CLOCK_S / 5) /* who said nothing for so long may have to give way */

struct clients {
	int listener, poll;
	uid_t uid; /* whose the socket is */
	char path[108];
	struct stream_hello hello;
	struct client client[CLIENTS_MOST];
};

static int watch_fd(const struct clients *c, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	return epoll_ctl(c->poll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

/* A socket that nobody answers was left behind by a sensor that was killed. */
static bool is_stale(const struct sockaddr_un *name)
{
	struct stat file;
	bool stale;
	int fd;

	if (lstat(name->sun_path, &file) || !S_ISSOCK(file.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	stale = fd >= 0 && connect(fd, (const struct sockaddr *)name, sizeof(*name)) &&
		errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return stale;
}

static int listen_at(struct clients *c, const char *path, uid_t uid)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(name.sun_path))
		return -ENAMETOOLONG;
	strcpy(name.sun_path, path);
	if (is_stale(&name))
		unlink(path);
	c->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The mode is set before the name is there; a name that was swapped is not followed. */
	if (c->listener < 0 || fchmod(c->listener, 0600) ||
	    bind(c->listener, (struct sockaddr *)&name, sizeof(name)) ||
	    (!geteuid() && lchown(path, uid, (gid_t)-1)) || listen(c->listener, CLIENTS_MOST))
		return -errno;
	strcpy(c->path, path);
	return watch_fd(c, c->listener);
}

int clients_open(const char *path, uid_t uid, struct clients **out, struct err *e)
{
	struct clients *c = calloc(1, sizeof(*c));
	int r;

	*out = c;
	if (!c)
		return -ENOMEM;
	c->listener = -1;
	c->uid = uid;
	for (int i = 0; i < CLIENTS_MOST; i++)
		c->client[i].fd = -1;
	c->poll = epoll_create1(EPOLL_CLOEXEC);
	r = path ? listen_at(c, path, uid) : 0;
	return r ? err_set(e, r, "%s: cannot listen there: %s", path, strerror(-r)) : 0;
}

void clients_close(struct clients *c)
{
	if (!c)
		return;
	for (int i = 0; i < CLIENTS_MOST; i++)
		client_close(&c->client[i]);
	if (c->listener >= 0)
		close(c->listener);
	if (c->path[0])
		unlink(c->path);
	if (c->poll >= 0)
		close(c->poll);
	free(c);
}

/* A free place, or that of the one who was silent for longest; NULL: there is none. */
static struct client *find_place(struct clients *c)
{
	int64_t oldest_ns = clock_steady_ns() - SILENT_NS;
	struct client *silent = NULL;

	for (int i = 0; i < CLIENTS_MOST; i++) {
		struct client *client = &c->client[i];

		if (client->fd < 0)
			return client;
		if (client->streams || client->waits || client->heard_ns > oldest_ns)
			continue;
		silent = client;
		oldest_ns = client->heard_ns;
	}
	if (silent)
		client_close(silent);
	return silent;
}

static struct client *take_client(struct clients *c, int fd, uid_t who)
{
	struct client *client = find_place(c);

	if (!client) {
		close(fd);
		return NULL;
	}
	if (client_open(client, fd, &c->hello, who))
		return NULL;
	if (!watch_fd(c, fd))
		return client;
	client_close(client);
	return NULL;
}

int clients_add(struct clients *c, int fd)
{
	struct client *client = take_client(c, fd, c->uid);

	if (!client)
		return -ENOSPC;
	client->streams = true;
	return 0;
}

int clients_fd(const struct clients *c)
{
	return c->poll;
}

static void greet(struct clients *c, const struct sensor *s)
{
	struct source_info info;
	const char *detail = info.detail;
	size_t title = strlen(s->run.interface);

	if (c->hello.version)
		return;
	source_info(&s->source, &info);
	if (!strncmp(detail, s->run.interface, title) && !strncmp(detail + title, ": ", 2))
		detail += title + 2; /* of one interface, the title says the name */
	c->hello.version = STREAM_VERSION;
	c->hello.replay = s->replay;
	snprintf(c->hello.title, sizeof(c->hello.title), "%s%s%s", s->run.interface,
		 s->run.netns ? "@" : "", s->run.netns ? s->run.netns : "");
	snprintf(c->hello.detail, sizeof(c->hello.detail), "%s", detail);
	snprintf(c->hello.attribution, sizeof(c->hello.attribution), "%s", geo_attribution(s->geo));
}

/* who: out */
static bool is_welcome(const struct clients *c, int fd, uid_t *who)
{
	struct ucred told;
	socklen_t len = sizeof(told);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &told, &len))
		return false;
	*who = told.uid;
	return told.uid == 0 || told.uid == c->uid || told.uid == geteuid();
}

static void accept_all(struct clients *c)
{
	uid_t who;
	int fd;

	while (c->listener >= 0 &&
	       (fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		if (is_welcome(c, fd, &who))
			take_client(c, fd, who);
		else
			close(fd);
	}
}

bool clients_serve(struct clients *c, struct sensor *s)
{
	bool more = false;

	greet(c, s);
	accept_all(c);
	for (int i = 0; i < CLIENTS_MOST; i++) {
		struct client *client = &c->client[i];

		if (client->fd < 0)
			continue;
		if (!client_hear(client, s) || !client_tell(client, s))
			client_close(client);
		more |= client_has_more(client);
	}
	return more;
}

void clients_greet_anew(struct clients *c)
{
	c->hello.version = 0;
	for (int i = 0; i < CLIENTS_MOST; i++)
		c->client[i].feed.greeted = false;
}

void clients_finish(struct clients *c, struct sensor *s, int64_t timeout_ns)
{
	int64_t until = clock_steady_ns() + timeout_ns;

	greet(c, s);
	for (int i = 0; i < CLIENTS_MOST; i++) {
		struct client *client = &c->client[i];

		if (client->fd < 0 || !client->streams)
			continue;
		client->status_ns = 0;
		client_finish(client, s);
		while (client->fd >= 0 && clock_steady_ns() < until) {
			struct pollfd wait = { .fd = client->fd, .events = POLLOUT };

			poll(&wait, 1, 100);
			client_finish(client, s);
		}
	}
}
