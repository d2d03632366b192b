/* SPDX-License-Identifier: BSD-2-Clause */
/* history_sql.h - every statement that is ever run on an open history, and how. */
#ifndef JUDGE_HISTORY_SQL_H
#define JUDGE_HISTORY_SQL_H

#include "core/clock.h"
#include "judge/history_db.h"

#define HISTORY_TIME_MOST (INT64_MAX / CLOCK_S) /* seconds since 1970 */

enum history_statement {
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_META,     /* key */
	SQL_META_SET, /* key, value */
	SQL_NEWEST,
	SQL_ROWS,
	SQL_ROWS_EARLIER, /* of version 1, in the columns of this one */
	SQL_ROW_SET,
	SQL_ROW_REMOVE,   /* addr, direction */
	SQL_ROWS_EXPIRE,  /* before when */
	SQL_MOVES,
	SQL_MOVES_OF,     /* addr */
	SQL_MOVE_ADD,
	SQL_MOVES_OLDEST,
	SQL_MOVES_EXPIRE, /* before when */
	SQL_MOVES_TRIM,   /* how many may stay */
	SQL_BLOBS,
	SQL_BLOB_SET,     /* name, data */
	SQL_USER,
	SQL_USER_DROP,
	SQL_STATEMENTS,
};

struct history_store {
	struct history_db db;
	sqlite3_stmt *statement[SQL_STATEMENTS]; /* NULL: not for this version */
	bool writes;
	bool expires; /* what ends before oldest_s is still in the file */
	int64_t oldest_s;
};

/* Prepare all statements. */
int history_sql_prepare(struct history_store *s, struct err *e);
void history_sql_finalize(struct history_store *s);

/* -EACCES when it was opened for reading. */
int history_sql_may_write(const struct history_store *s, struct err *e);

/* -EBADMSG; what: what is wrong */
int history_sql_damaged(const struct history_store *s, const char *what, struct err *e);

/* For a statement without rows, whose parameters are bound. */
int history_sql_run(struct history_store *s, enum history_statement which, struct err *e);

/*
 * For a statement with rows: f reads one from the statement.
 *
 * returns  0, what f returned when not 0, or an error; 0 too when the version has no such rows
 */
int history_sql_each(struct history_store *s, enum history_statement which,
		     int (*f)(struct history_store *, sqlite3_stmt *, void *, struct err *),
		     void *ctx, struct err *e);

void history_sql_bind_addr(sqlite3_stmt *row, int parameter, const struct addr *a);

/* Read a column; false or NULL: it is not what redarc writes there. */
bool history_sql_int(sqlite3_stmt *row, int column, int64_t least, int64_t most, int64_t *out);
bool history_sql_u8(sqlite3_stmt *row, int column, int64_t most, uint8_t *out);
bool history_sql_addr(sqlite3_stmt *row, int column, struct addr *out);
const void *history_sql_blob(sqlite3_stmt *row, int column, int len);
bool history_sql_text(sqlite3_stmt *row, int column, char *out, size_t room);

#endif
