/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source without packets and without an end, for whatever is tested around one. Its
 * descriptor never becomes readable, so that a loop that waits for it sleeps.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "source/kind.h"

struct null_state {
	int fd;
};

static int null_open(struct source *s, const struct source_config *config, struct err *e)
{
	struct null_state *n = malloc(sizeof(*n));

	(void)config;
	if (!n)
		return err_set(e, -ENOMEM, "null source: out of memory");
	s->state = n;
	n->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (n->fd < 0)
		return err_set(e, -errno, "null source: no descriptor: %m");
	return 0;
}

static void null_close(struct source *s)
{
	struct null_state *n = s->state;

	if (n && n->fd >= 0)
		close(n->fd);
	free(n);
}

static int null_fd(const struct source *s)
{
	const struct null_state *n = s->state;

	return n->fd;
}

static int null_poll(struct source *s, const struct event_sink *sink, struct err *e)
{
	(void)s;
	(void)sink;
	(void)e;
	return 0;
}

static int null_ledger(struct source *s, struct ra_ledger *out)
{
	(void)s;
	*out = (struct ra_ledger){ 0 };
	return 0;
}

static void null_info(const struct source *s, struct source_info *out)
{
	(void)s;
	*out = (struct source_info){ .kind = "null", .mode = "null" };
	snprintf(out->detail, sizeof(out->detail), "no packets");
}

const struct source_ops source_null = {
	.kind = "null",
	.open = null_open,
	.close = null_close,
	.fd = null_fd,
	.poll = null_poll,
	.ledger = null_ledger,
	.info = null_info,
};
