/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/metrics_port.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "view/metrics.h"

#define CLIENTS 8
#define ACCEPTS CLIENTS /* at a time, however many wait */
#define CLIENT_NS (5 * CLOCK_S)

/* In this order: a request is read, answered, and what still comes is read away. */
enum phase { READS, SENDS, ENDS };

struct client {
	int fd; /* -1: free */
	enum phase phase;
	int64_t came_ns;
	char request[HTTP_REQUEST];
	size_t heard; /* bytes of it; while it ends, bytes that were read away */
	char *answer; /* HTTP_HEAD + METRICS_ROOM bytes */
	size_t from, to;
};

struct metrics_port {
	int listener, poll;
	struct client client[CLIENTS];
};

static int watch(struct metrics_port *p, int fd, int how, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };

	return epoll_ctl(p->poll, how, fd, &event) ? -errno : 0;
}

static int listen_at(struct metrics_port *p, uint16_t port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
				    .sin_port = htons(port),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;

	p->poll = epoll_create1(EPOLL_CLOEXEC);
	p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (p->poll < 0 || p->listener < 0 ||
	    setsockopt(p->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(p->listener, (const struct sockaddr *)&here, sizeof(here)) ||
	    listen(p->listener, ACCEPTS))
		return -errno;
	return watch(p, p->listener, EPOLL_CTL_ADD, EPOLLIN);
}

static int make_room(struct metrics_port *p)
{
	for (int i = 0; i < CLIENTS; i++) {
		p->client[i].answer = malloc(HTTP_HEAD + METRICS_ROOM);
		if (!p->client[i].answer)
			return -ENOMEM;
	}
	return 0;
}

int metrics_port_open(uint16_t port, struct metrics_port **out, struct err *e)
{
	struct metrics_port *p = calloc(1, sizeof(*p));
	int r;

	*out = p;
	if (!p)
		return err_set(e, -ENOMEM, "out of memory");
	p->listener = p->poll = -1;
	for (int i = 0; i < CLIENTS; i++)
		p->client[i].fd = -1;
	r = make_room(p);
	if (!r)
		r = listen_at(p, port);
	return r ? err_set(e, r, "127.0.0.1:%u: cannot listen there: %s", port, strerror(-r)) : 0;
}

static void hang_up(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

void metrics_port_close(struct metrics_port *p)
{
	if (!p)
		return;
	for (int i = 0; i < CLIENTS; i++) {
		hang_up(&p->client[i]);
		free(p->client[i].answer);
	}
	if (p->listener >= 0)
		close(p->listener);
	if (p->poll >= 0)
		close(p->poll);
	free(p);
}

int metrics_port_fd(const struct metrics_port *p)
{
	return p->poll;
}

/* The answer is put where its head, of whatever length, ends right before the body. */
static void answer(struct client *c, enum http_status status, metrics_render *render, void *ctx)
{
	char head[HTTP_HEAD];
	size_t body = 0, len;

	if (status == HTTP_FINE) {
		body = render(ctx, c->answer + HTTP_HEAD, METRICS_ROOM);
		status = body ? HTTP_FINE : HTTP_FAILED;
	}
	len = http_head(status, body, head);
	c->from = HTTP_HEAD - len;
	c->to = HTTP_HEAD + body;
	memcpy(c->answer + c->from, head, len);
}

/* Returns the bytes that came, 0 when none are there, -errno when the client is gone. */
static ssize_t hear(const struct client *c, char *text, size_t room)
{
	ssize_t n = recv(c->fd, text, room, 0);

	if (n > 0)
		return n;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return n ? -errno : -ECONNRESET;
}

/* Each of the phases returns whether the client is still there. */
static bool read_request(struct client *c, metrics_render *render, void *ctx)
{
	ssize_t n = hear(c, c->request + c->heard, sizeof(c->request) - c->heard);
	enum http_status status;

	if (n <= 0)
		return !n;
	c->heard += (size_t)n;
	status = http_judge(c->request, c->heard);
	if (status == HTTP_MORE)
		return true;
	answer(c, status, render, ctx);
	c->phase = SENDS;
	return true;
}

static bool send_answer(struct client *c)
{
	ssize_t n = send(c->fd, c->answer + c->from, c->to - c->from, MSG_NOSIGNAL);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	c->from += (size_t)n;
	if (c->from < c->to)
		return true;
	c->phase = ENDS;
	c->heard = 0;
	return !shutdown(c->fd, SHUT_WR);
}

/* Closed with bytes unread, the answer might be lost on its way. */
static bool read_away(struct client *c)
{
	ssize_t n = hear(c, c->request, sizeof(c->request));

	c->heard += n > 0 ? (size_t)n : 0;
	return n >= 0 && c->heard < 16 * sizeof(c->request);
}

static void serve(struct metrics_port *p, struct client *c, metrics_render *render, void *ctx)
{
	enum phase before = c->phase;
	bool there = clock_steady_ns() - c->came_ns < CLIENT_NS;

	if (there && c->phase == READS)
		there = read_request(c, render, ctx);
	if (there && c->phase == SENDS)
		there = send_answer(c);
	if (there && c->phase == ENDS)
		there = read_away(c);
	if (there && c->phase != before)
		there = !watch(p, c->fd, EPOLL_CTL_MOD, c->phase == SENDS ? EPOLLOUT : EPOLLIN);
	if (!there)
		hang_up(c);
}

/* A free place, or that of the one who came first. */
static struct client *find_place(struct metrics_port *p)
{
	struct client *first = &p->client[0];

	for (int i = 0; i < CLIENTS; i++) {
		struct client *c = &p->client[i];

		if (c->fd < 0)
			return c;
		if (c->came_ns < first->came_ns)
			first = c;
	}
	hang_up(first);
	return first;
}

/* returns NULL when it cannot be taken */
static struct client *take_client(struct metrics_port *p, int fd)
{
	struct client *c = find_place(p);

	c->fd = fd;
	c->phase = READS;
	c->came_ns = clock_steady_ns();
	c->heard = c->from = c->to = 0;
	if (!watch(p, fd, EPOLL_CTL_ADD, EPOLLIN))
		return c;
	hang_up(c);
	return NULL;
}

void metrics_port_serve(struct metrics_port *p, metrics_render *render, void *ctx)
{
	for (int i = 0; i < CLIENTS; i++)
		if (p->client[i].fd >= 0)
			serve(p, &p->client[i], render, ctx);
	for (int i = 0; i < ACCEPTS; i++) {
		int fd = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		struct client *c = fd < 0 ? NULL : take_client(p, fd);

		if (!c)
			break;
		serve(p, c, render, ctx); /* its request is mostly there already */
	}
}
