/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/locals.h"

#include <errno.h>
#include <stdlib.h>

#include "core/hash.h"

struct locals {
	struct local *rows;
	uint32_t *heap;   /* row numbers, the one with the fewest packets first */
	uint32_t *chains; /* row number + 1; 0: empty */
	uint32_t mask, count, most;
	uint64_t seed, displaced;
};

static const struct addr nobody;

int locals_open(uint32_t most, struct locals **out)
{
	struct locals *l = calloc(1, sizeof(*l));
	uint32_t chains = 16;

	*out = NULL;
	if (!l)
		return -ENOMEM;
	while (chains < most)
		chains *= 2;
	l->most = most;
	l->mask = chains - 1;
	l->rows = calloc(most, sizeof(*l->rows));
	l->heap = calloc(most, sizeof(*l->heap));
	l->chains = calloc(chains, sizeof(*l->chains));
	l->seed = hash_new_seed(l->rows);
	if (l->rows && l->heap && l->chains) {
		*out = l;
		return 0;
	}
	locals_close(l);
	return -ENOMEM;
}

void locals_close(struct locals *l)
{
	if (!l)
		return;
	free(l->rows);
	free(l->heap);
	free(l->chains);
	free(l);
}

static uint32_t *chain_of(const struct locals *l, const struct addr *a)
{
	return &l->chains[hash_seeded(l->seed, a, sizeof(*a)) & l->mask];
}

static struct local *find(const struct locals *l, const struct addr *a)
{
	uint32_t number = *chain_of(l, a);

	while (number && !addr_equal(&l->rows[number - 1].addr, a))
		number = l->rows[number - 1].next;
	return number ? &l->rows[number - 1] : NULL;
}

static void put(struct locals *l, uint32_t place, uint32_t number)
{
	l->heap[place] = number;
	l->rows[number].place = place;
}

static uint64_t packets_at(const struct locals *l, uint32_t place)
{
	return l->rows[l->heap[place]].packets;
}

/* A row whose packets grew goes down, past those who have fewer. */
static void sink(struct locals *l, uint32_t place)
{
	uint32_t number = l->heap[place], child;

	while ((child = 2 * place + 1) < l->count) {
		child += child + 1 < l->count && packets_at(l, child + 1) < packets_at(l, child);
		if (packets_at(l, child) >= l->rows[number].packets)
			break;
		put(l, place, l->heap[child]);
		place = child;
	}
	put(l, place, number);
}

/* A row without packets goes up to the top: nobody has fewer. */
static void rise(struct locals *l, uint32_t place)
{
	uint32_t number = l->heap[place];

	for (; place; place = (place - 1) / 2)
		put(l, place, l->heap[(place - 1) / 2]);
	put(l, 0, number);
}

static void leave_chain(struct locals *l, const struct local *row)
{
	uint32_t number = (uint32_t)(row - l->rows) + 1, *at = chain_of(l, &row->addr);

	while (*at != number)
		at = &l->rows[*at - 1].next;
	*at = row->next;
}

/* A row of its own, with what it inherits. */
static struct local *begin_row(struct locals *l)
{
	struct local *row = &l->rows[l->heap[0]];
	uint64_t packets = row->packets;

	if (l->count < l->most) {
		put(l, l->count, l->count);
		rise(l, l->count++);
		return &l->rows[l->heap[0]];
	}
	leave_chain(l, row);
	*row = (struct local){ .packets = packets, .inherited = packets };
	l->displaced++;
	return row;
}

static struct local *take(struct locals *l, const struct addr *a)
{
	struct local *row = find(l, a);
	uint32_t *chain = chain_of(l, a);

	if (row)
		return row;
	row = begin_row(l);
	row->addr = *a;
	row->interface = EVENT_NO_INTERFACE;
	row->next = *chain;
	*chain = (uint32_t)(row - l->rows) + 1;
	return row;
}

static bool is_host(const struct addr *a)
{
	return !addr_equal(a, &nobody) && addr_scope(a) != ADDR_MULTICAST;
}

void locals_note(struct locals *l, const struct event *e)
{
	struct local *row;

	if (!is_host(&e->local))
		return;
	row = take(l, &e->local);
	row->peer = e->peer;
	row->packets += e->packets;
	row->bytes += e->bytes;
	if (e->time_ns > row->last_ns)
		row->last_ns = e->time_ns;
	if (e->interface != EVENT_NO_INTERFACE)
		row->interface = e->interface;
	crowd_add(&row->strangers, &e->peer, l->seed);
	sink(l, row->place);
}

uint32_t locals_count(const struct locals *l)
{
	return l->count;
}

const struct local *locals_row(const struct locals *l, uint32_t number)
{
	return &l->rows[number];
}

uint64_t locals_displaced(const struct locals *l)
{
	return l->displaced;
}
