/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "judge/history_db.h"

#define TIME_MAX_S (INT64_MAX / CLOCK_S)
#define KEPT_S (HISTORY_HOURS * INT64_C(3600))

enum statement {
	BEGIN,
	COMMIT,
	ROLLBACK,
	LOAD_SINCE,
	LOAD_NEWEST,
	LOAD_ROWS,
	FORGET,
	SAVE_SINCE,
	SAVE_ROW,
	USER_SET,
	USER_REMOVE,
	USER_EACH,
	OTHERS_WROTE,
	STATEMENTS,
};

static const char *const statements[STATEMENTS] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[LOAD_SINCE] = "SELECT value FROM meta WHERE key = 'since'",
	[LOAD_NEWEST] = "SELECT max(last) FROM peer",
	[LOAD_ROWS] = "SELECT * FROM peer ORDER BY addr, direction",
	[FORGET] = "DELETE FROM peer WHERE last < ?1",
	[SAVE_SINCE] = "REPLACE INTO meta VALUES ('since', ?1)",
	[SAVE_ROW] = "REPLACE INTO peer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[USER_SET] = "REPLACE INTO allow VALUES (?1, ?2, ?3)",
	[USER_REMOVE] = "DELETE FROM allow WHERE addr = ?1",
	[USER_EACH] = "SELECT * FROM allow ORDER BY addr",
	[OTHERS_WROTE] = "PRAGMA data_version",
};

struct history_store {
	struct history_db db;
	sqlite3_stmt *statement[STATEMENTS];
	bool writes;
	bool forgets; /* rows that end before oldest_s are still in the file */
	int64_t oldest_s;
	int64_t others_wrote; /* changes when another connection writes */
};

static int fail(const struct history_store *s, struct err *e)
{
	return history_db_error(&s->db, e);
}

static int damaged(const struct history_store *s, const char *what, struct err *e)
{
	return err_set(e, -EBADMSG, "%s: damaged: %s", s->db.file, what);
}

static int may_write(const struct history_store *s, struct err *e)
{
	return s->writes ? 0 : err_set(e, -EACCES, "%s: opened for reading", s->db.file);
}

/* For a statement without rows. */
static int run(struct history_store *s, enum statement which, struct err *e)
{
	int rc = sqlite3_step(s->statement[which]) == SQLITE_DONE ? 0 : fail(s, e);

	sqlite3_reset(s->statement[which]);
	return rc;
}

/*
 * For a statement with rows: f reads one from the statement.
 *
 * returns  0, what f returned when not 0, or an error
 */
static int each(struct history_store *s, enum statement which,
		int (*f)(struct history_store *, sqlite3_stmt *, void *, struct err *), void *ctx,
		struct err *e)
{
	sqlite3_stmt *row = s->statement[which];
	int rc = 0, step;

	while (!rc && (step = sqlite3_step(row)) != SQLITE_DONE)
		rc = step == SQLITE_ROW ? f(s, row, ctx, e) : fail(s, e);
	sqlite3_reset(row);
	return rc;
}

static bool read_int(sqlite3_stmt *row, int column, int64_t least, int64_t most, int64_t *out)
{
	*out = sqlite3_column_int64(row, column);
	return sqlite3_column_type(row, column) == SQLITE_INTEGER && *out >= least && *out <= most;
}

static const void *read_blob(sqlite3_stmt *row, int column, int len)
{
	const void *blob = sqlite3_column_blob(row, column);

	return sqlite3_column_type(row, column) == SQLITE_BLOB &&
			       sqlite3_column_bytes(row, column) == len ?
		       blob :
		       NULL;
}

static bool read_addr(sqlite3_stmt *row, struct addr *out)
{
	const void *blob = read_blob(row, 0, sizeof(out->b));

	if (blob)
		memcpy(out->b, blob, sizeof(out->b));
	return blob;
}

static bool read_hours(sqlite3_stmt *row, struct history_row *out)
{
	out->hours = (uint8_t *)read_blob(row, 6, HISTORY_BITMAP);
	return out->hours || sqlite3_column_type(row, 6) == SQLITE_NULL;
}

