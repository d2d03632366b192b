/* SPDX-License-Identifier: BSD-2-Clause */
/* roster.h - all peers that are shown, in an order, and which of them are on the screen. */
#ifndef GLOBE_ROSTER_H
#define GLOBE_ROSTER_H

#include "globe/scene_find.h"

enum roster_order {
	ROSTER_GRAVEST, /* as scene_foremost() has it */
	ROSTER_HEAVIEST,
	ROSTER_NEWEST, /* by when they were first seen */
	ROSTER_NAME,   /* whoever is called by its address comes last */
	ROSTER_ORDERS,
};

struct roster_row {
	uint64_t key[2]; /* the smaller comes first */
	uint32_t peer;   /* its number */
};

struct roster {
	struct roster_row *rows, *spare;
	uint32_t most, count;
	uint32_t asked; /* peers there were, shown or not */
	uint32_t first; /* on the screen */
	enum roster_order order;
};

/* returns 0, or -ENOMEM */
int roster_init(struct roster *r, uint32_t most);
void roster_clear(struct roster *r);

/* Find all anew that have a side in one of these directions; of equals the first that came. Asks
   and sorts every peer: to be called when they have changed, not for each frame. */
void roster_sort(struct roster *r, const struct scene *s, uint8_t directions);

/* Scroll, as far as there are rows. room: rows that fit the screen */
void roster_scroll(struct roster *r, int64_t rows, uint32_t room);

/* Scroll as little as it takes to show a peer. returns whether it is in the roster */
bool roster_show(struct roster *r, uint32_t peer, uint32_t room);

/* What a peer is called: its city, else its network, else NULL: its address. */
const char *roster_name(const struct scene *s, const struct stream_peer *p);

#endif
