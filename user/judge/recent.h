/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recent.h - rows of one size, found by the bytes they start with; when all are taken, the one
 * that was longest left alone gives way. Memory is set at start, and every call takes the same
 * time however many rows there are.
 */
#ifndef JUDGE_RECENT_H
#define JUDGE_RECENT_H

#include <stddef.h>
#include <stdint.h>

struct recent_link;

struct recent {
	uint8_t *rows;
	struct recent_link *links; /* of each row */
	uint32_t *chains;          /* row number + 1 that a chain starts with; 0: empty */
	uint64_t seed;             /* of the hash, so that nobody can choose keys that collide */
	uint64_t replaced;         /* rows that gave way */
	uint32_t mask, count, most;
	uint32_t newest, oldest;   /* row number + 1 */
	uint32_t row_size, key_size;
};

/*
 * row_size  a multiple of what its fields have to be aligned to
 * most      rows it can hold, 1 to 2^24; memory is touched only as rows are added
 * returns   0, or -ENOMEM
 */
int recent_init(struct recent *r, uint32_t row_size, uint32_t key_size, uint32_t most);
void recent_clear(struct recent *r);

static inline void *recent_row(const struct recent *r, uint32_t number)
{
	return r->rows + (size_t)number * r->row_size;
}

/* returns the row, which is left as old as it was; or NULL */
void *recent_find(const struct recent *r, const void *key);

/* Find a row, or begin one that is zero but for its key; never NULL. It is the newest then. */
void *recent_take(struct recent *r, const void *key);

#endif
