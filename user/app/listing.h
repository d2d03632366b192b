/* SPDX-License-Identifier: BSD-2-Clause */
/* listing.h - the names of the lists, as the stream tells them. */
#ifndef APP_LISTING_H
#define APP_LISTING_H

#include "judge/lists.h"
#include "stream/feed.h"

struct listing {
	struct stream_list *rows; /* LISTS_MOST */
	struct feed_lists told;
};

int listing_init(struct listing *l); /* 0, or -ENOMEM */
void listing_clear(struct listing *l);

/* lists: NULL: there are none */
void listing_take(struct listing *l, const struct lists *lists);

#endif
