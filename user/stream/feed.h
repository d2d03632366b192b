/* SPDX-License-Identifier: BSD-2-Clause */
/* feed.h - follows the model for one view: first all there is, then what changes. */
#ifndef STREAM_FEED_H
#define STREAM_FEED_H

#include "model/model.h"
#include "stream/stream.h"

/* One reader's place in the model. Zero it, then fill in hello. */
struct feed {
	const struct stream_hello *hello; /* borrowed */
	uint64_t peers_at, arcs_at; /* changes sent */
	uint32_t places, networks;  /* sent */
	bool greeted, snapshot_sent;
};

/*
 * Write as many whole records as fit: HELLO, places and networks, peers and arcs that
 * changed, the status when it is given and all else fitted, SNAPSHOT once.
 *
 * status   NULL: not now
 * returns  bytes written; less than room - STREAM_RECORD_MOST means: up to date
 */
size_t feed_fill(struct feed *f, const struct model *m, const struct stream_status *status,
		 uint8_t *buf, size_t room);

#endif