static bool read_row(sqlite3_stmt *row, struct history_row *out)
{
	int64_t direction, packets, bytes;

	*out = (struct history_row){ 0 };
	if (!read_addr(row, &out->peer) || !read_int(row, 1, 0, RA_DIRECTIONS - 1, &direction) ||
	    !read_int(row, 2, 0, TIME_MAX_S, &out->first_s) ||
	    !read_int(row, 3, out->first_s, TIME_MAX_S, &out->last_s) ||
	    !read_int(row, 4, 1, HISTORY_COUNT_MOST, &packets) ||
	    !read_int(row, 5, 0, HISTORY_COUNT_MOST, &bytes) || !read_hours(row, out))
		return false;
	out->direction = (uint8_t)direction;
	out->packets = (uint64_t)packets;
	out->bytes = (uint64_t)bytes;
	return true;
}

struct row_taker {
	void (*take)(void *ctx, const struct history_row *);
	void *ctx;
	struct history_row last; /* without packets: none yet */
};

static bool row_is_next(const struct history_row *last, const struct history_row *row)
{
	int order = memcmp(last->peer.b, row->peer.b, sizeof(row->peer.b));

	return !last->packets || order < 0 || (!order && last->direction < row->direction);
}

static int load_row(struct history_store *s, sqlite3_stmt *stmt, void *ctx, struct err *e)
{
	struct row_taker *taker = ctx;
	struct history_row row;

	if (!read_row(stmt, &row))
		return damaged(s, "a peer's row is not as redarc writes it", e);
	if (!row_is_next(&taker->last, &row))
		return damaged(s, "peers are out of order", e);
	if (row.last_s >= s->oldest_s)
		taker->take(taker->ctx, &row);
	else
		s->forgets = true;
	taker->last = row;
	return 0;
}

static int load_since(struct history_store *s, sqlite3_stmt *row, void *ctx, struct err *e)
{
	if (!read_int(row, 0, 0, TIME_MAX_S, ctx))
		return damaged(s, "since when it has been watching is no time", e);
	return 0;
}

/* What is no time here is found to be damage when its row is read. */
static int load_newest(struct history_store *s, sqlite3_stmt *row, void *ctx, struct err *e)
{
	int64_t newest_s = sqlite3_column_int64(row, 0), now_s = clock_now_ns() / CLOCK_S;

	(void)ctx;
	(void)e;
	if (newest_s > now_s)
		newest_s = now_s;
	s->oldest_s = newest_s > KEPT_S ? newest_s - KEPT_S : 0;
	return 0;
}

int history_store_load(struct history_store *s,
		       void (*take)(void *ctx, const struct history_row *), void *ctx,
		       int64_t *since_s, struct err *e)
{
	struct row_taker taker = { .take = take, .ctx = ctx };
	int rc;

	*since_s = 0;
	rc = each(s, LOAD_SINCE, load_since, since_s, e);
	if (!rc && s->writes)
		rc = each(s, LOAD_NEWEST, load_newest, NULL, e);
	if (!rc)
		rc = each(s, LOAD_ROWS, load_row, &taker, e);
	if (!rc && s->writes)
		history_db_trust(&s->db);
	return rc;
}

static int forget(struct history_store *s, struct err *e)
{
	sqlite3_bind_int64(s->statement[FORGET], 1, s->oldest_s);
	return run(s, FORGET, e);
}

static int save_since(struct history_store *s, int64_t since_s, struct err *e)
{
	sqlite3_bind_int64(s->statement[SAVE_SINCE], 1, since_s);
	return run(s, SAVE_SINCE, e);
}

static void bind_count(sqlite3_stmt *save, int column, uint64_t count)
{
	if (count > HISTORY_COUNT_MOST)
		count = HISTORY_COUNT_MOST;
	sqlite3_bind_int64(save, column, (int64_t)count);
}

static int save_row(struct history_store *s, const struct history_row *row, struct err *e)
{
	sqlite3_stmt *save = s->statement[SAVE_ROW];

	sqlite3_bind_blob(save, 1, row->peer.b, sizeof(row->peer.b), SQLITE_STATIC);
	sqlite3_bind_int64(save, 2, row->direction);
	sqlite3_bind_int64(save, 3, row->first_s);
	sqlite3_bind_int64(save, 4, row->last_s);
	bind_count(save, 5, row->packets);
	bind_count(save, 6, row->bytes);
	sqlite3_bind_blob(save, 7, row->hours, HISTORY_BITMAP, SQLITE_STATIC);
	return run(s, SAVE_ROW, e);
}

