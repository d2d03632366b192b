/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/listing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int listing_init(struct listing *l)
{
	*l = (struct listing){ .rows = calloc(LISTS_MOST, sizeof(*l->rows)) };
	l->told = (struct feed_lists){ .rows = l->rows, .version = 1 };
	return l->rows ? 0 : -ENOMEM;
}

void listing_clear(struct listing *l)
{
	free(l->rows);
	*l = (struct listing){ 0 };
}

void listing_take(struct listing *l, const struct lists *lists)
{
	uint16_t n = lists ? lists_count(lists) : 0;

	for (uint16_t number = 1; number <= n && number <= LISTS_MOST; number++) {
		const struct list *list = lists_list(lists, number);
		struct stream_list *row = &l->rows[number - 1];

		*row = (struct stream_list){ .number = number, .kind = (uint8_t)list->kind };
		snprintf(row->name, sizeof(row->name), "%s", list->name);
	}
	l->told.count = n;
	l->told.version++;
}
