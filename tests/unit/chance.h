/* SPDX-License-Identifier: BSD-2-Clause */
/* chance.h - numbers that look random and are the same in each run. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

static uint32_t seed; /* set it, and what follows is fixed */

/* source: the generator of Numerical Recipes, of which the high bits are the good ones */
static inline uint32_t random_below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)seed * n >> 32);
}

#endif
