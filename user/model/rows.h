/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.h - what the model keeps: peers, and the arcs they make. */
#ifndef MODEL_ROWS_H
#define MODEL_ROWS_H

#include "core/event.h"
#include "geo/geo.h"

/* A row's place in the list by last change. */
struct model_link {
	uint32_t newer, older; /* row + 1; 0 at the ends */
	uint64_t change;       /* number of the change that touched it last */
};

/* What of a side was reported so far by one who reports flows, so that the sums hold. */
struct model_mark {
	uint64_t packets, bytes;
	int64_t start_ns; /* of what is not yet reported; 0 for nothing */
};

/* What happened with one peer in one direction. Times are nanoseconds since 1970. */
struct model_side {
	uint64_t packets, bytes;
	int64_t first_ns, last_ns; /* first 0: nothing in this direction */
	int64_t before_ns; /* last seen before the list was fixed; 0: never */
	struct judgement judgement;
	uint8_t verdicts; /* 1 << verdict, of each that a packet had */
	uint8_t red;      /* the same, of those that were red */
	uint8_t proto;    /* of the first packet that told, with its ports */
	bool reply;       /* its first packet answered one that went out */
	uint8_t beacon;   /* the latest score, or EVENT_UNSCORED */
	uint8_t interface; /* that told last, or EVENT_NO_INTERFACE */
	uint8_t kept;      /* packets, as evidence */
	uint16_t peer_port, local_port;
	uint32_t arc;     /* row + 1 of its arc; 0: nothing in this direction */
	struct model_mark flow; /* in lines */
};

static inline void model_mark_begin(struct model_mark *mark, int64_t time_ns)
{
	if (!mark->start_ns || time_ns < mark->start_ns)
		mark->start_ns = time_ns;
}

static inline void model_mark_end(struct model_mark *mark, const struct model_side *side)
{
	*mark = (struct model_mark){ side->packets, side->bytes, 0 };
}

struct model_peer {
	struct addr addr;  /* the key */
	struct addr local; /* the last local address it talked with */
	struct geo_answer geo;
	struct model_link link;
	struct model_side side[RA_DIRECTIONS];
};

/*
 * All peers at one place, with one verdict and one novelty, in one direction: its counters are
 * the sums over their sides. A side whose verdict or novelty changes takes all it ever counted to
 * another arc; an arc that lost its last peer stays as a row with 0 peers.
 */
struct model_arc {
	struct {
		uint32_t place;
		uint8_t verdict, direction;
		uint8_t level; /* novelty_level() of what is unknown or blocked, else 0 */
		uint8_t pad;
	} key;
	uint32_t peers;
	uint64_t packets, bytes;
	int64_t last_ns; /* of the newest packet since it had no peers */
	struct model_link link;
};

#endif
