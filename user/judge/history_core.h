/* SPDX-License-Identifier: BSD-2-Clause */
/* history_core.h - the history from inside; only history*.c include it. */
#ifndef JUDGE_HISTORY_CORE_H
#define JUDGE_HISTORY_CORE_H

#include "core/hash.h"
#include "judge/history.h"
#include "judge/history_blob.h"
#include "judge/history_clock.h"
#include "judge/history_moves.h"
#include "judge/history_store.h"

#define HISTORY_KEY 17 /* bytes that a row is found by: its peer and direction */
_Static_assert(HISTORY_KEY == offsetof(struct history_row, direction) + 1, "key");

/* Rows, and a bitmap for each that needs it. A row without packets has vanished. */
struct history_rows {
	struct hash_table table;
	uint64_t (*bitmaps)[HISTORY_WORDS];
	uint32_t n_bitmaps;
	uint32_t vanished; /* rows that only keep their place */
};

struct history_blob {
	char name[HISTORY_BLOB_NAME]; /* "": there is none here */
	void *data;
	size_t len;
	bool changed;
};

struct history {
	struct history_rows rows;
	struct history_row **changed; /* rows to write */
	uint32_t n_changed;
	uint32_t unsaved; /* rows that the store has not */
	struct history_meta meta;
	bool meta_changed;
	uint64_t refused;
	struct history_clock clock;
	struct history_move *moves; /* to write, the oldest first */
	uint32_t n_moves;
	struct history_blob blobs[HISTORY_BLOBS];
	struct history_store *store; /* NULL: in memory only */
};

static inline int64_t max_s(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static inline int64_t min_s(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int history_rows_init(struct history_rows *r, uint32_t most);
void history_rows_clear(struct history_rows *r);

/* Copy a row, with its hours, to a new one of these rows. */
void history_rows_fill(struct history_rows *r, struct history_row *own,
		       const struct history_row *row);

/* To be written by the next flush. */
void history_mark(struct history *h, struct history_row *row);

/* Rows dated long after now_s were dated by a clock that was wrong: they count as seen now. */
void history_redate(struct history *h, int64_t now_s);

/* Note what the user did to many; of moves that find no room it is the last. peer: as there. */
void history_note_act(struct history *h, const struct addr *peer, int64_t now_s, const char *why);

/* What the journal and the blobs add to a flush, and what is left to do once it is written. */
int history_moves_save(struct history *h, struct err *e);
void history_moves_saved(struct history *h);
int history_blobs_save(struct history *h, struct err *e);
void history_blobs_saved(struct history *h);
bool history_blobs_changed(const struct history *h);
int history_blobs_load(struct history *h, struct err *e);
void history_blobs_clear(struct history *h);

/* Give the places of vanished rows to others, when they are many. Moves rows. */
void history_make_room(struct history *h);

#endif
