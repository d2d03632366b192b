/* SPDX-License-Identifier: BSD-2-Clause */
/* traffic.h - bytes a second of one peer, of the last two minutes. Pure. */
#ifndef GLOBE_TRAFFIC_H
#define GLOBE_TRAFFIC_H

#include "stream/record.h"

#define TRAFFIC_SAMPLES 120 /* seconds */

struct traffic {
	struct addr peer;
	bool follows;
	int64_t second; /* that the last sample is of */
	uint64_t told[RA_DIRECTIONS];
	uint64_t bytes[RA_DIRECTIONS][TRAFFIC_SAMPLES]; /* the oldest first */
};

/* Begin with a peer as it stands; nothing when it is followed already. NULL: follow nobody. */
void traffic_follow(struct traffic *t, const struct stream_peer *p, int64_t now_ns);

/* What has come since; records of other peers are passed over. */
void traffic_take(struct traffic *t, const struct stream_peer *p, int64_t now_ns);

/* Let time pass. returns whether it looks otherwise now */
bool traffic_step(struct traffic *t, int64_t now_ns);

/* The largest sample, of both directions; 0: there was none. */
uint64_t traffic_peak(const struct traffic *t);

#endif
