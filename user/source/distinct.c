/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/distinct.h"

#include <stdlib.h>
#include <sys/random.h>

#include "core/hash.h"

#define FEWEST_SLOTS 1024
#define MOST_SLOTS (2 * DISTINCT_MOST)

/* The slot where the address is, or the empty one where it belongs. */
static uint32_t *slot_of(const struct distinct *d, uint32_t be_ip)
{
	uint32_t mask = d->n_slots - 1, i = (uint32_t)hash_mix(d->seed ^ be_ip) & mask;

	while (d->slots[i] && d->slots[i] != be_ip)
		i = (i + 1) & mask;
	return &d->slots[i];
}

static bool grow(struct distinct *d)
{
	struct distinct next = *d;

	next.n_slots = d->n_slots ? d->n_slots * 2 : FEWEST_SLOTS;
	if (next.n_slots > MOST_SLOTS)
		return false;
	if (!d->n_slots && getrandom(&next.seed, sizeof(next.seed), GRND_NONBLOCK) < 0)
		next.seed = (uintptr_t)d;
	next.slots = calloc(next.n_slots, sizeof(*next.slots));
	if (!next.slots)
		return false;
	for (uint32_t i = 0; i < d->n_slots; i++)
		if (d->slots[i])
			*slot_of(&next, d->slots[i]) = d->slots[i];
	free(d->slots);
	*d = next;
	return true;
}

static void add_zero(struct distinct *d)
{
	d->count += !d->zero;
	d->zero = true;
}

void distinct_clear(struct distinct *d)
{
	free(d->slots);
	*d = (struct distinct){ 0 };
}

void distinct_add(struct distinct *d, uint32_t be_ip)
{
	uint32_t *slot;
	bool room;

	if (!be_ip) {
		add_zero(d);
		return;
	}
	room = d->count < d->n_slots / 2 || grow(d); /* so one slot is always empty */
	slot = d->n_slots ? slot_of(d, be_ip) : NULL;
	if (slot && *slot)
		return;
	if (!room) {
		d->full = true;
		return;
	}
	*slot = be_ip;
	d->count++;
}
