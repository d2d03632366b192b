/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/recent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

#define ROWS_MOST (UINT32_C(1) << 24)

/* Row numbers + 1; 0: none. */
struct recent_link {
	uint32_t newer, older;
	uint32_t next; /* of its chain */
};

static uint32_t chains_for(uint32_t most)
{
	uint32_t n = 16;

	while (n < most)
		n *= 2;
	return n;
}

int recent_init(struct recent *r, uint32_t row_size, uint32_t key_size, uint32_t most)
{
	*r = (struct recent){ .row_size = row_size, .key_size = key_size, .most = most };
	if (!most || most > ROWS_MOST)
		return -ENOMEM;
	r->mask = chains_for(most) - 1;
	r->rows = calloc(most, row_size);
	r->links = calloc(most, sizeof(*r->links));
	r->chains = calloc(r->mask + 1, sizeof(*r->chains));
	r->seed = hash_new_seed(r->rows);
	if (r->rows && r->links && r->chains)
		return 0;
	recent_clear(r);
	return -ENOMEM;
}

void recent_clear(struct recent *r)
{
	free(r->rows);
	free(r->links);
	free(r->chains);
	*r = (struct recent){ 0 };
}

static uint32_t *chain_of(const struct recent *r, const void *key)
{
	return &r->chains[hash_seeded(r->seed, key, r->key_size) & r->mask];
}

static uint32_t number_of(const struct recent *r, const void *key)
{
	uint32_t number = *chain_of(r, key);

	while (number && memcmp(recent_row(r, number - 1), key, r->key_size))
		number = r->links[number - 1].next;
	return number;
}

void *recent_find(const struct recent *r, const void *key)
{
	uint32_t number = number_of(r, key);

	return number ? recent_row(r, number - 1) : NULL;
}

static void leave_order(struct recent *r, uint32_t number)
{
	const struct recent_link *l = &r->links[number - 1];

	*(l->older ? &r->links[l->older - 1].newer : &r->oldest) = l->newer;
	*(l->newer ? &r->links[l->newer - 1].older : &r->newest) = l->older;
}

static void become_newest(struct recent *r, uint32_t number)
{
	struct recent_link *l = &r->links[number - 1];

	l->newer = 0;
	l->older = r->newest;
	*(r->newest ? &r->links[r->newest - 1].newer : &r->oldest) = number;
	r->newest = number;
}

static void leave_chain(struct recent *r, uint32_t number)
{
	uint32_t *at = chain_of(r, recent_row(r, number - 1));

	while (*at != number)
		at = &r->links[*at - 1].next;
	*at = r->links[number - 1].next;
}

/* A row that is in no chain and no order. */
static uint32_t free_row(struct recent *r)
{
	uint32_t number = r->oldest;

	if (r->count < r->most)
		return ++r->count;
	leave_chain(r, number);
	leave_order(r, number);
	r->replaced++;
	return number;
}

static uint32_t begin_row(struct recent *r, const void *key)
{
	uint32_t number = free_row(r), *chain = chain_of(r, key);
	uint8_t *row = recent_row(r, number - 1);

	memset(row, 0, r->row_size);
	memcpy(row, key, r->key_size);
	r->links[number - 1].next = *chain;
	*chain = number;
	return number;
}

void *recent_take(struct recent *r, const void *key)
{
	uint32_t number = number_of(r, key);

	if (number)
		leave_order(r, number);
	else
		number = begin_row(r, key);
	become_newest(r, number);
	return recent_row(r, number - 1);
}
