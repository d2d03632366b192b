/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/hash.h"

#include <errno.h>
#include <stdlib.h>

#define SLOTS_MOST (UINT32_C(1) << 31)

/* A third to two thirds of the slots are taken when the table is full; 0: too many. */
static uint32_t slots_for(uint32_t most)
{
	uint64_t slots = 16;

	while (slots < (uint64_t)most + most / 2)
		slots *= 2;
	return slots <= SLOTS_MOST ? (uint32_t)slots : 0;
}

int hash_table_init(struct hash_table *t, uint32_t row_size, uint32_t key_size, uint32_t most)
{
	uint32_t slots = slots_for(most);

	*t = (struct hash_table){ .row_size = row_size,
				  .key_size = key_size,
				  .most = most,
				  .mask = slots - 1 };
	if (!slots)
		return -ENOMEM;
	t->rows = calloc(most, row_size);
	t->index = calloc(slots, sizeof(*t->index));
	t->seed = hash_new_seed(t->rows);
	if (t->rows && t->index)
		return 0;
	hash_table_clear(t);
	return -ENOMEM;
}

void hash_table_clear(struct hash_table *t)
{
	free(t->rows);
	free(t->index);
	*t = (struct hash_table){ 0 };
}

/* The slot where the key is, or the empty one where it belongs. */
static uint32_t *slot_of(const struct hash_table *t, const void *key)
{
	uint32_t i = hash_seeded(t->seed, key, t->key_size) & t->mask;

	while (t->index[i] && memcmp(hash_table_row(t, t->index[i] - 1), key, t->key_size))
		i = (i + 1) & t->mask;
	return &t->index[i];
}

void *hash_table_find(const struct hash_table *t, const void *key)
{
	uint32_t number = *slot_of(t, key);

	return number ? hash_table_row(t, number - 1) : NULL;
}

void *hash_table_take(struct hash_table *t, const void *key)
{
	uint32_t *slot = slot_of(t, key);
	uint8_t *row;

	if (*slot)
		return hash_table_row(t, *slot - 1);
	if (t->count == t->most)
		return NULL;
	row = hash_table_row(t, t->count);
	memcpy(row, key, t->key_size);
	*slot = ++t->count;
	return row;
}
