/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_user.h"

#include "judge/history_core.h"
#include "judge/history_sql.h"

struct taker {
	int (*f)(void *ctx, const struct history_allowed *);
	void *ctx;
	uint32_t n;
};

static int take_allowed(struct history_store *s, sqlite3_stmt *row, void *ctx, struct err *e)
{
	struct taker *taker = ctx;
	struct history_allowed allowed;
	int64_t directions;

	if (!history_sql_addr(row, 0, &allowed.peer) ||
	    !history_sql_int(row, 1, 1, RA_BOTH, &directions) ||
	    !history_sql_int(row, 2, 0, HISTORY_TIME_MOST, &allowed.added_s))
		return history_sql_damaged(s, "an allowed peer's row is not as redarc writes it",
					   e);
	allowed.directions = (uint8_t)directions;
	taker->n++;
	return taker->f(taker->ctx, &allowed);
}

int history_take_user(struct history *h, int (*f)(void *ctx, const struct history_allowed *),
		      void *ctx, struct err *e)
{
	struct taker taker = { .f = f, .ctx = ctx };
	int rc = h->store ? history_sql_may_write(h->store, e) : 0;

	if (rc || !h->store)
		return rc;
	rc = history_sql_each(h->store, SQL_USER, take_allowed, &taker, e);
	if (!rc && taker.n)
		rc = f(ctx, NULL);
	return rc || !taker.n ? rc : history_sql_run(h->store, SQL_USER_DROP, e);
}
