/* SPDX-License-Identifier: BSD-2-Clause */
/* points.h - the packets of just now, in a ring that any number follow. Pure. */
#ifndef MODEL_POINTS_H
#define MODEL_POINTS_H

#include "core/event.h"

#define POINTS_KEPT 16384
#define POINTS_RATE 4000 /* a second, for each who follows; those of the start come on top */

struct point {
	int64_t time_ns;
	struct addr peer, local;
	uint16_t peer_port, local_port;
	uint32_t packets;
	uint8_t proto, direction, verdict, novelty;
};

struct points {
	struct point *ring;
	uint64_t count; /* of all that ever came */
};

/* Where one is who follows. Zero it: it does not. */
struct points_reader {
	bool follows;
	uint64_t next, until; /* of those that are read at once, of each `stride` the last */
	uint64_t stride, left_out;
	uint32_t credit; /* how many it may still read */
	int64_t paid_ns; /* until when that was counted */
};

/* returns 0, or -ENOMEM */
int points_open(struct points *p);
void points_close(struct points *p);

/* Those of whom only the peer was counted make no point: nobody knows whom they came to. */
void points_note(struct points *p, const struct event *e);

/* Read all that is there, and from now on what comes; who follows already reads on, all of it. */
void points_follow(struct points_reader *r, const struct points *p, int64_t now_ns);

/*
 * The next point. When more came than it may read, it gets some of them, evenly.
 *
 * now_ns    of a clock that only grows
 * left_out  out: how many before it were not read; UINT32_MAX: or more
 * returns   NULL: not now. Valid until the next one is noted
 */
const struct point *points_next(struct points_reader *r, const struct points *p, int64_t now_ns,
				uint32_t *left_out);

#endif
