/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/clients.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/clock.h"
#include "stream/feed.h"

#define CLIENTS_MOST 16
#define CLIENT_ROOM (256 * 1024)
#define STATUS_EVERY_NS (CLOCK_S / 4)

struct client {
	int fd; /* -1: free */
	bool streams;
	char request[32];
	size_t request_len;
	struct feed feed;
	uint8_t *out; /* CLIENT_ROOM */
	size_t from, to; /* what of it is still to be sent */
	int64_t status_ns; /* when it was last told */
};

struct clients {
	int listener, poll;
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
	for (int i = 0; i < CLIENTS_MOST; i++)
		c->client[i].fd = -1;
	c->poll = epoll_create1(EPOLL_CLOEXEC);
	r = path ? listen_at(c, path, uid) : 0;
	return r ? err_set(e, r, "%s: cannot listen there: %s", path, strerror(-r)) : 0;
}

static void hang_up(struct client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	free(client->out);
	*client = (struct client){ .fd = -1 };
}

void clients_close(struct clients *c)
{
	if (!c)
		return;
	for (int i = 0; i < CLIENTS_MOST; i++)
		hang_up(&c->client[i]);
	if (c->listener >= 0)
		close(c->listener);
	if (c->path[0])
		unlink(c->path);
	if (c->poll >= 0)
		close(c->poll);
	free(c);
}

static struct client *take_client(struct clients *c, int fd)
{
	for (int i = 0; i < CLIENTS_MOST; i++) {
		struct client *client = &c->client[i];

		if (client->fd >= 0)
			continue;
		client->out = malloc(CLIENT_ROOM);
		if (!client->out || fcntl(fd, F_SETFL, O_NONBLOCK) || watch_fd(c, fd))
			break;
		client->fd = fd;
		return client;
	}
	close(fd);
	return NULL;
}

int clients_add(struct clients *c, int fd)
{
	struct client *client = take_client(c, fd);

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
	snprintf(c->hello.title, sizeof(c->hello.title), "%s", s->run.interface);
	snprintf(c->hello.detail, sizeof(c->hello.detail), "%s", detail);
	snprintf(c->hello.attribution, sizeof(c->hello.attribution), "%s", geo_attribution(s->geo));
}

static void put_status(struct client *client, struct sensor *s)
{
	struct jsonl_status status;
	struct json j;

	sensor_status(s, &status);
	json_init(&j, (char *)client->out, CLIENT_ROOM);
	jsonl_status_object(&j, NULL, s->model, &s->run, &status);
	client->from = 0;
	client->to = json_end(&j);
}

/* Returns whether the client is still there. */
static bool hear(struct client *client, struct sensor *s)
{
	size_t room = sizeof(client->request) - 1 - client->request_len;
	ssize_t n = recv(client->fd, client->request + client->request_len, room, 0);

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		return false;
	if (n < 0 || client->streams)
		return true;
	client->request_len += (size_t)n;
	client->request[client->request_len] = 0;
	if (!strchr(client->request, '\n'))
		return client->request_len < sizeof(client->request) - 1;
	client->request_len = 0;
	if (!strcmp(client->request, "status\n"))
		put_status(client, s);
	else if (!strcmp(client->request, "stream\n"))
		client->streams = true;
	else
		return false;
	return true;
}

/* Returns 1 when all was sent, 0 when the client must read first, negative when it is gone. */
static int send_waiting(struct client *client)
{
	while (client->from < client->to) {
		ssize_t n = send(client->fd, client->out + client->from, client->to - client->from,
				 MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? 0 : -errno;
		client->from += (size_t)n;
	}
	return 1;
}

/* Returns as send_waiting(); 1 means: up to date. */
static int send_changes(struct clients *c, struct client *client, struct sensor *s)
{
	int64_t now = clock_steady_ns();
	bool due = now - client->status_ns >= STATUS_EVERY_NS;
	struct stream_status status;
	int r;

	client->feed.hello = &c->hello;
	if (due)
		sensor_stream_status(s, &status);
	while ((r = send_waiting(client)) > 0) {
		client->from = 0;
		client->to = feed_fill(&client->feed, s->model, due ? &status : NULL, client->out,
				       CLIENT_ROOM);
		if (!client->to)
			return 1;
		if (client->to <= CLIENT_ROOM - STREAM_RECORD_MOST && due) {
			client->status_ns = now;
			due = false;
		}
	}
	return r;
}

static void accept_all(struct clients *c)
{
	int fd;

	while (c->listener >= 0 &&
	       (fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0)
		take_client(c, fd);
}

void clients_serve(struct clients *c, struct sensor *s)
{
	greet(c, s);
	accept_all(c);
	for (int i = 0; i < CLIENTS_MOST; i++) {
		struct client *client = &c->client[i];

		if (client->fd < 0)
			continue;
		if (!hear(client, s) ||
		    (client->streams ? send_changes(c, client, s) : send_waiting(client)) < 0)
			hang_up(client);
	}
}

static void put_end(struct client *client)
{
	struct stream_record end = { .kind = STREAM_END };

	client->from = 0;
	client->to = (size_t)stream_encode(&end, client->out, CLIENT_ROOM);
}

/* Returns 1 when the client has all of it, or is gone. */
static int finish_one(struct clients *c, struct client *client, struct sensor *s)
{
	int r = send_changes(c, client, s);

	if (r > 0) {
		put_end(client);
		r = send_waiting(client); /* a few bytes into an empty buffer */
	}
	if (r)
		hang_up(client);
	return r ? 1 : 0;
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
		while (!finish_one(c, client, s) && clock_steady_ns() < until) {
			struct pollfd wait = { .fd = client->fd, .events = POLLOUT };

			poll(&wait, 1, 100);
		}
	}
}
