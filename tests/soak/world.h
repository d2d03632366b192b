/* SPDX-License-Identifier: BSD-2-Clause */
/* world.h - peers that come, talk and change their verdict, as a sensor would tell of them. */
#ifndef SOAK_WORLD_H
#define SOAK_WORLD_H

#include <stdio.h>

#include "stream/stream.h"

/* Each more than a window holds. */
#define WORLD_PEERS 300000
#define WORLD_PLACES 140000
#define WORLD_NETWORKS 70000
#define WORLD_TICK_NS INT64_C(250000000)

enum world_shade { WORLD_ALLOWED, WORLD_UNKNOWN, WORLD_BLOCKED, WORLD_SHADES };

/* Zero it, but for dice, from where all is the same in every run, and fill_ns. */
struct world {
	uint64_t dice;
	int64_t fill_ns; /* after so long all peers are there */
	int64_t start_ns, now_ns;
	FILE *out;   /* whom it is told; NULL: nobody */
	bool points; /* who wants them too */
	uint32_t count;
	struct stream_peer peers[WORLD_PEERS];
	struct stream_arc arcs[WORLD_PLACES + 2][WORLD_SHADES];
	struct stream_status status;
};

/* A quarter of a second: newcomers, traffic, other verdicts, and the status. */
void world_step(struct world *w, int64_t now_ns);

/* To who comes: all there is. */
void world_tell(struct world *w);

/* To who asks. */
void world_explain(struct world *w, const struct addr *peer);
void world_past(struct world *w);

#endif
