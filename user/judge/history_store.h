/* SPDX-License-Identifier: BSD-2-Clause */
/* history_store.h - the rows of a history on disk, and what counts for all of them. */
#ifndef JUDGE_HISTORY_STORE_H
#define JUDGE_HISTORY_STORE_H

#include "judge/history.h"

struct history_store;

struct history_meta {
	int64_t since_s;
	int64_t newest_s; /* of what was ever seen, and is not known to be in the future */
	bool frozen;
	uint64_t moves_lost;
};

/* Parameters and errors as history_open(). */
int history_store_open(int dir_fd, const char *name, enum history_access access,
		       struct history_store **out, struct err *e);
void history_store_close(struct history_store *s);

bool history_store_writes(const struct history_store *s);

/*
 * Read all rows, in the order of peer and direction. Each has been checked, and none comes
 * twice; its hours are borrowed for the call. To write, the expired ones are left out, and the
 * next save deletes them.
 *
 * meta     out
 */
int history_store_load(struct history_store *s,
		       void (*take)(void *ctx, const struct history_row *), void *ctx,
		       struct history_meta *meta, struct err *e);

/* Between begin and end all is written, or nothing. */
int history_store_begin(struct history_store *s, struct err *e);

/* Write these rows, remove those without packets, and forget what has expired. */
int history_store_save(struct history_store *s, struct history_row *const *rows, uint32_t n,
		       const struct history_meta *meta, struct err *e);

/* rc: of what was written since begin; returns it, or the error of the commit */
int history_store_end(struct history_store *s, int rc, struct err *e);

#endif
