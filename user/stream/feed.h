/* SPDX-License-Identifier: BSD-2-Clause */
/* feed.h - follows the model for one view: first all there is, then what changes. */
#ifndef STREAM_FEED_H
#define STREAM_FEED_H

#include "model/model.h"
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

#endif
