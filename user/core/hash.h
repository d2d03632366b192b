/* SPDX-License-Identifier: BSD-2-Clause */
/* hash.h - a mixing hash, and a table of rows found by the bytes they start with. */
#ifndef CORE_HASH_H
#define CORE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* source: the finalizer of MurmurHash3 (Appleby, public domain), over 8-byte words */
static inline uint64_t hash_mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdull;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53ull;
	return x ^ (x >> 33);
}

static inline uint32_t hash_seeded(uint64_t seed, const void *data, size_t len)
{
	const uint8_t *p = data;
	uint64_t h = seed ^ len, word;

	for (; len >= 8; p += 8, len -= 8) {
		memcpy(&word, p, 8);
		h = hash_mix(h ^ word);
	}
	word = 0;
	memcpy(&word, p, len);
	return (uint32_t)hash_mix(h ^ word);
}

/*
 * A seed that nobody outside knows.
 *
 * rows     memory whose place serves where the system has no randomness to give
 */
uint64_t hash_new_seed(const void *rows);

/* The same in every run, and so open to anyone who chooses what to send. */
static inline uint32_t hash_bytes(const void *data, size_t len)
{
	return hash_seeded(0, data, len);
}

/*
 * Rows of one size, kept densely in the order they were added, each found by its first
 * key_size bytes. Sized once: a full table refuses. Rows never move and are never removed.
 * Each table hashes with a seed of its own, so that nobody can choose keys that collide.
 */
struct hash_table {
	uint8_t *rows;
	uint32_t *index; /* row number + 1, 0 is empty */
	uint64_t seed;
	uint32_t mask;
	uint32_t count, most;
	uint32_t row_size, key_size;
};

/*
 * most     rows it can hold; memory is touched only as rows are added
 * returns  0, or -ENOMEM
 */
int hash_table_init(struct hash_table *t, uint32_t row_size, uint32_t key_size, uint32_t most);
void hash_table_clear(struct hash_table *t);

static inline void *hash_table_row(const struct hash_table *t, uint32_t number)
{
	return t->rows + (size_t)number * t->row_size;
}

static inline uint32_t hash_table_number(const struct hash_table *t, const void *row)
{
	return (uint32_t)(((const uint8_t *)row - t->rows) / t->row_size);
}

/* returns the row, or NULL */
void *hash_table_find(const struct hash_table *t, const void *key);

/*
 * Find a row, or add one that is zero but for its key.
 *
 * returns  the row, or NULL when the table is full
 */
void *hash_table_take(struct hash_table *t, const void *key);

#endif
