/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BATCH ((size_t)64 << 10)
#define BACKLOG ((size_t)1 << 20)

int lines_init(struct lines *l, int fd, const char *name)
{
	*l = (struct lines){ .fd = fd, .name = name, .text = malloc(BACKLOG) };
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

/* Up to a batch, to the end of its last line. */
static size_t batch(const struct lines *l)
{
	const char *from = l->text + l->start, *last;

	if (waiting(l) <= BATCH)
		return waiting(l);
	last = memrchr(from, '\n', BATCH);
	return last ? (size_t)(last + 1 - from) : BATCH;
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
	ssize_t n;

	do
		n = write(l->fd, l->text + l->start, batch(l));
	while (n < 0 && errno == EINTR);
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
	if (waiting(l) >= BATCH)
		write_batch(l);
}

int lines_flush(struct lines *l, struct err *e)
{
	while (waiting(l)) {
		int err = write_batch(l);

		if (err)
			return err_set(e, err, "%s: %s", l->name, strerror(-err));
	}
	return 0;
}
