/* SPDX-License-Identifier: BSD-2-Clause */
/* history_row.h - what is remembered of one peer in one direction, and questions to it. Pure. */
#ifndef JUDGE_HISTORY_ROW_H
#define JUDGE_HISTORY_ROW_H

#include "core/event.h"
#include "judge/history_hours.h"

#define HISTORY_COUNT_MOST (UINT64_MAX / 4) /* packets or bytes of a row; there they stay */

enum history_state {
	HISTORY_CANDIDATE, /* seen, not trusted */
	HISTORY_TRUSTED,
	HISTORY_EXPIRED, /* was trusted, and then not seen for the window */
	HISTORY_BLOCKED, /* seen while on a blocklist: never trusted by itself again */
	HISTORY_STATES,
};

/* Who or what moved a row to its state. */
enum history_mover {
	MOVER_NONE,     /* it is where it began */
	MOVER_LEARNING, /* the end of learning */
	MOVER_RULE,     /* enough hours over long enough */
	MOVER_USER,
	MOVER_LIST,     /* a list, which the journal names */
	MOVER_EXPIRY,
	MOVER_FORGET,   /* an hour of it was forgotten */
	MOVER_EARLIER,  /* it is from a history before there were states */
	MOVERS,
};

/* One peer in one direction. Times are seconds since 1970. */
struct history_row {
	struct addr peer;
	uint8_t direction;
	uint8_t state;  /* enum history_state */
	uint8_t mover;  /* enum history_mover */
	uint8_t beacon; /* score, as it was last known; EVENT_UNSCORED */
	bool reply;     /* its first packet answered one of ours */
	bool changed;   /* since it was last written */
	bool stored;    /* the file has a row of it */
	uint8_t pad;
	uint32_t asn;    /* where it lived when it was last seen; 0, "": unknown */
	char country[4];
	int64_t first_s, last_s;
	int64_t moved_s; /* when it came to its state; 0: it began there */
	uint64_t packets, bytes;
	/* A ring up to the hour of last_s. NULL: seen in no hours but those of first_s and
	 * last_s, as most peers of a busy gateway are. */
	uint64_t *hours;
};
_Static_assert(sizeof(struct history_row) == 80, "history_row");

/*
 * Whether a row was seen in [from_s, until_s).
 *
 * Exact to the second when first_s or last_s lies in the window or both lie on one side of
 * it: so always for a window that ends after the last event, such as the 48 hours before
 * now. Else the hours in between decide, and one that lies only partly in the window counts
 * as a whole: known by up to an hour too much, never by too little. Hours more than
 * HISTORY_DAYS before last_s are forgotten.
 */
bool history_row_within(const struct history_row *row, int64_t from_s, int64_t until_s);

/* Whether it was seen in an hour since 1970; false for what is forgotten. */
bool history_row_hour(const struct history_row *row, int64_t hour);

/* In how many distinct hours it was seen, from that of from_s on. */
uint32_t history_row_hours(const struct history_row *row, int64_t from_s);

/* At least so many seconds lie between when it was first and last seen, at or after from_s. */
int64_t history_row_span(const struct history_row *row, int64_t from_s);

const char *history_state_word(uint8_t state); /* "candidate", "trusted" ... */
const char *history_mover_word(uint8_t mover); /* "learning", "rule" ... */

#endif
