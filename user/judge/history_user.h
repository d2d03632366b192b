/* SPDX-License-Identifier: BSD-2-Clause */
/* history_user.h - what earlier versions let the user allow; now that is a list (list.h). */
#ifndef JUDGE_HISTORY_USER_H
#define JUDGE_HISTORY_USER_H

#include "core/addr.h"
#include "core/err.h"

struct history;

struct history_allowed {
	struct addr peer;
	uint8_t directions;
	int64_t added_s;
};

/*
 * Hand out what a history of an earlier version allows: calls f for each, and then once with
 * NULL, which is to save them. When that returns 0 too they are dropped, and never handed out
 * again; else they stay for the next time. Without any f is not called.
 *
 * returns  0, what f returned when not 0, or an error as history_flush()
 */
int history_take_user(struct history *h, int (*f)(void *ctx, const struct history_allowed *),
		      void *ctx, struct err *e);

/* directions 0 removes; errors as history_flush(), and -ENOENT nothing to remove */
int history_user_set(struct history *h, const struct addr *peer, uint8_t directions,
		     int64_t now_s, struct err *e);

/* Calls f for each, until it returns not 0; returns that, 0, or as history_flush(). */
int history_user_each(struct history *h, int (*f)(void *ctx, const struct history_allowed *),
		      void *ctx, struct err *e);

/* True once after another process changed what the user allows. Cheap; ask it often. */
bool history_user_changed(struct history *h);

#endif
