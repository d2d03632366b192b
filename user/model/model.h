/* SPDX-License-Identifier: BSD-2-Clause */
/* model.h - what is true now: peers, and the arcs they make. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "model/rows.h"

struct model_limits {
	uint32_t peers; /* most */
	uint32_t arcs;  /* most; beyond, a peer counts among those at GEO_NOWHERE */
};

struct model;

/*
 * All memory is set aside here, and touched only as rows are added.
 *
 * geo      borrowed for the life of the model; NULL: no place is known but GEO_NEAR
 * returns  0, or -ENOMEM
 */
int model_open(const struct model_limits *limits, struct geo *geo, struct model **out);
void model_close(struct model *m);

/* What an event changed that a view may want to say. */
enum model_news {
	MODEL_NEW_PEER = 1,    /* first packet of this address */
	MODEL_NEW_SIDE = 2,    /* first packet of this address in this direction */
	MODEL_ALERT = 4,       /* first red unknown or first blocked packet in this direction */
	MODEL_NEW_VERDICT = 8, /* the verdict is not what it was */
	MODEL_FULL = 16,       /* no room: counted, not kept */
};

/*
 * Which unknown packets are red: those of at least this novelty_level(), and those of a peer that
 * scores so much as a beacon, however known its neighbourhood is. What is blocked always is.
 * Counts for packets that come from then on; at first all are.
 */
void model_set_red(struct model *m, uint8_t level, uint8_t beacon);
uint8_t model_red_level(const struct model *m);

/*
 * Take an event.
 *
 * e        its judgement is set; one without packets changes the judgement of a side that is
 *          there, and adds nothing. A before_ns of 0 leaves what was told before
 * peer     out, may be NULL: the peer; NULL when full, or when there is none to judge anew
 * returns  enum model_news bits
 */
unsigned int model_take(struct model *m, const struct event *e, const struct model_peer **peer);

const struct model_peer *model_find(const struct model *m, const struct addr *a);

/* Rows in the order they came; each number below the count is one. */
uint32_t model_peer_count(const struct model *m);
struct model_peer *model_peer(const struct model *m, uint32_t number);
uint32_t model_arc_count(const struct model *m);
const struct model_arc *model_arc(const struct model *m, uint32_t number);

static inline uint32_t model_number(const struct model *m, const struct model_peer *peer)
{
	return (uint32_t)(peer - model_peer(m, 0));
}

/*
 * The oldest row that was touched after change number `change`.
 *
 * last     the row that was touched by it, if the caller knows: makes the search one step
 * returns  NULL when there is none
 */
const struct model_peer *model_next_peer(const struct model *m, uint64_t change,
					 const struct model_peer *last);
const struct model_arc *model_next_arc(const struct model *m, uint64_t change,
				       const struct model_arc *last);
uint64_t model_change(const struct model *m); /* number of the newest change */

struct geo *model_geo(const struct model *m);

/* Distinct addresses that ever had a packet with this verdict. */
uint32_t model_peers_by_verdict(const struct model *m, uint8_t verdict);

/* Distinct addresses that ever had a red packet; all red packets, of the refused peers too. */
uint32_t model_red_peers(const struct model *m);
uint64_t model_red_packets(const struct model *m);
uint64_t model_refused(const struct model *m); /* packets of peers there was no room for */

#endif
