/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/lines.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"

#define BATCH ((size_t)64 << 10)
#define BACKLOG ((size_t)1 << 20)

static void use(struct lines *l, int fd)
{
	struct stat file;
	bool regular = !fstat(fd, &file) && S_ISREG(file.st_mode);

	l->fd = fd;
	l->most = regular ? BATCH : PIPE_BUF;
}

int lines_init(struct lines *l, int fd, const char *name)
{
	*l = (struct lines){ .name = name, .text = malloc(BACKLOG) };
	use(l, fd);
	return l->text ? 0 : -ENOMEM;
}

void lines_clear(struct lines *l)
{
	free(l->text);
	*l = (struct lines){ .fd = -1 };
}

static size_t waiting(const struct lines *l)
{
	return l->end - l->start;
}

/* As much as one write may take, to the end of its last line. */
static size_t batch(const struct lines *l)
{
	const char *from = l->text + l->start, *last;

	if (waiting(l) <= l->most)
		return waiting(l);
	last = memrchr(from, '\n', l->most);
	return last ? (size_t)(last + 1 - from) : l->most;
}

/* A file on a full disk shall not end within a line: take back what was begun. */
static void take_back(struct lines *l)
{
	off_t begun = (off_t)(l->start - l->line), at = lseek(l->fd, 0, SEEK_CUR);
	struct stat file;

	if (!begun || at < begun || fstat(l->fd, &file) || file.st_size != at ||
	    ftruncate(l->fd, at - begun))
		return;
	lseek(l->fd, at - begun, SEEK_SET);
	l->start = l->line;
}

static int write_batch(struct lines *l)
{
	const char *newline;
	ssize_t n = write(l->fd, l->text + l->start, batch(l));

	if (n < 0) {
		int err = -errno;

		take_back(l);
		return err;
	}
	l->start += (size_t)n;
	newline = memrchr(l->text + l->line, '\n', l->start - l->line);
	if (newline)
		l->line = (size_t)(newline + 1 - l->text);
	if (!waiting(l))
		l->line = l->start = l->end = 0;
	return 0;
}

static int ms_until(int64_t end_ns)
{
	int64_t left_ns = end_ns - clock_steady_ns();

	return left_ns > 0 ? (int)((left_ns + CLOCK_S / 1000 - 1) / (CLOCK_S / 1000)) : 0;
}

/* Write until no more than rest is waiting; wait_ms as for lines_flush(). */
static int write_out(struct lines *l, size_t rest, int wait_ms)
{
	int64_t end_ns = wait_ms > 0 ? clock_steady_ns() + wait_ms * (CLOCK_S / 1000) : 0;
	struct pollfd writable = { .fd = l->fd, .events = POLLOUT };

	while (waiting(l) > rest) {
		int n = poll(&writable, 1, wait_ms > 0 ? ms_until(end_ns) : wait_ms);
		int r = n > 0 ? write_batch(l) : n < 0 ? -errno : -EAGAIN;

		if (r)
			return r;
	}
	return 0;
}

static void make_room(struct lines *l)
{
	memmove(l->text, l->text + l->line, l->end - l->line);
	l->start -= l->line;
	l->end -= l->line;
	l->line = 0;
}

char *lines_begin(struct lines *l)
{
	if (BACKLOG - l->end < LINES_ROOM && l->line)
		make_room(l);
	return BACKLOG - l->end < LINES_ROOM ? NULL : l->text + l->end;
}

void lines_end(struct lines *l, size_t len)
{
	l->end += len;
	write_out(l, BATCH, 0);
}

int lines_flush(struct lines *l, int wait_ms, struct err *e)
{
	int r = write_out(l, 0, wait_ms);

	if (!r)
		return 0;
	return err_set(e, r, "%s: %s", l->name, r == -EINTR ? "interrupted" : strerror(-r));
}

void lines_move(struct lines *l, int fd)
{
	write_out(l, 0, 0);
	l->start = l->line;
	use(l, fd);
}

size_t lines_drop(struct lines *l)
{
	size_t n = 0;

	for (size_t i = l->start; i < l->end; i++)
		n += l->text[i] == '\n';
	l->line = l->start = l->end = 0;
	return n;
}
