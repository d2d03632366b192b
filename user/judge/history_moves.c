/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_moves.h"

#include <stdio.h>

#include "judge/history_core.h"
#include "judge/history_sql.h"

static void lose_one(struct history *h)
{
	h->meta.moves_lost += h->meta.moves_lost < HISTORY_COUNT_MOST;
	h->meta_changed = true;
}

static void note_move(struct history *h, const struct history_row *row, uint8_t state,
		      uint8_t mover, int64_t now_s, const char *why)
{
	struct history_move *move;

	if (h->n_moves == HISTORY_MOVES_PENDING) {
		lose_one(h);
		return;
	}
	move = &h->moves[h->n_moves++];
	*move = (struct history_move){ .time_s = now_s,
				       .peer = row->peer,
				       .direction = row->direction,
				       .from = row->state,
				       .to = state,
				       .mover = mover };
	snprintf(move->why, sizeof(move->why), "%s", why ? why : "");
}

void history_note_act(struct history *h, const struct addr *peer, int64_t now_s, const char *why)
{
	const struct history_row all = { .peer = *peer, .state = HISTORY_CANDIDATE };

	if (h->n_moves == HISTORY_MOVES_PENDING) {
		h->n_moves--;
		lose_one(h);
	}
	note_move(h, &all, all.state, MOVER_USER, max_s(history_time(h, now_s), 0), why);
}

void history_move(struct history *h, const struct history_row *row, uint8_t state, uint8_t mover,
		  int64_t now_s, const char *why)
{
	struct history_row *own =
		hash_table_row(&h->rows.table, hash_table_number(&h->rows.table, row));

	if (own->state == state)
		return;
	now_s = max_s(history_time(h, now_s), 0);
	note_move(h, own, state, mover, now_s, why);
	own->state = state;
	own->mover = mover;
	own->moved_s = now_s;
	history_mark(h, own);
}

uint64_t history_moves_lost(const struct history *h)
{
	return h->meta.moves_lost;
}

struct reader {
	int (*f)(void *ctx, const struct history_move *);
	void *ctx;
};

static int read_move(struct history_store *s, sqlite3_stmt *row, void *ctx, struct err *e)
{
	const struct reader *reader = ctx;
	struct history_move move = { 0 };

	if (!history_sql_int(row, 0, 0, HISTORY_TIME_MOST, &move.time_s) ||
	    !history_sql_addr(row, 1, &move.peer) ||
	    !history_sql_u8(row, 2, RA_DIRECTIONS - 1, &move.direction) ||
	    !history_sql_u8(row, 3, HISTORY_STATES - 1, &move.from) ||
	    !history_sql_u8(row, 4, HISTORY_STATES - 1, &move.to) ||
	    !history_sql_u8(row, 5, MOVERS - 1, &move.mover) ||
	    !history_sql_text(row, 6, move.why, sizeof(move.why)))
		return history_sql_damaged(s, "the journal is not as redarc writes it", e);
	return reader->f(reader->ctx, &move);
}

static int read_stored(struct history *h, const struct addr *peer, struct reader *reader,
		       struct err *e)
{
	sqlite3_stmt *ask = h->store->statement[SQL_MOVES_OF];

	if (peer && ask)
		history_sql_bind_addr(ask, 1, peer);
	return history_sql_each(h->store, peer ? SQL_MOVES_OF : SQL_MOVES, read_move, reader, e);
}

int history_moves(struct history *h, const struct addr *peer,
		  int (*f)(void *ctx, const struct history_move *), void *ctx, struct err *e)
{
	struct reader reader = { f, ctx };
	int rc = 0;

	for (uint32_t i = h->n_moves; !rc && i--;)
		if (!peer || addr_equal(peer, &h->moves[i].peer))
			rc = f(ctx, &h->moves[i]);
	return rc || !h->store ? rc : read_stored(h, peer, &reader, e);
}

static int save_move(struct history_store *s, const struct history_move *move, struct err *e)
{
	sqlite3_stmt *add = s->statement[SQL_MOVE_ADD];

	sqlite3_bind_int64(add, 1, move->time_s);
	history_sql_bind_addr(add, 2, &move->peer);
	sqlite3_bind_int64(add, 3, move->direction);
	sqlite3_bind_int64(add, 4, move->from);
	sqlite3_bind_int64(add, 5, move->to);
	sqlite3_bind_int64(add, 6, move->mover);
	sqlite3_bind_text(add, 7, move->why, -1, SQLITE_STATIC);
	return history_sql_run(s, SQL_MOVE_ADD, e);
}

int history_moves_save(struct history *h, struct err *e)
{
	int rc = 0;

	for (uint32_t i = 0; !rc && i < h->n_moves; i++)
		rc = save_move(h->store, &h->moves[i], e);
	if (rc || !h->n_moves)
		return rc;
	sqlite3_bind_int64(h->store->statement[SQL_MOVES_TRIM], 1, HISTORY_MOVES_MOST);
	return history_sql_run(h->store, SQL_MOVES_TRIM, e);
}

void history_moves_saved(struct history *h)
{
	h->n_moves = 0;
}
