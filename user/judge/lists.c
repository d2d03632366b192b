/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/lists.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/hash.h"
#include "judge/list_file.h"
#include "judge/lists_compile.h"
#include "judge/prefix.h"

struct lists {
	struct list *lists; /* number 1 first */
	uint16_t n;
	struct ruleset rules;
	int64_t next_expiry_s;
};

static int add_list(void *ctx, const char *file)
{
	struct lists *l = ctx;
	struct list found = { 0 }, *more;

	if (list_file_parse(file, &found.kind, found.name))
		return 0;
	if (l->n == LISTS_MOST)
		return -E2BIG;
	more = realloc(l->lists, (l->n + 1u) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	l->lists = more;
	l->lists[l->n++] = found;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct list *x = a, *y = b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->name, y->name);
}

/* The names of the lists in a folder, in the order of their numbers. */
static int find_lists(struct lists *l, int dir_fd, struct err *e)
{
	int rc = list_file_each(dir_fd, add_list, l);

	if (l->n)
		qsort(l->lists, l->n, sizeof(*l->lists), by_number);
	if (rc == -E2BIG)
		return err_set(e, rc, LIST_FOLDER ": more than %d lists", LISTS_MOST);
	return rc ? err_set(e, rc, LIST_FOLDER ": %s", strerror(-rc)) : 0;
}

/* Leave out what has expired; returns when the next one does. */
static int64_t drop_expired(struct list *l, int64_t now_s)
{
	int64_t next_s = INT64_MAX;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		int64_t expires_s = l->entries[i].expires_s;

		if (expires_s && expires_s <= now_s)
			continue;
		if (expires_s && expires_s < next_s)
			next_s = expires_s;
		if (kept != i)
			l->entries[kept] = l->entries[i];
		kept++;
	}
	l->n = kept;
	return next_s;
}

static int copy_list(struct list *to, const struct list *from)
{
	int rc = list_init(to, from->kind, from->name);

	memcpy(to->source, from->source, sizeof(to->source));
	to->updated_s = from->updated_s;
	for (uint32_t i = 0; i < from->n && !rc; i++)
		rc = list_add(to, &from->entries[i], list_reason(from, &from->entries[i]));
	return rc ? rc : list_settle(to);
}

static const struct list *find(const struct lists *l, enum list_kind kind, const char *name)
{
	for (uint16_t i = 0; l && i < l->n; i++)
		if (l->lists[i].kind == kind && !strcmp(l->lists[i].name, name))
			return &l->lists[i];
	return NULL;
}

/* Of one that cannot be read, what it said before. */
static int load_one(struct list *out, int dir_fd, const struct list *named,
		    const struct lists *before, struct err *e)
{
	const struct list *old = find(before, named->kind, named->name);
	int rc = list_load(dir_fd, named->kind, named->name, out, e);

	if (!rc || rc == -ENOENT || rc == -ENOMEM || !old)
		return rc;
	return copy_list(out, old) ? -ENOMEM : rc;
}

/*
 * One that was deleted meanwhile is none.
 *
 * returns  0, or the error of the first that cannot be read; -ENOMEM of any
 */
static int load_all(struct lists *l, int dir_fd, const struct lists *before, int64_t now_s,
		    struct err *e)
{
	uint16_t found = l->n;
	int first = 0;

	l->n = 0;
	for (uint16_t i = 0; i < found && first != -ENOMEM; i++) {
		struct list list = { 0 }, named = l->lists[i];
		struct err why = { "no memory" };
		int64_t next_s;
		int rc = load_one(&list, dir_fd, &named, before, &why);

		if (rc && rc != -ENOENT && (!first || rc == -ENOMEM))
			first = err_set(e, rc, "%s", why.text);
		if (rc && !list.entries)
			continue;
		next_s = drop_expired(&list, now_s);
		if (next_s < l->next_expiry_s)
			l->next_expiry_s = next_s;
		l->lists[l->n++] = list;
	}
	return first;
}

/* returns 0, or -ENOMEM */
static int add_extra(struct lists *l, const struct list *extra, int64_t now_s)
{
	struct list *lists = realloc(l->lists, (l->n + 1u) * sizeof(*lists));
	int64_t next_s;

	if (!lists)
		return -ENOMEM;
	l->lists = lists;
	if (copy_list(&lists[l->n], extra)) {
		list_clear(&lists[l->n]);
		return -ENOMEM;
	}
	next_s = drop_expired(&lists[l->n++], now_s);
	if (next_s < l->next_expiry_s)
		l->next_expiry_s = next_s;
	return 0;
}

