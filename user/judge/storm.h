/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * storm.h - whether strangers come faster than anyone could look at, and who is shown then. Pure;
 * memory set at start.
 *
 * Strangers are let in from a bucket. When more come than it holds, a storm begins: then only a
 * sample is let in, and the rest is counted. It is over once few were new for a while.
 */
#ifndef JUDGE_STORM_H
#define JUDGE_STORM_H

#include <stdbool.h>

#include "core/event.h"

#define STORM_RATE 8192  /* strangers a second that begin one; so many at once are none */
#define STORM_SAMPLE 64  /* strangers a second that are let in during one */
#define STORM_CALM 1024  /* strangers a second, less than which end one ... */
#define STORM_CALM_S 5   /* ... after so long */
#define STORM_RECORDS 64 /* a second and CPU, for the source to send during one */

struct storm {
	bool on;
	uint32_t storms;  /* that began */
	uint64_t peers;   /* not let in, or not even told of, in this storm or the last; one that
			     comes back after many others counts again */
	uint64_t all_peers;   /* the same of all storms */
	uint64_t all_packets; /* of those who were not let in */

	/* The rest is its own. */
	double tokens;
	uint32_t fresh, refused; /* strangers since the last tick, and those not let in */
	uint64_t unnamed;
	int64_t tick_ns, loud_ns; /* the last tick, and the last when many were new */
	uint32_t *met; /* hashes of who was met lately */
	uint64_t seed;
};

/* returns 0, or -ENOMEM */
int storm_open(struct storm *s);
void storm_close(struct storm *s);

/*
 * A stranger came: nobody knows it, and it is not shown.
 *
 * packets  of the event
 * returns  whether it is to be let in, and so to be known from now on
 */
bool storm_admits(struct storm *s, const struct addr *peer, uint64_t packets);

/*
 * A few times a second.
 *
 * unnamed  strangers of whom the source did not even tell, since it was opened
 * now_ns   of a clock that only grows
 * returns  whether a storm began or ended
 */
bool storm_tick(struct storm *s, uint64_t unnamed, int64_t now_ns);

#endif
