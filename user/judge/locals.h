/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * locals.h - which local hosts have to do with strangers: those with the most packets. Pure;
 * memory set at start.
 *
 * When all rows are taken, the host with the fewest packets gives way, and the newcomer goes on
 * from its number: that is what it may have had at most, had it always been listed. Whoever has
 * more than a 1/rows share of all packets is listed.
 *
 * source   Metwally, Agrawal, El Abbadi: space-saving, 2005
 */
#ifndef JUDGE_LOCALS_H
#define JUDGE_LOCALS_H

#include "core/event.h"
#include "judge/crowd.h"

struct local {
	struct addr addr;
	struct addr peer; /* the last stranger */
	uint64_t packets; /* at most; at least packets - inherited */
	uint64_t inherited;
	uint64_t bytes;   /* since it is listed */
	int64_t last_ns;
	struct crowd strangers; /* since it is listed */
	uint8_t interface; /* the last; EVENT_NO_INTERFACE */
	uint32_t place; /* its own: in the order by packets, and behind whom of one hash */
	uint32_t next;
};

struct locals;

/*
 * most     hosts, about 400 bytes each
 * returns  0, or -ENOMEM
 */
int locals_open(uint32_t most, struct locals **out);
void locals_close(struct locals *l);

/* Count an event; its verdict is that of a stranger. One without a local host counts for nobody. */
void locals_note(struct locals *l, const struct event *e);

/* In no order; each number below the count is one. */
uint32_t locals_count(const struct locals *l);
const struct local *locals_row(const struct locals *l, uint32_t number);
uint64_t locals_displaced(const struct locals *l); /* how often one gave way */

#endif
