/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/newest.h"

#include <errno.h>
#include <stdlib.h>

int newest_open(struct newest *n, uint32_t most)
{
	*n = (struct newest){ .row = calloc(most, sizeof(*n->row)) };
	if (!n->row)
		return -ENOMEM;
	n->most = most;
	return 0;
}

void newest_close(struct newest *n)
{
	free(n->row);
	*n = (struct newest){ 0 };
}

static void swap(struct newest_row *a, struct newest_row *b)
{
	struct newest_row kept = *a;

	*a = *b;
	*b = kept;
}

static void rise(struct newest *n, uint32_t i)
{
	for (; i && n->row[i].when_s < n->row[(i - 1) / 2].when_s; i = (i - 1) / 2)
		swap(&n->row[i], &n->row[(i - 1) / 2]);
}

static void sink(struct newest *n)
{
	uint32_t i = 0, child;

	while ((child = 2 * i + 1) < n->heap) {
		if (child + 1 < n->heap && n->row[child + 1].when_s < n->row[child].when_s)
			child++;
		if (n->row[i].when_s <= n->row[child].when_s)
			return;
		swap(&n->row[i], &n->row[child]);
		i = child;
	}
}

static uint32_t clamp(int64_t when_s)
{
	if (when_s < 0)
		return 0;
	return when_s < UINT32_MAX ? (uint32_t)when_s : UINT32_MAX;
}

void newest_take(struct newest *n, uint32_t number, int64_t when_s)
{
	const struct newest_row row = { clamp(when_s), number };

	if (n->n < n->most) {
		n->row[n->n++] = row;
		n->heap = n->n;
		rise(n, n->n - 1);
		return;
	}
	n->left_out++;
	if (!n->most || row.when_s <= n->row[0].when_s)
		return;
	n->row[0] = row;
	sink(n);
}

bool newest_sort(struct newest *n, uint32_t rows)
{
	for (; rows && n->heap > 1; rows--) {
		swap(&n->row[0], &n->row[--n->heap]);
		sink(n);
	}
	return n->heap <= 1;
}
