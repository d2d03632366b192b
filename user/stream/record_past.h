/* SPDX-License-Identifier: BSD-2-Clause */
/* record_past.h - the records of the past, and of the packets of just now; for those who ask. */
#ifndef STREAM_RECORD_PAST_H
#define STREAM_RECORD_PAST_H

#include "core/addr.h"

#define STREAM_STEPS 768 /* most: 30 days of hours, and room */

/* The time that the steps of PAST records cover: one before them, and one behind the last. */
struct stream_span {
	int64_t first_ns; /* where the first step begins */
	int64_t step_ns;
	uint32_t steps;   /* 1..STREAM_STEPS */
	uint32_t rows;    /* PAST records that were sent since the SPAN before; 0 in the first */
	uint32_t left_out; /* rows there was no room for */
};

/* In which steps a peer was seen in a direction. */
struct stream_past {
	struct addr addr;
	uint32_t place, network;
	uint8_t direction;
	uint8_t verdict, reason, novelty; /* as judged now, as in a side */
	uint16_t list;
	uint16_t peer_port, local_port; /* of the last packet; 0: not known */
	uint8_t proto;
	uint64_t packets, bytes; /* of all its time */
	uint8_t steps[STREAM_STEPS / 8]; /* bit 0 of the first byte is the first step */
};

/* Packets of a peer, as a source told of them: one, or some that came together. */
struct stream_point {
	int64_t time_ns;
	struct addr addr, local;
	uint16_t peer_port, local_port;
	uint8_t proto, direction;
	uint8_t verdict, novelty;
	uint32_t packets;
	uint32_t left_out; /* points before this one that were not sent */
};

#endif