int history_store_save(struct history_store *s, struct history_row *const *rows, uint32_t n,
		       int64_t since_s, struct err *e)
{
	int rc = may_write(s, e);

	if (!rc)
		rc = run(s, BEGIN, e);
	if (rc)
		return rc;
	rc = save_since(s, since_s, e);
	if (!rc && s->forgets)
		rc = forget(s, e);
	for (uint32_t i = 0; !rc && i < n; i++)
		rc = save_row(s, rows[i], e);
	if (!rc)
		rc = run(s, COMMIT, e);
	s->forgets = s->forgets && rc;
	if (!sqlite3_get_autocommit(s->db.sql))
		run(s, ROLLBACK, NULL);
	return rc;
}

int history_store_user_set(struct history_store *s, const struct history_allowed *allowed,
			   struct err *e)
{
	enum statement which = allowed->directions ? USER_SET : USER_REMOVE;
	sqlite3_stmt *set = s->statement[which];
	int rc = may_write(s, e);
	char text[ADDR_TEXT];

	if (rc)
		return rc;
	sqlite3_bind_blob(set, 1, allowed->peer.b, sizeof(allowed->peer.b), SQLITE_STATIC);
	if (allowed->directions) {
		sqlite3_bind_int64(set, 2, allowed->directions);
		sqlite3_bind_int64(set, 3, allowed->added_s);
	}
	rc = run(s, which, e);
	if (!rc && !sqlite3_changes(s->db.sql))
		rc = err_set(e, -ENOENT, "%s: not among what the user allows",
			     addr_format(&allowed->peer, text));
	return rc;
}

struct user_taker {
	int (*take)(void *ctx, const struct history_allowed *);
	void *ctx;
};

static int each_allowed(struct history_store *s, sqlite3_stmt *row, void *ctx, struct err *e)
{
	const struct user_taker *taker = ctx;
	struct history_allowed allowed;
	int64_t directions;

	if (!read_addr(row, &allowed.peer) ||
	    !read_int(row, 1, 1, RA_BOTH, &directions) ||
	    !read_int(row, 2, 0, TIME_MAX_S, &allowed.added_s))
		return damaged(s, "an allowed peer's row is not as redarc writes it", e);
	allowed.directions = (uint8_t)directions;
	return taker->take(taker->ctx, &allowed);
}

int history_store_user_each(struct history_store *s,
			    int (*f)(void *ctx, const struct history_allowed *), void *ctx,
			    struct err *e)
{
	struct user_taker taker = { f, ctx };

	return each(s, USER_EACH, each_allowed, &taker, e);
}

bool history_store_user_changed(struct history_store *s)
{
	sqlite3_stmt *ask = s->statement[OTHERS_WROTE];
	int64_t before = s->others_wrote;

	if (sqlite3_step(ask) == SQLITE_ROW)
		s->others_wrote = sqlite3_column_int64(ask, 0);
	sqlite3_reset(ask);
	return s->others_wrote != before;
}

static int prepare(struct history_store *s, struct err *e)
{
	for (int i = 0; i < STATEMENTS; i++)
		if (sqlite3_prepare_v3(s->db.sql, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
				       &s->statement[i], NULL))
			return fail(s, e);
	return 0;
}

int history_store_open(int dir_fd, const char *name, enum history_access access,
		       struct history_store **out, struct err *e)
{
	struct history_store *s = calloc(1, sizeof(*s));
	int rc;

	if (!s)
		return err_set(e, -ENOMEM, "%s: no memory", name);
	s->writes = access == HISTORY_WRITE;
	rc = history_db_open(&s->db, dir_fd, name, access, e);
	if (!rc)
		rc = prepare(s, e);
	if (rc) {
		history_store_close(s);
		return rc;
	}
	history_store_user_changed(s);
	*out = s;
	return 0;
}

void history_store_close(struct history_store *s)
{
	if (!s)
		return;
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->statement[i]);
	history_db_close(&s->db);
	free(s);
}
