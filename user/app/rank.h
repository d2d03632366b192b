/* SPDX-License-Identifier: BSD-2-Clause */
/* rank.h - the greatest of many, in one pass and in bounded memory. */
#ifndef APP_RANK_H
#define APP_RANK_H

#include <stdint.h>

#define RANK_MOST 1000

struct ranked {
	double key;
	uint32_t number; /* of whatever has this key */
};

struct rank {
	struct ranked item[RANK_MOST]; /* a heap with the least first, until rank_sort() */
	uint32_t count, most;
};

/* most: how many are kept, at most RANK_MOST */
void rank_begin(struct rank *r, uint32_t most);
void rank_offer(struct rank *r, double key, uint32_t number);

/* The greatest first; of equal keys the lower number. Nothing is offered afterwards. */
void rank_sort(struct rank *r);

#endif
