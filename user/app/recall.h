/* SPDX-License-Identifier: BSD-2-Clause */
/* recall.h - the answer to "past", told piece by piece, a few milliseconds each. */
#ifndef APP_RECALL_H
#define APP_RECALL_H

#include "app/newest.h"
#include "app/recall_source.h"
#include "stream/feed.h"

#define RECALL_ROWS 131072 /* told, at most; those that were seen last */

enum recall_phase {
	RECALL_NOT_ASKED,
	RECALL_GATHER,
	RECALL_SORT,
	RECALL_BEGIN,
	RECALL_TELL,
	RECALL_END,
};

/* Zero it. What it holds is freed when all is told. */
struct recall {
	enum recall_phase phase;
	const struct recall_source *source;
	uint32_t at; /* in what the phase goes through */
	int64_t first_s;
	struct newest newest;
	struct stream_span span;
};

/* One that is being told goes on. */
void recall_ask(struct recall *r, const struct sensor *s);
void recall_clear(struct recall *r);

/* Write what there is room and time for; feed: what else the view was sent. */
void recall_put(struct recall *r, struct sensor *s, struct feed *feed, struct feed_out *out);

#endif
