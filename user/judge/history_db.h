/* SPDX-License-Identifier: BSD-2-Clause */
/* history_db.h - opens history.db, and says in words what SQLite says in numbers. */
#ifndef JUDGE_HISTORY_DB_H
#define JUDGE_HISTORY_DB_H

#include "judge/history.h"
#include "judge/history_vfs.h"

#define HISTORY_FILE "history.db"

struct history_db {
	sqlite3 *sql;
	int version; /* of what is in the file; after a writing open always the newest */
	struct history_vfs vfs; /* registered while open: must not move */
	char *file; /* as messages name it */
};

/*
 * Open a history, or create it with HISTORY_WRITE. One that is refused is left as it was.
 *
 * db       zero; to be closed also after an error
 * name     of the folder, for messages
 * errors   as history_open()
 */
int history_db_open(struct history_db *db, int dir_fd, const char *name,
		    enum history_access access, struct err *e);
void history_db_close(struct history_db *db);

/* Whether closing may tidy up the file: only once all that was read proved sound. */
void history_db_trust(struct history_db *db);

/* The error for SQLite's last failure; returns its code, never 0. */
int history_db_error(const struct history_db *db, struct err *e);

#endif
