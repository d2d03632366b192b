/* SPDX-License-Identifier: BSD-2-Clause */
/* list_range.h - addresses from one to another, and the fewest prefixes that are the same. */
#ifndef JUDGE_LIST_RANGE_H
#define JUDGE_LIST_RANGE_H

#include "judge/list.h"

#define RANGE_SHORTEST 8 /* bits of the shortest prefix that is taken for a list */

/* Both ends belong to it. */
struct range {
	unsigned __int128 first, last;
	bool empty;
};

struct range range_of(const struct cidr *net);

/* Of two addresses; empty when the second is the smaller one. */
struct range range_between(const struct addr *first, const struct addr *last);

/*
 * Take the longest prefix, by address, off the front of a range: so a range falls into the
 * fewest prefixes.
 *
 * returns  whether there was one
 */
bool range_take(struct range *r, struct cidr *out);

/*
 * Walks over the fewest prefixes that cover what a settled list covers, by address. None is made
 * shorter than RANGE_SHORTEST, so that what is written of them can be read again.
 */
struct range_cover {
	const struct list *list;
	uint32_t next; /* entry */
	struct range rest;
};

struct range_cover range_cover(const struct list *l);
bool range_cover_next(struct range_cover *c, struct cidr *out);

#endif
