/* SPDX-License-Identifier: BSD-2-Clause */
/* history_moves.h - who moved which row from state to state, when and why: the journal. */
#ifndef JUDGE_HISTORY_MOVES_H
#define JUDGE_HISTORY_MOVES_H

#include "judge/history.h"

#define HISTORY_WHY 96             /* with its end */
#define HISTORY_MOVES_MOST 100000  /* on disk, the newest; none is older than HISTORY_DAYS */
#define HISTORY_MOVES_PENDING 16384 /* between two flushes; the rest is only counted */

/*
 * A move of one row; or, where nothing moved (from is to), what the user did to many: then peer is
 * the prefix that was named, :: for all, and why tells the rest.
 */
struct history_move {
	int64_t time_s; /* since 1970 */
	struct addr peer;
	uint8_t direction;
	uint8_t from, to; /* enum history_state */
	uint8_t mover;    /* enum history_mover */
	char why[HISTORY_WHY]; /* such as the list's name; "" when the mover says it all */
};

/*
 * Move a row to a state, and note it; nothing when it is there already. The next flush writes
 * both, in one transaction.
 *
 * row      of this history
 * why      cut to HISTORY_WHY; NULL for none
 */
void history_move(struct history *h, const struct history_row *row, uint8_t state, uint8_t mover,
		  int64_t now_s, const char *why);

/*
 * Calls f for each move, the newest first, those that are not yet written included, until it
 * returns not 0.
 *
 * peer     only its moves; NULL: of all
 * returns  what f returned, 0, or as history_flush(); also 0 for a history of an earlier version
 */
int history_moves(struct history *h, const struct addr *peer,
		  int (*f)(void *ctx, const struct history_move *), void *ctx, struct err *e);

/* Moves that ever found no room in the journal; their rows tell mover and time. */
uint64_t history_moves_lost(const struct history *h);

#endif
