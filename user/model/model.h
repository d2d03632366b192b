/* SPDX-License-Identifier: BSD-2-Clause */
/* model.h - what is true now: peers, the arcs they make, and the ledger. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "core/event.h"
#include "core/hash.h"
#include "geo/geo.h"

/* A row's place in the list by last change. */
struct model_link {
	uint32_t newer, older; /* row + 1; 0 at the ends */
	uint64_t change;       /* number of the change that touched it last */
};

/* What happened with one peer in one direction. Times are nanoseconds since 1970. */
struct model_side {
	uint64_t packets, bytes;
	int64_t first_ns, last_ns; /* first 0: nothing in this direction */
	struct judgement judgement;
	uint8_t verdicts; /* 1 << verdict, of each that a packet had */
	uint8_t proto;    /* of the first packet that told, with its ports */
	uint16_t peer_port, local_port;
	uint32_t arc;     /* row + 1 of its arc; 0: nothing in this direction */
	struct {          /* what the last flow line reported, so that sums hold */
		uint64_t packets, bytes;
		int64_t start_ns; /* of what is not yet reported; 0 for nothing */
	} flow;
};

struct model_peer {
	struct addr addr;  /* the key */
	struct addr local; /* the last local address it talked with */
	struct geo_answer geo;
	struct model_link link;
	struct model_side side[RA_DIRECTIONS];
};

/*
 * All peers at one place, with one verdict, in one direction: its counters are the sums over
 * their sides. A side whose verdict changes takes all it ever counted to another arc; an arc
 * that lost its last peer stays as a row with 0 peers.
 */
struct model_arc {
	struct {
		uint32_t place;
		uint8_t verdict, direction;
		uint8_t pad[2];
	} key;
	uint32_t peers;
	uint64_t packets, bytes;
	int64_t last_ns; /* of the newest packet since it had no peers */
	struct model_link link;
};

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
	MODEL_ALERT = 4,       /* first unknown or first blocked packet in this direction */
	MODEL_NEW_VERDICT = 8, /* the verdict is not what it was */
	MODEL_FULL = 16,       /* no room: counted, not kept */
};

/*
 * Take an event.
 *
 * e        its judgement is set; one without packets changes the judgement of a side that is
 *          there, and adds nothing
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
uint64_t model_refused(const struct model *m); /* packets of peers there was no room for */

#endif
