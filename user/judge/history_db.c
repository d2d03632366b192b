/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"

#define FILE_NAME HISTORY_FILE
#define FILE_MODE 0640
#define APPLICATION 1380012611 /* "RARC" */
#define VERSION 2
#define BUSY_MS 5000

#define TEXT(x) #x
#define NUMBER(x) TEXT(x)

/* Journal size: what the write-ahead log is cut back to. */
static const char settings[] = "PRAGMA synchronous = FULL;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA cache_size = -512;"
			       "PRAGMA journal_size_limit = 4194304;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cell_size_check = ON";

/*
 * What makes each version of the one before; 0 is an empty file. The defaults are what rows of
 * version 1 come to: trusted (1), by MOVER_EARLIER (7), and without a score. What a column may
 * hold is checked when it is read, not by SQLite, which would do so for each row at each start.
 */
static const char *const upgrades[VERSION] = {
	"CREATE TABLE peer (addr BLOB, direction INTEGER, first INTEGER, last INTEGER,"
	" packets INTEGER, bytes INTEGER, hours BLOB, PRIMARY KEY (addr, direction))"
	" WITHOUT ROWID;"
	"CREATE TABLE allow (addr BLOB PRIMARY KEY, directions INTEGER, added INTEGER)"
	" WITHOUT ROWID;"
	"CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	"PRAGMA application_id = " NUMBER(APPLICATION) ";"
	"PRAGMA user_version = 1",

	"ALTER TABLE peer ADD COLUMN state INTEGER DEFAULT 1;"
	"ALTER TABLE peer ADD COLUMN mover INTEGER DEFAULT 7;"
	"ALTER TABLE peer ADD COLUMN moved INTEGER DEFAULT 0;"
	"ALTER TABLE peer ADD COLUMN beacon INTEGER DEFAULT 255;"
	"ALTER TABLE peer ADD COLUMN reply INTEGER DEFAULT 0;"
	"ALTER TABLE peer ADD COLUMN asn INTEGER DEFAULT 0;"
	"ALTER TABLE peer ADD COLUMN country TEXT DEFAULT '';"
	"CREATE TABLE move (id INTEGER PRIMARY KEY, time INTEGER, addr BLOB,"
	" direction INTEGER, was INTEGER, became INTEGER, mover INTEGER, why TEXT);"
	"CREATE INDEX move_addr ON move (addr);"
	"CREATE TABLE blob (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;"
	"PRAGMA user_version = 2",
};

static const char identity[] = "SELECT application_id, user_version,"
			       " (SELECT count(*) FROM sqlite_schema)"
			       " FROM pragma_application_id, pragma_user_version";

struct failure {
	int result; /* of SQLite */
	int code;
	const char *text;
};

static const struct failure failures[] = {
	{ SQLITE_FULL, -ENOSPC, "no space left on the disk" },
	{ SQLITE_BUSY, -EBUSY, "another process is writing, for more than 5 seconds" },
	{ SQLITE_LOCKED, -EBUSY, "another process is writing" },
	{ SQLITE_READONLY, -EACCES, "no permission to write" },
	{ SQLITE_PERM, -EACCES, "no permission" },
	{ SQLITE_NOTADB, -EBADMSG, "damaged: not a database" },
	{ SQLITE_CORRUPT, -EBADMSG, "damaged" },
	{ SQLITE_ERROR, -EBADMSG, "damaged" },
	{ SQLITE_NOMEM, -ENOMEM, "no memory" },
};

static int code_of(int system_errno)
{
	switch (system_errno) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return -ENOSPC;
	case EACCES:
	case EPERM:
	case EROFS:
		return -EACCES;
	}
	return -EIO;
}

static int system_error(const struct history_db *db, int system_errno, struct err *e)
{
	const char *text = system_errno ? strerror(system_errno) : sqlite3_errmsg(db->sql);

	return err_set(e, code_of(system_errno), "%s: %s", db->file, text);
}

int history_db_error(const struct history_db *db, struct err *e)
{
	int result = sqlite3_errcode(db->sql) & 0xff;

	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].result == result)
			return err_set(e, failures[i].code, "%s: %s", db->file, failures[i].text);
	return system_error(db, sqlite3_system_errno(db->sql), e);
}

static bool is_missing(int dir_fd, const char *file)
{
	struct stat st;

	return fstatat(dir_fd, file, &st, AT_SYMLINK_NOFOLLOW) && errno == ENOENT;
}

/*
 * An empty file is a new database to SQLite. Made by root it belongs to the folder's owner,
 * who the sensor is about to become; SQLite gives the log and the index the same owner.
 */
