/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_sql.h"

#include <errno.h>
#include <string.h>

/* What these numbers stand for in SQL_ROWS_EARLIER, as in history_db.c. */
_Static_assert(HISTORY_TRUSTED == 1 && MOVER_EARLIER == 7 && EVENT_UNSCORED == 255, "earlier");

#define ROW "addr, direction, first, last, packets, bytes, hours"
#define MOVE "time, addr, direction, was, became, mover, why"

static const struct {
	const char *sql;
	int version; /* from which on there is what it needs */
} statements[SQL_STATEMENTS] = {
	[SQL_BEGIN] = { "BEGIN IMMEDIATE", 1 },
	[SQL_COMMIT] = { "COMMIT", 1 },
	[SQL_ROLLBACK] = { "ROLLBACK", 1 },
	[SQL_META] = { "SELECT value FROM meta WHERE key = ?1", 1 },
	[SQL_META_SET] = { "REPLACE INTO meta VALUES (?1, ?2)", 1 },
	[SQL_NEWEST] = { "SELECT coalesce((SELECT value FROM meta WHERE key = 'newest'),"
			 " (SELECT max(last) FROM peer), 0)", 1 },
	[SQL_ROWS] = { "SELECT " ROW ", state, mover, moved, beacon, reply, asn, country"
		       " FROM peer ORDER BY addr, direction", 2 },
	[SQL_ROWS_EARLIER] = { "SELECT " ROW ", 1, 7, 0, 255, 0, 0, ''"
			       " FROM peer ORDER BY addr, direction", 1 },
	[SQL_ROW_SET] = { "REPLACE INTO peer (" ROW ", state, mover, moved, beacon, reply, asn,"
			  " country) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
			  " ?13, ?14)", 2 },
	[SQL_ROW_REMOVE] = { "DELETE FROM peer WHERE addr = ?1 AND direction = ?2", 1 },
	[SQL_ROWS_EXPIRE] = { "DELETE FROM peer WHERE last < ?1", 1 },
	[SQL_MOVES] = { "SELECT " MOVE " FROM move ORDER BY id DESC", 2 },
	[SQL_MOVES_OF] = { "SELECT " MOVE " FROM move WHERE addr = ?1 ORDER BY id DESC", 2 },
	[SQL_MOVE_ADD] = { "INSERT INTO move (" MOVE ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", 2 },
	[SQL_MOVES_OLDEST] = { "SELECT min(time) FROM move", 2 },
	[SQL_MOVES_EXPIRE] = { "DELETE FROM move WHERE time < ?1", 2 },
	[SQL_MOVES_TRIM] = { "DELETE FROM move WHERE id <= (SELECT max(id) FROM move) - ?1", 2 },
	[SQL_BLOBS] = { "SELECT name, data FROM blob", 2 },
	[SQL_BLOB_SET] = { "REPLACE INTO blob VALUES (?1, ?2)", 2 },
	[SQL_USER] = { "SELECT addr, directions, added FROM allow ORDER BY addr", 1 },
	[SQL_USER_DROP] = { "DELETE FROM allow", 1 },
};

int history_sql_prepare(struct history_store *s, struct err *e)
{
	for (int i = 0; i < SQL_STATEMENTS; i++)
		if (statements[i].version <= s->db.version &&
		    sqlite3_prepare_v3(s->db.sql, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
				       &s->statement[i], NULL))
			return history_db_error(&s->db, e);
	return 0;
}

void history_sql_finalize(struct history_store *s)
{
	for (int i = 0; i < SQL_STATEMENTS; i++)
		sqlite3_finalize(s->statement[i]);
}

int history_sql_may_write(const struct history_store *s, struct err *e)
{
	return s->writes ? 0 : err_set(e, -EACCES, "%s: opened for reading", s->db.file);
}

int history_sql_damaged(const struct history_store *s, const char *what, struct err *e)
{
	return err_set(e, -EBADMSG, "%s: damaged: %s", s->db.file, what);
}

int history_sql_run(struct history_store *s, enum history_statement which, struct err *e)
{
	sqlite3_stmt *statement = s->statement[which];
	int rc = sqlite3_step(statement) == SQLITE_DONE ? 0 : history_db_error(&s->db, e);

	sqlite3_reset(statement);
	return rc;
}

int history_sql_each(struct history_store *s, enum history_statement which,
		     int (*f)(struct history_store *, sqlite3_stmt *, void *, struct err *),
		     void *ctx, struct err *e)
{
	sqlite3_stmt *row = s->statement[which];
	int rc = 0, step;

	while (row && !rc && (step = sqlite3_step(row)) != SQLITE_DONE)
		rc = step == SQLITE_ROW ? f(s, row, ctx, e) : history_db_error(&s->db, e);
	sqlite3_reset(row);
	return rc;
}

void history_sql_bind_addr(sqlite3_stmt *row, int parameter, const struct addr *a)
{
	sqlite3_bind_blob(row, parameter, a->b, sizeof(a->b), SQLITE_STATIC);
}

/* Nobody else uses the connection, so that a value may be asked twice without its lock. */
bool history_sql_int(sqlite3_stmt *row, int column, int64_t least, int64_t most, int64_t *out)
{
	sqlite3_value *value = sqlite3_column_value(row, column);

	*out = sqlite3_value_int64(value);
	return sqlite3_value_type(value) == SQLITE_INTEGER && *out >= least && *out <= most;
}

bool history_sql_u8(sqlite3_stmt *row, int column, int64_t most, uint8_t *out)
{
	int64_t value;
	bool sound = history_sql_int(row, column, 0, most, &value);

	*out = (uint8_t)value;
	return sound;
}

const void *history_sql_blob(sqlite3_stmt *row, int column, int len)
{
	sqlite3_value *value = sqlite3_column_value(row, column);

	if (sqlite3_value_type(value) != SQLITE_BLOB || sqlite3_value_bytes(value) != len)
		return NULL;
	return sqlite3_value_blob(value);
}

bool history_sql_addr(sqlite3_stmt *row, int column, struct addr *out)
{
	const void *blob = history_sql_blob(row, column, sizeof(out->b));

	if (blob)
		memcpy(out->b, blob, sizeof(out->b));
	return blob;
}

bool history_sql_text(sqlite3_stmt *row, int column, char *out, size_t room)
{
	sqlite3_value *value = sqlite3_column_value(row, column);
	const void *text;
	size_t len;

	if (sqlite3_value_type(value) != SQLITE_TEXT)
		return false;
	text = sqlite3_value_text(value);
	len = (size_t)sqlite3_value_bytes(value);
	if (!text || len >= room)
		return false;
	memcpy(out, text, len);
	out[len] = 0;
	return true;
}
