/* SPDX-License-Identifier: BSD-2-Clause */
/* The lists of a configuration: what is taken is within its bounds. */
#include "judge/feeds.h"

#include <stdlib.h>
#include <string.h>

#include "bpf/redarc.h"
#include "judge/lists.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void check(const struct feeds *f, const struct feed_config *c)
{
	require(list_name_is_valid(c->name) && strcmp(c->name, LISTS_USER));
	require(feeds_find(f, c->name) == c);
	require(strlen(c->url) < LIST_SOURCE && !strpbrk(c->url, " \t\n"));
	require(!strncmp(c->url, "https://", 8) || !strncmp(c->url, "file:///", 8));
	require(c->kind < LIST_KINDS && c->format < LIST_FORMATS);
	require(c->directions && c->directions <= RA_BOTH);
	require(c->every_s >= 300 && c->timeout_s >= 1 && c->timeout_s <= 3600);
	require(!c->expires_s || c->expires_s > c->every_s);
	require(c->most >= 1 && c->most <= (size_t)1 << 30);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feeds f = { .n = 0 };
	struct err e = { "" };
	int r = ini_read("fuzz", (const char *)data, size, feeds_take, &f, &e);

	if (!r)
		r = feeds_check(&f, "fuzz", &e);
	require(!r == !e.text[0]);
	for (size_t i = 0; i < f.n && !r; i++)
		check(&f, &f.lists[i]);
	feeds_clear(&f);
	return 0;
}
