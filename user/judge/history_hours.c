/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_hours.h"

#include <stdbool.h>

/* Hours from..to, word by word of the ring. */
struct walk {
	int64_t from, to; /* what is left */
	uint32_t bit;     /* of the ring, for `from` */
	uint32_t word;
	uint64_t mask; /* the hours of this word */
	int64_t base;  /* the hour of its bit 0 */
};

static struct walk walk_begin(int64_t from, int64_t to)
{
	return (struct walk){ .from = from, .to = to, .bit = (uint32_t)(from % HISTORY_HOURS) };
}

static bool walk_next(struct walk *w)
{
	int64_t left = w->to - w->from + 1;
	uint32_t low = w->bit % 64, n = 64 - low;

	if (left <= 0)
		return false;
	if (n > HISTORY_HOURS - w->bit)
		n = HISTORY_HOURS - w->bit;
	if (n > left)
		n = (uint32_t)left;
	w->word = w->bit / 64;
	w->mask = ~UINT64_C(0) >> (64 - n) << low;
	w->base = w->from - low;
	w->from += n;
	w->bit = (w->bit + n) % HISTORY_HOURS;
	return true;
}

void history_hours_set(uint64_t *ring, int64_t hour)
{
	ring[hour % HISTORY_HOURS / 64] |= UINT64_C(1) << (hour % HISTORY_HOURS % 64);
}

void history_hours_clear(uint64_t *ring, int64_t from, int64_t to)
{
	struct walk w = walk_begin(from, to);

	while (walk_next(&w))
		ring[w.word] &= ~w.mask;
}

uint32_t history_hours_count(const uint64_t *ring, int64_t from, int64_t to)
{
	struct walk w = walk_begin(from, to);
	uint32_t n = 0;

	while (walk_next(&w))
		n += (uint32_t)__builtin_popcountll(ring[w.word] & w.mask);
	return n;
}

int64_t history_hours_first(const uint64_t *ring, int64_t from, int64_t to)
{
	struct walk w = walk_begin(from, to);

	while (walk_next(&w))
		if (ring[w.word] & w.mask)
			return w.base + __builtin_ctzll(ring[w.word] & w.mask);
	return -1;
}

int64_t history_hours_last(const uint64_t *ring, int64_t from, int64_t to)
{
	struct walk w = walk_begin(from, to);
	int64_t last = -1;

	while (walk_next(&w))
		if (ring[w.word] & w.mask)
			last = w.base + 63 - __builtin_clzll(ring[w.word] & w.mask);
	return last;
}
