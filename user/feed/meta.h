/* SPDX-License-Identifier: BSD-2-Clause */
/* meta.h - what redarc-feed remembers of a list, beside it: feed-NAME.meta, a small text. */
#ifndef FEED_META_H
#define FEED_META_H

#include "core/paths.h"
#include "feed/fetch.h"
#include "judge/feeds.h"

#define META_READING 64 /* with its end */

struct meta {
	char config[PATHS_ROOM];   /* the configuration that names the list */
	char url[LIST_SOURCE];
	char reading[META_READING]; /* how it was read: meta_reading() */
	struct fetch_version version; /* that was read */
	enum list_kind kind;
	int64_t read_s;    /* when it was last read as a whole; 0: never */
	int64_t updated_s; /* of the list that came of it */
	int64_t tried_s;   /* when it was last asked for; 0: never */
	int64_t failures;  /* since the last success */
};

/* How a list is read now; text: META_READING bytes; returns text */
const char *meta_reading(const struct feed_config *c, char *text);

/* Whether what is remembered is of this list, from there and read like this. */
bool meta_is_of(const struct meta *m, const struct feed_config *c);

/*
 * Read what is remembered. Nothing, or what is damaged, is all zero.
 *
 * dir_fd   of the folder of lists
 */
void meta_load(int dir_fd, const char *name, struct meta *out);

/* Written beside, synced and renamed; under list_lock(). Returns 0, or -errno. */
int meta_save(int dir_fd, const char *name, const struct meta *m, struct err *e);
void meta_delete(int dir_fd, const char *name);

/* Calls f for the name of each list that is remembered; f may delete it. */
void meta_each(int dir_fd, void (*f)(void *ctx, const char *name), void *ctx);

#endif
