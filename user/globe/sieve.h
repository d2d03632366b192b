/* SPDX-License-Identifier: BSD-2-Clause */
/* sieve.h - a filter and what it says of all places, networks, lists and peers of a scene. */
#ifndef GLOBE_SIEVE_H
#define GLOBE_SIEVE_H

#include "globe/filter.h"

#define SIEVE_LISTS 256 /* numbers of lists are below */

/* Terms of the filter that each makes true, by its number; asked once, not for each peer. */
struct sieve {
	struct filter filter;
	uint32_t *place, *network;
	uint32_t places, networks; /* numbers are below; what is beyond has no name */
	uint32_t list[SIEVE_LISTS];
	uint8_t *sides; /* by row: RA_DIR_BIT of the sides that pass */
	uint32_t rows;
};

/* returns 0, or -ENOMEM; a cleared sieve may be initialised again */
int sieve_init(struct sieve *s, uint32_t places, uint32_t networks, uint32_t rows);
void sieve_clear(struct sieve *s);

/* Something was named, or named anew. */
void sieve_place(struct sieve *s, uint32_t number, const struct geo_place *p);
void sieve_network(struct sieve *s, uint32_t number, const struct geo_network *n);
void sieve_list(struct sieve *s, uint32_t number, const char *name);

/* Find out which sides of a peer pass, and keep it for its row. */
uint8_t sieve_pass(struct sieve *s, uint32_t row, const struct stream_peer *p);

/* What sieve_pass() found last; all sides without a filter. */
static inline uint8_t sieve_sides(const struct sieve *s, uint32_t row)
{
	if (!s->filter.count)
		return RA_BOTH;
	return row < s->rows ? s->sides[row] : 0;
}

#endif
