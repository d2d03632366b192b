/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/allow.h"

#include <errno.h>

#define ORIGINS 4

/* Who is named first as the reason. */
static const uint8_t by_rank[ORIGINS] = { RA_ORIGIN_USER, RA_ORIGIN_HISTORY, RA_ORIGIN_RULE,
					   RA_ORIGIN_EXTERNAL };

int allow_init(struct allow *a, uint32_t most)
{
	a->refused = 0;
	return hash_table_init(&a->table, sizeof(struct allow_entry), sizeof(struct addr), most);
}

void allow_clear(struct allow *a)
{
	hash_table_clear(&a->table);
}

int allow_set(struct allow *a, const struct addr *peer, uint8_t directions, uint8_t origin)
{
	struct allow_entry *entry = directions ? hash_table_take(&a->table, peer) :
						 hash_table_find(&a->table, peer);

	if (entry)
		entry->by[origin] = directions & RA_BOTH;
	if (entry || !directions)
		return 0;
	a->refused++;
	return -ENOSPC;
}

void allow_forget(struct allow *a, uint8_t origin)
{
	for (uint32_t i = 0; i < a->table.count; i++) {
		struct allow_entry *entry = hash_table_row(&a->table, i);

		entry->by[origin] = 0;
	}
}

const struct allow_entry *allow_find(const struct allow *a, const struct addr *peer)
{
	const struct allow_entry *entry = hash_table_find(&a->table, peer);

	return entry && allow_directions(entry) ? entry : NULL;
}

uint8_t allow_directions(const struct allow_entry *entry)
{
	return entry->by[0] | entry->by[1] | entry->by[2] | entry->by[3];
}

uint8_t allow_origin(const struct allow_entry *entry, uint8_t directions)
{
	for (size_t i = 0; i < ORIGINS; i++)
		if (entry->by[by_rank[i]] & directions)
			return by_rank[i];
	return RA_ORIGIN_EXTERNAL;
}

uint32_t allow_count(const struct allow *a)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < a->table.count; i++)
		n += allow_directions(hash_table_row(&a->table, i)) != 0;
	return n;
}
