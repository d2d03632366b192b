/* SPDX-License-Identifier: BSD-2-Clause */
/* feed.h - follows the model for one view: first all there is, then what changes. */
#ifndef STREAM_FEED_H
#define STREAM_FEED_H

#include "model/model.h"
#include "model/points.h"
#include "stream/stream.h"

/* The lists that judgements name, kept by whoever loads them. */
struct feed_lists {
	const struct stream_list *rows;
	uint32_t count;
	uint64_t version; /* another one whenever the rows change; not 0 */
};

/* One reader's place in the model. Zero it, then fill in hello, and lists if there are any. */
struct feed {
	const struct stream_hello *hello; /* borrowed; its version need not be set */
	const struct feed_lists *lists;   /* borrowed; NULL: there are none */
	uint64_t lists_version;           /* of those that are sent */
	uint32_t lists_sent;
	uint64_t peers_at, arcs_at;    /* changes sent */
	const struct model_peer *peer; /* the last one sent */
	const struct model_arc *arc;
	uint32_t places, networks; /* numbers below have been sent */
	bool greeted, status_sent, snapshot_sent;
};

/* Where records are written to. */
struct feed_out {
	uint8_t *buf;
	size_t room, len;
};

/*
 * Write as many whole records as fit: HELLO, places, networks and lists, peers and arcs that
 * changed, the status when it is given and all else fitted, and behind the first status the
 * SNAPSHOT. The model may change between two calls, not its address.
 *
 * status   NULL: not now
 * room     at least 2 * STREAM_RECORD_MOST
 * returns  bytes written; not above room - STREAM_RECORD_MOST means: up to date
 */
size_t feed_fill(struct feed *f, const struct model *m, const struct stream_status *status,
		 uint8_t *buf, size_t room);

/*
 * Write one more, behind the places and networks that it may name; what a view would refuse is
 * left out.
 *
 * geo      NULL: it names none
 * returns  false: there is no room; what was written counts
 */
bool feed_add(struct feed *f, const struct geo *geo, const struct stream_record *r,
	      struct feed_out *out);

/* Write the points that the reader may have now, as many as fit; time as points_next() wants it. */
void feed_points(struct points_reader *reader, const struct points *points, int64_t now_ns,
		 struct feed_out *out);

#endif
