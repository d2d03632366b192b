/* SPDX-License-Identifier: BSD-2-Clause */
/* Import: a file in any format that lists come in becomes the list's content. */
#include "app/list_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/own.h"
#include "judge/lists.h"

#define FILE_MOST (1u << 30) /* bytes */
#define FIRST_ROOM (1u << 16)
#define NOTES_MOST 20

struct text {
	char *bytes;
	size_t len;
};

/* What a file says of its size, so that room is made once; a pipe says nothing. */
static size_t first_room(int fd)
{
	struct stat file;

	if (fstat(fd, &file) || !S_ISREG(file.st_mode) || file.st_size >= FILE_MOST)
		return FIRST_ROOM;
	return (size_t)file.st_size + 1;
}

static int read_all(int fd, struct text *t)
{
	size_t room = 0;
	ssize_t n = 1;

	while (n) {
		if (t->len == room) {
			char *more = realloc(t->bytes, room = room ? room * 2 : first_room(fd));

			if (!more)
				return -ENOMEM;
			t->bytes = more;
		}
		n = read(fd, t->bytes + t->len, room - t->len);
		if (n < 0 && errno != EINTR)
			return -errno;
		t->len += n > 0 ? (size_t)n : 0;
		if (t->len > FILE_MOST)
			return -EFBIG;
	}
	return 0;
}

static void on_note(void *ctx, const char *text)
{
	uint32_t *told = ctx;

	if ((*told)++ < NOTES_MOST)
		log_line(LOG_WARN, "%s", text);
}

static bool has_v6(const struct list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (!addr_is_v4(&l->entries[i].net.net))
			return true;
	return false;
}

/* Once it is saved, so that entries named twice count once. */
static void tell_counts(const struct list_verb *v, const struct list_counts *counts)
{
	if (counts->other)
		log_note("%s: %u more %s no address", v->args[0], counts->other,
			 counts->other == 1 ? "entry is" : "entries are");
	if (has_v6(&v->list))
		log_note("%s: IPv6 is kept, but not judged yet", v->args[0]);
	log_note("%s: %u taken, %u stripped, %u refused: %s list %s has %u %s", v->args[0],
		 counts->taken, counts->stripped, counts->refused, v->o->command, v->name,
		 v->list.n, v->list.n == 1 ? "entry" : "entries");
}

static int fill(struct list_verb *v, const struct text *t, struct list_counts *counts,
		struct err *e)
{
	bool users = !strcmp(v->name, LISTS_USER) || v->kind == LIST_ALLOW;
	struct cidr *own = NULL;
	size_t n_own = users ? 0 : own_addresses(&own);
	uint32_t told = 0;
	struct list_reading how = { .format = v->format,
				    .file = v->args[0],
				    .own = own,
				    .n_own = n_own,
				    .directions = v->o->directions,
				    .now_s = v->now_s,
				    .expires_s = list_verb_expiry(v),
				    .keep_near = users,
				    .note = on_note,
				    .ctx = &told };
	int r = list_read(&v->list, t->bytes, t->len, &how, counts, e);

	if (told > NOTES_MOST)
		log_warn("... and %u more", told - NOTES_MOST);
	free(own);
	return r;
}

/* Read before the lock is taken: a pipe may be slow. */
int list_verb_import(struct list_verb *v, struct err *e)
{
	struct list_counts counts;
	struct text t = { 0 };
	int r = read_all(v->input, &t);

	if (r)
		err_set(e, r, "%s: %s", v->args[0], strerror(-r));
	if (!r)
		r = list_init(&v->list, v->kind, v->name);
	if (!r)
		r = fill(v, &t, &counts, e);
	free(t.bytes);
	list_verb_sign(v);
	if (strcmp(v->args[0], "-"))
		snprintf(v->list.source, sizeof(v->list.source), "%s", v->args[0]);
	if (!r)
		r = list_verb_change(v, list_verb_save, e);
	if (!r)
		tell_counts(v, &counts);
	return r;
}
