/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/rank.h"

#include <stdbool.h>
#include <stdlib.h>

void rank_begin(struct rank *r, uint32_t most)
{
	r->count = 0;
	r->most = most < RANK_MOST ? most : RANK_MOST;
}

static bool is_behind(const struct ranked *a, const struct ranked *b)
{
	return a->key != b->key ? a->key < b->key : a->number > b->number;
}

static void rise(struct rank *r, uint32_t at, struct ranked item)
{
	for (; at && is_behind(&item, &r->item[(at - 1) / 2]); at = (at - 1) / 2)
		r->item[at] = r->item[(at - 1) / 2];
	r->item[at] = item;
}

static void sink(struct rank *r, struct ranked item)
{
	uint32_t at = 0, child;

	while ((child = 2 * at + 1) < r->count) {
		child += child + 1 < r->count && is_behind(&r->item[child + 1], &r->item[child]);
		if (!is_behind(&r->item[child], &item))
			break;
		r->item[at] = r->item[child];
		at = child;
	}
	r->item[at] = item;
}

void rank_offer(struct rank *r, double key, uint32_t number)
{
	const struct ranked item = { key, number };

	if (r->count < r->most)
		rise(r, r->count++, item);
	else if (r->most && is_behind(&r->item[0], &item))
		sink(r, item);
}

static int compare(const void *a, const void *b)
{
	return is_behind(a, b) - is_behind(b, a);
}

void rank_sort(struct rank *r)
{
	qsort(r->item, r->count, sizeof(*r->item), compare);
}
