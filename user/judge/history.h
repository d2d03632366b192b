/* SPDX-License-Identifier: BSD-2-Clause */
/* history.h - who was seen when: in memory as the authority, in SQLite as what survives. */
#ifndef JUDGE_HISTORY_H
#define JUDGE_HISTORY_H

#include "core/err.h"
#include "core/event.h"

#define HISTORY_DAYS 30
#define HISTORY_HOURS (HISTORY_DAYS * 24)
#define HISTORY_BITMAP (HISTORY_HOURS / 8)
#define HISTORY_COUNT_MOST (UINT64_MAX / 4) /* packets or bytes of a row; there they stay */

struct history;

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
	bool changed;   /* since it was last written */
	uint8_t state;  /* enum history_state */
	uint8_t mover;  /* enum history_mover */
	uint8_t beacon; /* score, as it was last known; EVENT_UNSCORED */
	bool reply;     /* its first packet answered one of ours */
	uint8_t pad[2];
	uint32_t asn;    /* where it lived when it was last seen; 0, "": unknown */
	char country[4];
	int64_t first_s, last_s;
	int64_t moved_s; /* when it came to its state; 0: it began there */
	uint64_t packets, bytes;
	/* Bit h % HISTORY_HOURS: seen in hour h since 1970, up to that of last_s. NULL: seen in
	 * no hours but those of first_s and last_s, as most peers of a busy gateway are. */
	uint8_t *hours;
};

enum history_access { HISTORY_READ, HISTORY_WRITE };

/*
 * Open or create state_dir/history.db and read it. The folder is opened by descriptor, so
 * a process that may no longer enter its parents can still write there.
 *
 * With HISTORY_WRITE a row last seen more than HISTORY_DAYS ago has expired: it is not read,
 * and the first flush that writes deletes it. That is counted back from now, or from the
 * newest row where that is older: so neither a clock that runs ahead nor one row in the
 * future wipes a good history. Nothing expires while it is open.
 *
 * dir_fd   of the state folder, borrowed for the life of the history
 * name     of the folder, for messages
 * most     rows it can hold; what exceeds is refused and counted
 * errors   -ENOENT with HISTORY_READ when there is none; -EBADMSG not a history of redarc,
 *          damaged, or of a later version; -EACCES; -ENOSPC
 */
int history_open(int dir_fd, const char *name, enum history_access access, uint32_t most,
		 struct history **out, struct err *e);

/* In memory only, for a replay that has no state. */
int history_open_memory(uint32_t most, struct history **out);

void history_close(struct history *h); /* does not flush */

/* Since when it has been watching, seconds since 1970; 0 when it never was. */
int64_t history_since(const struct history *h);
void history_set_since(struct history *h, int64_t since_s);

uint32_t history_count(const struct history *h);
uint64_t history_refused(const struct history *h); /* events that found it full */

/*
 * Count an event. An event without packets was not seen. One that is older than the last of
 * its row (a replay, a clock set back) leaves last_s where it is, and is only counted when it
 * is more than HISTORY_DAYS older. Steady state: no allocation, no I/O.
 */
void history_note(struct history *h, const struct event *e);

/* Calls f for each row seen in [from_s, until_s), as history_row_within() says. */
void history_each(const struct history *h, int64_t from_s, int64_t until_s,
		  void (*f)(void *ctx, const struct history_row *), void *ctx);

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

/* Rows never written yet; they are worth an early flush. */
uint32_t history_unsaved(const struct history *h);

/*
 * Write what changed, in one transaction. What could not be written stays and is tried
 * again by the next call.
 *
 * errors   -ENOSPC, -EACCES, -EIO, -EBUSY
 */
int history_flush(struct history *h, struct err *e);

/* What the user allows. Written at once; readable by another process while a sensor runs. */
struct history_allowed {
	struct addr peer;
	uint8_t directions;
	int64_t added_s;
};

/* directions 0 removes; errors as history_flush(), and -ENOENT nothing to remove */
int history_user_set(struct history *h, const struct addr *peer, uint8_t directions,
		     int64_t now_s, struct err *e);

/* Calls f for each, until it returns not 0; returns that, 0, or as history_flush(). */
int history_user_each(struct history *h, int (*f)(void *ctx, const struct history_allowed *),
		      void *ctx, struct err *e);

/* True once after another process changed what the user allows. Cheap; ask it often. */
bool history_user_changed(struct history *h);

#endif