int lists_open(int dir_fd, const struct lists *before, const struct list *extra, int64_t now_s,
	       struct lists **out, struct err *e)
{
	struct lists *l = calloc(1, sizeof(*l));
	int rc = 0, first;

	*out = NULL;
	if (!l)
		return err_set(e, -ENOMEM, LIST_FOLDER ": no memory");
	l->next_expiry_s = INT64_MAX;
	if (dir_fd >= 0)
		rc = find_lists(l, dir_fd, e);
	first = rc == -ENOMEM ? rc : load_all(l, dir_fd, before, now_s, rc ? NULL : e);
	if (!rc || first == -ENOMEM)
		rc = first;
	if (rc != -ENOMEM && extra && add_extra(l, extra, now_s))
		rc = err_set(e, -ENOMEM, LIST_FOLDER ": no memory");
	if (rc != -ENOMEM && lists_compile(l->lists, l->n, &l->rules))
		rc = err_set(e, -ENOMEM, LIST_FOLDER ": no memory");
	if (rc == -ENOMEM) {
		lists_close(l);
		return rc;
	}
	*out = l;
	return rc;
}

void lists_close(struct lists *l)
{
	if (!l)
		return;
	for (uint16_t i = 0; i < l->n; i++)
		list_clear(&l->lists[i]);
	free(l->lists);
	ruleset_clear(&l->rules);
	free(l);
}

int64_t lists_next_expiry(const struct lists *l)
{
	return l->next_expiry_s;
}

const struct lists_rule *lists_judge(const struct lists *l, const struct addr *a)
{
	return ruleset_find(&l->rules, a);
}

const struct lists_rule *lists_rules(const struct lists *l, uint32_t *n)
{
	*n = l->rules.n;
	return l->rules.rules;
}

uint16_t lists_count(const struct lists *l)
{
	return l->n;
}

const struct list *lists_list(const struct lists *l, uint16_t number)
{
	return number && number <= l->n ? &l->lists[number - 1] : NULL;
}

void lists_about(const struct lists *l, const struct addr *a,
		 void (*f)(void *ctx, const struct list *list, const struct list_entry *entry),
		 void *ctx)
{
	for (int i = 0; i < RANKS * (PREFIX_MOST + 1); i++) {
		int rank = i / (PREFIX_MOST + 1), len = PREFIX_MOST - i % (PREFIX_MOST + 1);
		struct cidr net = prefix_of(a, (uint8_t)len);

		for (uint16_t k = 0; k < l->n; k++) {
			const struct list *list = &l->lists[k];
			const struct list_entry *entry =
				(int)lists_rank(list) == rank ? list_find(list, &net) : NULL;

			if (entry)
				f(ctx, list, entry);
		}
	}
}

static void take_blocklist(void *ctx, const struct list *list, const struct list_entry *entry)
{
	const char **name = ctx;

	(void)entry;
	if (!*name && list->kind == LIST_BLOCK)
		*name = list->name;
}

const char *lists_blocklist(const struct lists *l, const struct addr *a)
{
	const char *name = NULL;

	if (lists_blocks(l, a))
		lists_about(l, a, take_blocklist, &name);
	return name;
}

uint8_t lists_blocks(const struct lists *l, const struct addr *a)
{
	const struct lists_rule *rule = lists_judge(l, a);

	return rule ? rule->blocked : 0;
}

struct stamp {
	int dir_fd;
	uint64_t sum;
};

/* A file counts with its name, what it is on the disk, and its head, which has the checksum. */
static int add_stamp(void *ctx, const char *file)
{
	struct {
		char name[LIST_FILE_NAME];
		struct list_file_head head;
		uint64_t inode, size;
		struct timespec changed;
	} seen = { 0 };
	struct stamp *stamp = ctx;
	enum list_kind kind;
	struct stat st;
	int fd;

	if (list_file_parse(file, &kind, seen.name))
		return 0;
	fd = openat(stamp->dir_fd, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return 0;
	snprintf(seen.name, sizeof(seen.name), "%s", file);
	if (!fstat(fd, &st) && read(fd, &seen.head, sizeof(seen.head)) >= 0) {
		seen.inode = st.st_ino;
		seen.size = (uint64_t)st.st_size;
		seen.changed = st.st_mtim;
	}
	close(fd);
	stamp->sum += hash_bytes(&seen, sizeof(seen));
	return 0;
}

uint64_t lists_stamp(int dir_fd)
{
	struct stamp stamp = { .dir_fd = dir_fd, .sum = 1 };

	return list_file_each(dir_fd, add_stamp, &stamp) ? 0 : stamp.sum;
}
