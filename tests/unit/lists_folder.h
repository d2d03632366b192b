/* SPDX-License-Identifier: BSD-2-Clause */
/* lists_folder.h - a folder of lists for a test, and short ways to fill lists. */
#ifndef LISTS_FOLDER_H
#define LISTS_FOLDER_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "bpf/redarc.h"
#include "child.h"
#include "folder.h"
#include "judge/list.h"

#define NOW INT64_C(1800000000)
#define IN RA_DIR_BIT(RA_IN)
#define OUT RA_DIR_BIT(RA_OUT)

static inline struct cidr cidr(const char *text)
{
	struct cidr c;

	assert_int_equal(cidr_parse(text, &c), 0);
	return c;
}

static inline struct addr addr(const char *text)
{
	return cidr(text).net;
}

static inline void add(struct list *l, const char *net, uint8_t directions, int64_t expires_s,
		       const char *reason)
{
	struct list_entry entry = { .net = cidr(net),
				    .directions = directions,
				    .added_s = NOW,
				    .expires_s = expires_s };

	assert_int_equal(list_add(l, &entry, reason), 0);
}

static inline struct list new_list(enum list_kind kind, const char *name)
{
	struct list l;

	assert_int_equal(list_init(&l, kind, name), 0);
	return l;
}

static inline void must_settle(struct list *l)
{
	assert_int_equal(list_settle(l), 0);
}

static inline void must_save(const struct list *l)
{
	if (list_save(folder.fd, l, &folder.e))
		fail_msg("%s", folder.e.text);
}

static inline struct list must_load(enum list_kind kind, const char *name)
{
	struct list l;

	if (list_load(folder.fd, kind, name, &l, &folder.e))
		fail_msg("%s", folder.e.text);
	return l;
}

/* Whether they say the same, wherever their texts stand. */
static inline bool is_same(const struct list *a, const struct list *b)
{
	bool same = a->kind == b->kind && !strcmp(a->name, b->name) &&
		    !strcmp(a->source, b->source) && a->updated_s == b->updated_s && a->n == b->n;

	for (uint32_t i = 0; same && i < a->n; i++) {
		struct list_entry x = a->entries[i], y = b->entries[i];

		same = !strcmp(list_reason(a, &x), list_reason(b, &y));
		x.reason = y.reason = 0;
		same = same && !memcmp(&x, &y, sizeof(x));
	}
	return same;
}

#endif
