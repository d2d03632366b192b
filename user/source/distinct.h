/* SPDX-License-Identifier: BSD-2-Clause */
/* distinct.h - how many different IPv4 addresses there were. */
#ifndef SOURCE_DISTINCT_H
#define SOURCE_DISTINCT_H

#include <stdbool.h>
#include <stdint.h>

#define DISTINCT_MOST (1u << 22) /* addresses; they take 32 MiB */

/* Zero is an empty one. It grows as it fills, so that a small capture stays small. */
struct distinct {
	uint32_t *slots; /* addresses, 0 is empty */
	uint32_t n_slots;
	uint32_t count;
	bool zero;     /* 0.0.0.0 was there, which no slot can hold */
	bool full;     /* something new found no room: count is the least there were */
	uint64_t seed; /* drawn at random: no capture can make its addresses collide */
};

void distinct_clear(struct distinct *d);

/* be_ip: as it stands in the packet, like any 32 bits */
void distinct_add(struct distinct *d, uint32_t be_ip);

#endif
