/* SPDX-License-Identifier: BSD-2-Clause */
/* history_user.h - what version 1 let the user allow; now that is a list (list.h). */
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

#endif
