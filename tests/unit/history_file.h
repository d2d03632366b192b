/* SPDX-License-Identifier: BSD-2-Clause */
/* history_file.h - history.db as bytes, as SQLite sees it, and as version 1 made it. */
#ifndef HISTORY_FILE_H
#define HISTORY_FILE_H

#include "history_folder.h"

#include <sqlite3.h>

/* Opens a history, sees one peer and closes it. */
static inline void make_row(uint32_t number, int64_t time_s)
{
	struct history *h = must_open();

	note_peer(h, number, RA_IN, time_s);
	must_flush(h);
	history_close(h);
}

struct content {
	unsigned char *bytes;
	size_t len;
};

static inline struct content read_content(void)
{
	int fd = openat(folder.fd, "history.db", O_RDONLY);
	struct content c = { 0 };
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	c.len = (size_t)st.st_size;
	c.bytes = malloc(c.len + 1);
	assert_int_equal(read(fd, c.bytes, c.len), c.len);
	close(fd);
	return c;
}

static inline void write_content(const void *bytes, size_t len)
{
	int fd = openat(folder.fd, "history.db", O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* By SQLite alone, as another program would. */
static inline void run_sql(const char *script)
{
	char path[96], *text = NULL;
	sqlite3 *sql;

	snprintf(path, sizeof(path), "%s/history.db", folder.path);
	assert_int_equal(sqlite3_open(path, &sql), SQLITE_OK);
	if (sqlite3_exec(sql, script, NULL, NULL, &text))
		fail_msg("%s: %s", script, text);
	sqlite3_close(sql);
}

/* As version 1 made it, with a peer of either direction and one that the user allows. */
static inline void make_version_1(void)
{
	run_sql("PRAGMA journal_mode = WAL;"
		"CREATE TABLE peer (addr BLOB NOT NULL, direction INTEGER NOT NULL,"
		" first INTEGER NOT NULL, last INTEGER NOT NULL, packets INTEGER NOT NULL,"
		" bytes INTEGER NOT NULL, hours BLOB, PRIMARY KEY (addr, direction))"
		" WITHOUT ROWID;"
		"CREATE TABLE allow (addr BLOB NOT NULL PRIMARY KEY,"
		" directions INTEGER NOT NULL, added INTEGER NOT NULL) WITHOUT ROWID;"
		"CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value) WITHOUT ROWID;"
		"PRAGMA application_id = 1380012611;"
		"PRAGMA user_version = 1;"
		"INSERT INTO peer VALUES (x'20010db8000000000000000000000001', 0,"
		" 3999996000, 3999999600, 7, 700, NULL);"
		"INSERT INTO peer VALUES (x'20010db8000000000000000000000002', 1,"
		" 3999996000, 3999999600, 9, 900, zeroblob(90));"
		"INSERT INTO allow VALUES (x'20010db8000000000000000000000003', 3, 3999999600);"
		"INSERT INTO meta VALUES ('since', 3999990000)");
}

#endif
