/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serves a changing stream at a socket, as a sensor does, to one view at a time; every so often
 * it breaks off within a record, and comes back.
 *
 * sensor SOCKET SEED FILL_S RESTART_S    until it is ended; after FILL_S all peers are there
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/clock.h"
#include "world.h"

#define AWAY_S 3

struct sensor {
	const char *path;
	int listener, view; /* -1: none */
	char lines[4096];   /* of the view */
	size_t used;
	struct world world;
};

static void fail(const char *what)
{
	fprintf(stderr, "sensor: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void listen_at(struct sensor *s)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	if (snprintf(at.sun_path, sizeof(at.sun_path), "%s", s->path) >= (int)sizeof(at.sun_path)) {
		errno = ENAMETOOLONG;
		fail(s->path);
	}
	s->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->listener < 0 || bind(s->listener, (struct sockaddr *)&at, sizeof(at)) ||
	    chmod(s->path, 0666) || listen(s->listener, 8))
		fail(s->path);
}

static void take_view(struct sensor *s)
{
	s->view = accept(s->listener, NULL, NULL);
	if (s->view < 0)
		fail("accept");
	s->used = 0;
}

static void drop_view(struct sensor *s)
{
	if (s->world.out)
		fclose(s->world.out);
	else if (s->view >= 0)
		close(s->view);
	s->world.out = NULL;
	s->world.points = false;
	s->view = -1;
}

/* The head of a record, and no more. */
static void break_off(struct sensor *s)
{
	static const uint8_t head[] = { STREAM_PEER, 0 };

	if (s->world.out)
		fwrite(head, sizeof(head), 1, s->world.out);
	drop_view(s);
	close(s->listener);
	unlink(s->path);
}

static void answer(struct sensor *s, const char *line)
{
	struct addr peer;

	if (!strcmp(line, "stream") && !s->world.out) {
		s->world.out = fdopen(s->view, "w");
		if (!s->world.out)
			fail("fdopen");
		world_tell(&s->world);
	} else if (!strncmp(line, "explain ", 8) && !addr_parse(line + 8, &peer)) {
		world_explain(&s->world, &peer);
	} else if (!strcmp(line, "past")) {
		world_past(&s->world);
	} else if (!strcmp(line, "points")) {
		s->world.points = true;
	} else {
		fprintf(stderr, "sensor: %s: what is that?\n", line);
	}
}

static void read_lines(struct sensor *s)
{
	ssize_t n = read(s->view, s->lines + s->used, sizeof(s->lines) - s->used - 1);
	char *line = s->lines, *end;

	if (n <= 0) {
		drop_view(s);
		return;
	}
	s->used += (size_t)n;
	s->lines[s->used] = '\0';
	for (; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		answer(s, line);
	}
	s->used -= (size_t)(line - s->lines);
	memmove(s->lines, line, s->used);
}

static void wait_until(struct sensor *s, int64_t until_ns)
{
	int64_t left_ms = (until_ns - clock_steady_ns()) / 1000000;
	struct pollfd p[] = { { .fd = s->view >= 0 ? -1 : s->listener, .events = POLLIN },
			      { .fd = s->view, .events = POLLIN } };

	if (poll(p, 2, left_ms > 0 ? (int)left_ms : 0) <= 0)
		return;
	if (p[0].revents)
		take_view(s);
	else if (p[1].revents)
		read_lines(s);
}

static void serve(struct sensor *s, int64_t until_ns)
{
	int64_t tick_ns = clock_steady_ns();

	listen_at(s);
	while (clock_steady_ns() < until_ns) {
		wait_until(s, tick_ns);
		if (clock_steady_ns() < tick_ns)
			continue;
		world_step(&s->world, clock_now_ns());
		if (s->world.out && fflush(s->world.out))
			drop_view(s);
		tick_ns = clock_steady_ns() + WORLD_TICK_NS;
	}
	break_off(s);
}

int main(int argc, char **argv)
{
	static struct sensor s = { .view = -1 };
	int fill_s = argc == 5 ? atoi(argv[3]) : 0, restart_s = argc == 5 ? atoi(argv[4]) : 0;

	if (fill_s < 1 || restart_s < 1) {
		fprintf(stderr, "usage: sensor SOCKET SEED FILL_S RESTART_S\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	s.path = argv[1];
	s.world.dice = strtoull(argv[2], NULL, 0);
	s.world.fill_ns = fill_s * CLOCK_S;
	for (;;) {
		serve(&s, clock_steady_ns() + restart_s * CLOCK_S);
		sleep(AWAY_S);
	}
}
