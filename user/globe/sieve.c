/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/sieve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int sieve_init(struct sieve *s, uint32_t places, uint32_t networks, uint32_t rows)
{
	*s = (struct sieve){ .places = places, .networks = networks, .rows = rows };
	s->place = calloc(places, sizeof(*s->place));
	s->network = calloc(networks, sizeof(*s->network));
	s->sides = calloc(rows, sizeof(*s->sides));
	if (s->place && s->network && s->sides)
		return 0;
	sieve_clear(s);
	return -ENOMEM;
}

void sieve_clear(struct sieve *s)
{
	free(s->place);
	free(s->network);
	free(s->sides);
	memset(s, 0, sizeof(*s));
}

void sieve_place(struct sieve *s, uint32_t number, const struct geo_place *p)
{
	if (number < s->places)
		s->place[number] = filter_place(&s->filter, p);
}

void sieve_network(struct sieve *s, uint32_t number, const struct geo_network *n)
{
	if (number < s->networks)
		s->network[number] = filter_network(&s->filter, n);
}

void sieve_list(struct sieve *s, uint32_t number, const char *name)
{
	if (number < SIEVE_LISTS)
		s->list[number] = filter_list(&s->filter, name);
}

uint8_t sieve_pass(struct sieve *s, uint32_t row, const struct stream_peer *p)
{
	struct filter_known known = { 0 };

	if (!s->filter.count || row >= s->rows)
		return sieve_sides(s, row);
	if (p->place < s->places)
		known.peer = s->place[p->place];
	if (p->network < s->networks)
		known.peer |= s->network[p->network];
	for (int d = 0; d < RA_DIRECTIONS; d++)
		if (p->side[d].list < SIEVE_LISTS)
			known.side[d] = s->list[p->side[d].list];
	return s->sides[row] = filter_sides(&s->filter, p, &known);
}
