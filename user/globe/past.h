/* SPDX-License-Identifier: BSD-2-Clause */
/* past.h - who was seen when, and how it would have been judged then. Pure but for its memory. */
#ifndef GLOBE_PAST_H
#define GLOBE_PAST_H

#include "core/event.h"
#include "core/hash.h"
#include "stream/record.h"

#define PAST_ROWS 131072 /* PAST records of a set at most; what is beyond is counted */
#define PAST_WORDS (STREAM_STEPS / 64)

/* A bit a step; bit 0 of the first word is the first. */
struct past_steps {
	uint64_t word[PAST_WORDS];
};

struct past_side {
	struct past_steps seen;
	struct judgement told; /* as judged now */
	uint64_t packets, bytes; /* of all its time */
	uint16_t peer_port, local_port;
	uint8_t proto;
};

struct past_peer {
	struct addr addr; /* the key */
	uint32_t place, network;
	struct past_side side[RA_DIRECTIONS];
};

/* What came between a SPAN and the next. */
struct past_set {
	struct stream_span span;
	struct hash_table peers; /* struct past_peer */
	uint32_t came;           /* PAST records */
};

struct past {
	struct past_set shown, coming; /* a new one comes while the old one is shown */
	struct hash_table peers; /* struct stream_peer: past_at() of each of the shown set's */
	uint32_t version;        /* grows when another set is shown */
	uint64_t refused;        /* records there was no room for */
};

/* How it is judged: a peer is known that was seen within the window before a step. */
struct past_rule {
	int64_t window_ns;
	int64_t judged_from_ns; /* from then on the list is fixed; 0: it never was */
	bool as_told; /* from then on the sensor's own judgement stands */
};

/* How many peers there were in a step. */
struct past_volume {
	uint32_t blue, red;
	uint32_t fresh; /* red ones that were not red in the step before */
};

void past_clear(struct past *p);

/* A SPAN opens a set, or closes the one that came, which then is shown. PASTs fill it. */
void past_take(struct past *p, const struct stream_record *r);

/* Whether a whole set is there; whether one is on its way. */
bool past_is_known(const struct past *p);
bool past_is_coming(const struct past *p);

/* The step that holds a moment, or the nearest. */
uint32_t past_step(const struct stream_span *span, int64_t moment_ns);
int64_t past_begin_ns(const struct stream_span *span, uint32_t step);

/*
 * Fill p->peers: each peer of the shown set at its own number, with the sides that were seen in
 * the step; first_ns and last_ns are where steps begin, packets and bytes are of all its time.
 */
void past_at(struct past *p, const struct past_rule *rule, uint32_t step);

/*
 * Count the peers of each step.
 *
 * directions  RA_DIR_BIT of those that count
 * out         span.steps of the shown set
 */
void past_volumes(const struct past *p, const struct past_rule *rule, uint8_t directions,
		  struct past_volume out[STREAM_STEPS]);

#endif
