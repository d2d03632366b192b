/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_store.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/history_sql.h"

#define KEPT_S (HISTORY_HOURS * CLOCK_HOUR_S)
#define HOURS_LEN (HISTORY_HOURS / 8) /* on disk: bit h % 8 of byte h / 8 */

static bool read_hours(sqlite3_stmt *stmt, uint64_t *hours, struct history_row *out)
{
	const void *blob = history_sql_blob(stmt, 6, HOURS_LEN);

	if (!blob)
		return sqlite3_column_type(stmt, 6) == SQLITE_NULL;
	hours[HISTORY_WORDS - 1] = 0;
	memcpy(hours, blob, HOURS_LEN);
	for (int i = 0; i < HISTORY_WORDS; i++)
		hours[i] = le64toh(hours[i]);
	out->hours = hours;
	return true;
}

static bool read_counts(sqlite3_stmt *stmt, struct history_row *out)
{
	int64_t packets, bytes;

	if (!history_sql_int(stmt, 4, 1, HISTORY_COUNT_MOST, &packets) ||
	    !history_sql_int(stmt, 5, 0, HISTORY_COUNT_MOST, &bytes))
		return false;
	out->packets = (uint64_t)packets;
	out->bytes = (uint64_t)bytes;
	return true;
}

static bool read_home(sqlite3_stmt *stmt, struct history_row *out)
{
	int64_t asn;

	if (!history_sql_int(stmt, 12, 0, UINT32_MAX, &asn) ||
	    !history_sql_text(stmt, 13, out->country, sizeof(out->country)))
		return false;
	out->asn = (uint32_t)asn;
	return true;
}

/* hours: HISTORY_WORDS, for those of the row */
static bool read_row(sqlite3_stmt *stmt, uint64_t *hours, struct history_row *out)
{
	uint8_t reply;

	*out = (struct history_row){ .stored = true };
	if (!history_sql_addr(stmt, 0, &out->peer) ||
	    !history_sql_u8(stmt, 1, RA_DIRECTIONS - 1, &out->direction) ||
	    !history_sql_int(stmt, 2, 0, HISTORY_TIME_MOST, &out->first_s) ||
	    !history_sql_int(stmt, 3, out->first_s, HISTORY_TIME_MOST, &out->last_s) ||
	    !read_counts(stmt, out) || !read_hours(stmt, hours, out) ||
	    !history_sql_u8(stmt, 7, HISTORY_STATES - 1, &out->state) ||
	    !history_sql_u8(stmt, 8, MOVERS - 1, &out->mover) ||
	    !history_sql_int(stmt, 9, 0, HISTORY_TIME_MOST, &out->moved_s) ||
	    !history_sql_u8(stmt, 10, EVENT_UNSCORED, &out->beacon) ||
	    !history_sql_u8(stmt, 11, 1, &reply) || !read_home(stmt, out))
		return false;
	out->reply = reply;
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
	uint64_t hours[HISTORY_WORDS];
	struct history_row row;

	if (!read_row(stmt, hours, &row))
		return history_sql_damaged(s, "a peer's row is not as redarc writes it", e);
	if (!row_is_next(&taker->last, &row))
		return history_sql_damaged(s, "peers are out of order", e);
	if (row.last_s >= s->oldest_s)
		taker->take(taker->ctx, &row);
	else
		s->expires = true;
	taker->last = row;
	return 0;
}

/* A number that is kept under its name. */
struct field {
	const char *key;
	int64_t most;
	const char *damage;
	int64_t value;
};

static int load_field(struct history_store *s, sqlite3_stmt *stmt, void *ctx, struct err *e)
{
	struct field *field = ctx;

	if (history_sql_int(stmt, 0, 0, field->most, &field->value))
		return 0;
	return history_sql_damaged(s, field->damage, e);
}

static int load_meta(struct history_store *s, struct history_meta *meta, struct err *e)
{
	struct field fields[] = {
		{ "since", HISTORY_TIME_MOST, "since when it has been watching is no time", 0 },
		{ "frozen", 1, "whether learning is frozen is neither 0 nor 1", 0 },
		{ "lost", HISTORY_COUNT_MOST, "how many moves the journal lacks is no number", 0 },
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields) && !rc; i++) {
		sqlite3_bind_text(s->statement[SQL_META], 1, fields[i].key, -1, SQLITE_STATIC);
		rc = history_sql_each(s, SQL_META, load_field, &fields[i], e);
	}
	*meta = (struct history_meta){ .since_s = fields[0].value,
				       .frozen = fields[1].value,
				       .moves_lost = (uint64_t)fields[2].value };
	return rc;
}

static int load_newest(struct history_store *s, sqlite3_stmt *stmt, void *ctx, struct err *e)
{
	int64_t newest_s, now_s = clock_now_ns() / CLOCK_S;
	struct history_meta *meta = ctx;

	if (!history_sql_int(stmt, 0, 0, HISTORY_TIME_MOST, &newest_s))
		return history_sql_damaged(s, "when it saw the last packet is no time", e);
	meta->newest_s = newest_s;
	if (newest_s > now_s)
		newest_s = now_s;
	s->oldest_s = s->writes && newest_s > KEPT_S ? newest_s - KEPT_S : 0;
	return 0;
}

static int load_oldest_move(struct history_store *s, sqlite3_stmt *stmt, void *ctx, struct err *e)
{
	(void)ctx;
	(void)e;
	if (sqlite3_column_type(stmt, 0) == SQLITE_INTEGER)
		s->expires |= sqlite3_column_int64(stmt, 0) < s->oldest_s;
	return 0;
}

