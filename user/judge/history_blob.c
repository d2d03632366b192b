/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_blob.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/history_core.h"
#include "judge/history_sql.h"

static struct history_blob *find(struct history *h, const char *name)
{
	for (int i = 0; i < HISTORY_BLOBS; i++)
		if (!strcmp(h->blobs[i].name, name))
			return &h->blobs[i];
	return NULL;
}

const void *history_blob_get(const struct history *h, const char *name, size_t *len)
{
	for (int i = 0; *name && i < HISTORY_BLOBS; i++)
		if (!strcmp(h->blobs[i].name, name)) {
			*len = h->blobs[i].len;
			return h->blobs[i].data;
		}
	return NULL;
}

int history_blob_set(struct history *h, const char *name, const void *data, size_t len)
{
	struct history_blob *blob;
	void *copy;

	if (!*name || strlen(name) >= HISTORY_BLOB_NAME || len > HISTORY_BLOB_MOST)
		return -EINVAL;
	blob = find(h, name);
	if (blob && blob->len == len && (!len || !memcmp(blob->data, data, len)))
		return 0;
	if (!blob)
		blob = find(h, "");
	if (!blob)
		return -ENOSPC;
	copy = realloc(blob->data, len ? len : 1);
	if (!copy)
		return -ENOMEM;
	if (len)
		memcpy(copy, data, len);
	strcpy(blob->name, name);
	blob->data = copy;
	blob->len = len;
	blob->changed = true;
	return 0;
}

static int load_blob(struct history_store *s, sqlite3_stmt *row, void *ctx, struct err *e)
{
	struct history *h = ctx;
	char name[HISTORY_BLOB_NAME];
	int rc;

	if (!history_sql_text(row, 0, name, sizeof(name)) ||
	    sqlite3_column_type(row, 1) != SQLITE_BLOB)
		return history_sql_damaged(s, "a blob is not as redarc writes it", e);
	rc = history_blob_set(h, name, sqlite3_column_blob(row, 1),
			      (size_t)sqlite3_column_bytes(row, 1));
	if (rc == -ENOMEM)
		return err_set(e, rc, "%s: no memory", s->db.file);
	return rc ? history_sql_damaged(s, "a blob is not as redarc writes it", e) : 0;
}

int history_blobs_load(struct history *h, struct err *e)
{
	int rc = history_sql_each(h->store, SQL_BLOBS, load_blob, h, e);

	history_blobs_saved(h);
	return rc;
}

bool history_blobs_changed(const struct history *h)
{
	bool changed = false;

	for (int i = 0; i < HISTORY_BLOBS; i++)
		changed |= h->blobs[i].changed;
	return changed;
}

static int save_blob(struct history_store *s, const struct history_blob *blob, struct err *e)
{
	sqlite3_stmt *set = s->statement[SQL_BLOB_SET];

	sqlite3_bind_text(set, 1, blob->name, -1, SQLITE_STATIC);
	sqlite3_bind_blob(set, 2, blob->data, (int)blob->len, SQLITE_STATIC);
	return history_sql_run(s, SQL_BLOB_SET, e);
}

int history_blobs_save(struct history *h, struct err *e)
{
	int rc = 0;

	for (int i = 0; !rc && i < HISTORY_BLOBS; i++)
		if (h->blobs[i].changed)
			rc = save_blob(h->store, &h->blobs[i], e);
	return rc;
}

void history_blobs_saved(struct history *h)
{
	for (int i = 0; i < HISTORY_BLOBS; i++)
		h->blobs[i].changed = false;
}

void history_blobs_clear(struct history *h)
{
	for (int i = 0; i < HISTORY_BLOBS; i++)
		free(h->blobs[i].data);
}
