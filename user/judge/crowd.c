/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/crowd.h"

#include <math.h>

#include "core/hash.h"

#define REGISTER_BITS 8
#define ALPHA (0.7213 / (1 + 1.079 / CROWD_REGISTERS)) /* corrects the bias of the mean */

_Static_assert(CROWD_REGISTERS == 1 << REGISTER_BITS, "a register for each number of so many bits");

static uint64_t hash_of(const struct addr *a, uint64_t seed)
{
	uint64_t halves[2];

	memcpy(halves, a, sizeof(halves));
	return hash_mix(hash_mix(seed ^ halves[0]) ^ halves[1]);
}

void crowd_add(struct crowd *c, const struct addr *a, uint64_t seed)
{
	uint64_t hash = hash_of(a, seed);
	uint8_t *at = &c->registers[hash >> (64 - REGISTER_BITS)];
	/* The place of the first 1 in the bits behind; the guard ends the search. */
	int place = __builtin_clzll(hash << REGISTER_BITS | 1u << (REGISTER_BITS - 1)) + 1;

	if (place <= *at)
		return;
	if (*at)
		c->sparse -= ldexp(1, -*at);
	else
		c->taken++;
	c->sparse += ldexp(1, -place);
	*at = (uint8_t)place;
}

uint64_t crowd_count(const struct crowd *c)
{
	const double m = CROWD_REGISTERS;
	double empty = m - c->taken;
	double about = ALPHA * m * m / (c->sparse + empty);

	if (about <= 2.5 * m && c->taken < CROWD_REGISTERS)
		about = m * log(m / empty);
	return (uint64_t)llround(about);
}
