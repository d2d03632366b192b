/* SPDX-License-Identifier: BSD-2-Clause */
/* list_same.h - whether two settled lists cover the same addresses. */
#ifndef LIST_SAME_H
#define LIST_SAME_H

#include "judge/list_range.h"

static inline bool same_addresses(const struct list *a, const struct list *b)
{
	struct range_cover x = range_cover(a), y = range_cover(b);
	struct cidr p, q;

	while (range_cover_next(&x, &p))
		if (!range_cover_next(&y, &q) || p.len != q.len || !addr_equal(&p.net, &q.net))
			return false;
	return !range_cover_next(&y, &q);
}

#endif
