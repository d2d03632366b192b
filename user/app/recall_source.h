/* SPDX-License-Identifier: BSD-2-Clause */
/* recall_source.h - where the past comes from: the history, or the steps of a capture. */
#ifndef APP_RECALL_SOURCE_H
#define APP_RECALL_SOURCE_H

#include "app/sensor.h"
#include "stream/record.h"

struct recall_seen {
	uint32_t number; /* of the row, while no row moves */
	int64_t first_s, last_s;
};

struct recall_source {
	/* The row at *at or behind it, and *at behind that one; false: there are no more. */
	bool (*next)(const struct sensor *s, uint32_t *at, struct recall_seen *out);

	/* first_s: when the first of those that were told of was seen first */
	void (*span)(const struct sensor *s, int64_t first_s, struct stream_span *out);

	/* False when the row is there no more, or was seen in no step. */
	bool (*fill)(struct sensor *s, uint32_t number, const struct stream_span *span,
		     struct stream_past *out);
};

extern const struct recall_source recall_live, recall_replay;

/* A side of a peer of the model: all but its steps. */
struct stream_past recall_side(const struct model_peer *peer, uint8_t direction);

#endif
