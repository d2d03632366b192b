/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dice.h - chance that a seed decides, in the shapes that traffic has. Throw once in an
 * expression: which of two throws comes first is the compiler's choice.
 */
#ifndef QUALITY_DICE_H
#define QUALITY_DICE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/hash.h"

struct dice {
	uint64_t state;
};

/* 0..n-1 */
static inline uint32_t dice_below(struct dice *d, uint32_t n)
{
	return (uint32_t)((hash_mix(++d->state) >> 32) * n >> 32);
}

static inline uint32_t dice_range(struct dice *d, uint32_t least, uint32_t most)
{
	return least + dice_below(d, most - least + 1);
}

/* Above 0, below 1. */
static inline double dice_share(struct dice *d)
{
	return ((double)(hash_mix(++d->state) >> 12) + 0.5) / (double)(UINT64_C(1) << 52);
}

static inline bool dice_chance(struct dice *d, double share)
{
	return dice_share(d) < share;
}

/* The time to the next of events that know nothing of each other. */
static inline double dice_wait(struct dice *d, double mean)
{
	return -mean * log(dice_share(d));
}

/* source: Box and Muller, 1958 */
static inline double dice_log_normal(struct dice *d, double median, double sigma)
{
	double radius = sqrt(-2 * log(dice_share(d)));

	return median * exp(sigma * radius * cos(2 * M_PI * dice_share(d)));
}

/* Ranks 0..n-1 as people choose them: the second is chosen half as often as the first. */
static inline uint32_t dice_rank(struct dice *d, uint32_t n)
{
	return (uint32_t)pow(n + 1, dice_share(d)) - 1;
}

#endif
