/* SPDX-License-Identifier: BSD-2-Clause */
/* history_store.h - the history on disk: rows, what the user allows, and since when. */
#ifndef JUDGE_HISTORY_STORE_H
#define JUDGE_HISTORY_STORE_H

#include "judge/history.h"

struct history_store;

/* Parameters and errors as history_open(). */
int history_store_open(int dir_fd, const char *name, enum history_access access,
		       struct history_store **out, struct err *e);
void history_store_close(struct history_store *s);

/*
 * Read all rows, in the order of peer and direction. Each has been checked, and none comes
 * twice; its hours are borrowed for the call. To write, the expired ones are left out, and the
 * next save deletes them.
 *
 * since_s  out
 */
int history_store_load(struct history_store *s,
		       void (*take)(void *ctx, const struct history_row *), void *ctx,
		       int64_t *since_s, struct err *e);

/* Write these rows and since when, in one transaction: all of it, or nothing. */
int history_store_save(struct history_store *s, struct history_row *const *rows, uint32_t n,
		       int64_t since_s, struct err *e);

/* As history_user_set(), history_user_each(), history_user_changed(). */
int history_store_user_set(struct history_store *s, const struct history_allowed *allowed,
			   struct err *e);
int history_store_user_each(struct history_store *s,
			    int (*f)(void *ctx, const struct history_allowed *), void *ctx,
			    struct err *e);
bool history_store_user_changed(struct history_store *s);

#endif