static int make_file(const struct history_db *db, int dir_fd, struct err *e)
{
	struct stat dir;
	int fd, rc = 0;

	fd = openat(dir_fd, FILE_NAME, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
	if (fd < 0)
		return errno == EEXIST ? 0 : system_error(db, errno, e);
	if (!geteuid() && (fstat(dir_fd, &dir) || fchown(fd, dir.st_uid, dir.st_gid)))
		rc = system_error(db, errno, e);
	close(fd);
	return rc;
}

/*
 * A reader makes no file, so it must do without the shared index where there is no log; then
 * nobody has the file open for writing, and it can be read as one that never changes.
 */
static const char *options_of(int dir_fd, enum history_access access)
{
	if (access == HISTORY_WRITE)
		return "mode=rw";
	return is_missing(dir_fd, FILE_NAME "-wal") ? "mode=ro&immutable=1" : "mode=ro";
}

static int open_file(struct history_db *db, int dir_fd, enum history_access access, struct err *e)
{
	int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
	char uri[96];

	flags |= access == HISTORY_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	snprintf(uri, sizeof(uri), "file:/proc/self/fd/%d/" FILE_NAME "?%s", dir_fd,
		 options_of(dir_fd, access));
	if (sqlite3_open_v2(uri, &db->sql, flags, db->vfs.name))
		return history_db_error(db, e);
	sqlite3_busy_timeout(db->sql, BUSY_MS);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return sqlite3_exec(db->sql, settings, NULL, NULL, NULL) ? history_db_error(db, e) : 0;
}

/* out: application, version, number of tables and the like */
static int read_identity(struct history_db *db, int64_t out[3], struct err *e)
{
	sqlite3_stmt *ask = NULL;
	int rc = 0;

	if (sqlite3_prepare_v2(db->sql, identity, -1, &ask, NULL) ||
	    sqlite3_step(ask) != SQLITE_ROW)
		rc = history_db_error(db, e);
	for (int i = 0; !rc && i < 3; i++)
		out[i] = sqlite3_column_int64(ask, i);
	sqlite3_finalize(ask);
	return rc;
}

/* Every page is read, so that damage is found now and not when its row is needed. */
static int check_pages(struct history_db *db, struct err *e)
{
	sqlite3_stmt *ask = NULL;
	int rc = 0;

	if (sqlite3_prepare_v2(db->sql, "PRAGMA quick_check(1)", -1, &ask, NULL) ||
	    sqlite3_step(ask) != SQLITE_ROW)
		rc = history_db_error(db, e);
	else if (strcmp((const char *)sqlite3_column_text(ask, 0), "ok"))
		rc = err_set(e, -EBADMSG, "%s: damaged", db->file);
	sqlite3_finalize(ask);
	return rc;
}

/* Finds the version, 0 of an empty file, and refuses what is none that is known here. */
static int read_version(struct history_db *db, struct err *e)
{
	int64_t id[3] = { 0 };
	int rc = read_identity(db, id, e);

	if (rc)
		return rc;
	db->version = (int)id[1];
	if (!id[0] && !id[1] && !id[2])
		return 0;
	if (id[0] != APPLICATION)
		return err_set(e, -EPROTO, "%s: not a history of redarc", db->file);
	if (id[1] > VERSION)
		return err_set(e, -EPROTO, "%s: written by a later redarc (version %lld)",
			       db->file, (long long)id[1]);
	if (id[1] < 1)
		return err_set(e, -EBADMSG, "%s: damaged", db->file);
	return 0;
}

static int identify(struct history_db *db, struct err *e)
{
	int rc = read_version(db, e);

	return rc || !db->version ? rc : check_pages(db, e);
}

/*
 * Two processes that make a database at once can refuse each other without SQLite waiting
 * for either, as both hold what the other one wants.
 */
static int run_patiently(struct history_db *db, const char *script, struct err *e)
{
	int64_t deadline_ns = clock_steady_ns() + BUSY_MS * (CLOCK_S / 1000);

	while (sqlite3_exec(db->sql, script, NULL, NULL, NULL)) {
		if (sqlite3_errcode(db->sql) != SQLITE_BUSY || clock_steady_ns() > deadline_ns)
			return history_db_error(db, e);
		sqlite3_sleep(10);
	}
	return 0;
}

/*
 * In a transaction, which another process may have waited for to do the same. It also tells
 * before the first flush that the file, its log and its index can be written.
 */
static int upgrade(struct history_db *db, struct err *e)
{
	int rc = run_patiently(db, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE", e);

	if (!rc)
		rc = read_version(db, e);
	for (; !rc && db->version < VERSION; db->version++)
		if (sqlite3_exec(db->sql, upgrades[db->version], NULL, NULL, NULL))
			rc = history_db_error(db, e);
	if (!rc && sqlite3_exec(db->sql, "COMMIT", NULL, NULL, NULL))
		rc = history_db_error(db, e);
	return rc;
}

static int open_to_read(struct history_db *db, int dir_fd, struct err *e)
{
	int rc = is_missing(dir_fd, FILE_NAME) ? 0 : open_file(db, dir_fd, HISTORY_READ, e);

	if (!rc && db->sql)
		rc = identify(db, e);
	if (rc || db->version)
		return rc;
	return err_set(e, -ENOENT, "%s: there is no history yet", db->file);
}

static int open_to_write(struct history_db *db, int dir_fd, struct err *e)
{
	int rc = make_file(db, dir_fd, e);

	if (!rc)
		rc = open_file(db, dir_fd, HISTORY_WRITE, e);
	if (!rc)
		rc = identify(db, e);
	return rc ? rc : upgrade(db, e);
}

int history_db_open(struct history_db *db, int dir_fd, const char *name,
		    enum history_access access, struct err *e)
{
	if (asprintf(&db->file, "%s/" FILE_NAME, name) < 0) {
		db->file = NULL;
		return err_set(e, -ENOMEM, "%s: no memory", name);
	}
	if (history_vfs_register(&db->vfs))
		return err_set(e, -ENOMEM, "%s: no memory", db->file);
	return access == HISTORY_WRITE ? open_to_write(db, dir_fd, e) : open_to_read(db, dir_fd, e);
}

void history_db_trust(struct history_db *db)
{
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
}

void history_db_close(struct history_db *db)
{
	sqlite3_close(db->sql);
	history_vfs_unregister(&db->vfs);
	free(db->file);
}