int history_store_load(struct history_store *s,
		       void (*take)(void *ctx, const struct history_row *), void *ctx,
		       struct history_meta *meta, struct err *e)
{
	enum history_statement rows = s->statement[SQL_ROWS] ? SQL_ROWS : SQL_ROWS_EARLIER;
	struct row_taker taker = { .take = take, .ctx = ctx };
	int rc = load_meta(s, meta, e);

	if (!rc)
		rc = history_sql_each(s, SQL_NEWEST, load_newest, meta, e);
	if (!rc)
		rc = history_sql_each(s, rows, load_row, &taker, e);
	if (!rc && s->writes)
		rc = history_sql_each(s, SQL_MOVES_OLDEST, load_oldest_move, NULL, e);
	if (!rc && s->writes)
		history_db_trust(&s->db);
	return rc;
}

static int expire(struct history_store *s, enum history_statement which, struct err *e)
{
	sqlite3_bind_int64(s->statement[which], 1, s->oldest_s);
	return history_sql_run(s, which, e);
}

static int save_meta(struct history_store *s, const char *key, int64_t value, struct err *e)
{
	sqlite3_bind_text(s->statement[SQL_META_SET], 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s->statement[SQL_META_SET], 2, value);
	return history_sql_run(s, SQL_META_SET, e);
}

static void bind_count(sqlite3_stmt *save, int column, uint64_t count)
{
	if (count > HISTORY_COUNT_MOST)
		count = HISTORY_COUNT_MOST;
	sqlite3_bind_int64(save, column, (int64_t)count);
}

/* bytes: room for the hours as they stand in the file, until the statement has run */
static void bind_hours(sqlite3_stmt *save, int column, const struct history_row *row,
		       uint64_t *bytes)
{
	for (int i = 0; row->hours && i < HISTORY_WORDS; i++)
		bytes[i] = htole64(row->hours[i]);
	sqlite3_bind_blob(save, column, row->hours ? bytes : NULL, HOURS_LEN, SQLITE_STATIC);
}

static int save_row(struct history_store *s, const struct history_row *row, struct err *e)
{
	sqlite3_stmt *save = s->statement[SQL_ROW_SET];
	uint64_t hours[HISTORY_WORDS];

	history_sql_bind_addr(save, 1, &row->peer);
	sqlite3_bind_int64(save, 2, row->direction);
	sqlite3_bind_int64(save, 3, row->first_s);
	sqlite3_bind_int64(save, 4, row->last_s);
	bind_count(save, 5, row->packets);
	bind_count(save, 6, row->bytes);
	bind_hours(save, 7, row, hours);
	sqlite3_bind_int64(save, 8, row->state);
	sqlite3_bind_int64(save, 9, row->mover);
	sqlite3_bind_int64(save, 10, row->moved_s);
	sqlite3_bind_int64(save, 11, row->beacon);
	sqlite3_bind_int64(save, 12, row->reply);
	sqlite3_bind_int64(save, 13, row->asn);
	sqlite3_bind_text(save, 14, row->country,
			  (int)strnlen(row->country, sizeof(row->country) - 1), SQLITE_STATIC);
	return history_sql_run(s, SQL_ROW_SET, e);
}

static int remove_row(struct history_store *s, const struct history_row *row, struct err *e)
{
	history_sql_bind_addr(s->statement[SQL_ROW_REMOVE], 1, &row->peer);
	sqlite3_bind_int64(s->statement[SQL_ROW_REMOVE], 2, row->direction);
	return history_sql_run(s, SQL_ROW_REMOVE, e);
}

int history_store_begin(struct history_store *s, struct err *e)
{
	int rc = history_sql_may_write(s, e);

	return rc ? rc : history_sql_run(s, SQL_BEGIN, e);
}

int history_store_save(struct history_store *s, struct history_row *const *rows, uint32_t n,
		       const struct history_meta *meta, struct err *e)
{
	int rc = save_meta(s, "since", meta->since_s, e);

	if (!rc)
		rc = save_meta(s, "newest", meta->newest_s, e);
	if (!rc)
		rc = save_meta(s, "frozen", meta->frozen, e);
	if (!rc)
		rc = save_meta(s, "lost", (int64_t)meta->moves_lost, e);
	if (!rc && s->expires)
		rc = expire(s, SQL_ROWS_EXPIRE, e);
	if (!rc && s->expires)
		rc = expire(s, SQL_MOVES_EXPIRE, e);
	for (uint32_t i = 0; !rc && i < n; i++)
		rc = rows[i]->packets ? save_row(s, rows[i], e) : remove_row(s, rows[i], e);
	return rc;
}

int history_store_end(struct history_store *s, int rc, struct err *e)
{
	if (!rc)
		rc = history_sql_run(s, SQL_COMMIT, e);
	s->expires = s->expires && rc;
	if (!sqlite3_get_autocommit(s->db.sql))
		history_sql_run(s, SQL_ROLLBACK, NULL);
	return rc;
}

bool history_store_writes(const struct history_store *s)
{
	return s->writes;
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
		rc = history_sql_prepare(s, e);
	if (rc) {
		history_store_close(s);
		return rc;
	}
	*out = s;
	return 0;
}

void history_store_close(struct history_store *s)
{
	if (!s)
		return;
	history_sql_finalize(s);
	history_db_close(&s->db);
	free(s);
}
