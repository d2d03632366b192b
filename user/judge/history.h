/* SPDX-License-Identifier: BSD-2-Clause */
/* history.h - who was seen when: in memory as the authority, in SQLite as what survives. */
#ifndef JUDGE_HISTORY_H
#define JUDGE_HISTORY_H

#include "core/err.h"
#include "judge/history_row.h"
#include "judge/history_user.h"

struct history;

enum history_access { HISTORY_READ, HISTORY_WRITE };

/*
 * Open or create state_dir/history.db and read it. The folder is opened by descriptor, so
 * a process that may no longer enter its parents can still write there.
 *
 * With HISTORY_WRITE one of an earlier version is brought to this one, in one transaction,
 * and a row last seen more than HISTORY_DAYS ago has expired: it is not read, and the first
 * flush that writes deletes it. That is counted back from now, or from the newest row where
 * that is older: so neither a clock that runs ahead nor one row in the future wipes a good
 * history. Nothing expires while it is open.
 *
 * dir_fd   of the state folder, borrowed for the life of the history
 * name     of the folder, for messages
 * most     rows it can hold; what exceeds is refused and counted
 * errors   -ENOENT with HISTORY_READ when there is none; -EBADMSG damaged; -EPROTO a database
 *          of another program or of a later version; -EACCES; -ENOSPC; -EBUSY
 */
int history_open(int dir_fd, const char *name, enum history_access access, uint32_t most,
		 struct history **out, struct err *e);

/* In memory only, for a replay that has no state; times are taken as they come. */
int history_open_memory(uint32_t most, struct history **out);

void history_close(struct history *h); /* does not flush */

/*
 * Keep a damaged history out of the way: history.db and its log are renamed to
 * history.db.damaged-YYYYMMDDTHHMMSSZ, and the next history_open() begins a new one.
 *
 * kept     out, room bytes: the new name
 * errors   -ENOENT, -EACCES, -EIO
 */
int history_set_aside(int dir_fd, const char *name, char *kept, size_t room, struct err *e);

/* Since when it has been watching, seconds since 1970; 0 when it never was. */
int64_t history_since(const struct history *h);
void history_set_since(struct history *h, int64_t since_s);

/* Whether learning is frozen; remembered with the rest. */
bool history_frozen(const struct history *h);
void history_set_frozen(struct history *h, bool frozen);

uint32_t history_count(const struct history *h);
uint64_t history_refused(const struct history *h); /* events that found it full */

/*
 * The time that a clock's time is taken for: the same, unless it leapt by more than
 * HISTORY_DAYS, back or ahead. A leap is believed once it has lasted an hour; until then what
 * happens counts as of before the leap, so that nothing is lost or expires by a clock that is
 * wrong for a while. history_note() does so by itself; whoever lets rows expire asks here.
 */
int64_t history_time(struct history *h, int64_t clock_s);

/*
 * Count an event. An event without packets was not seen. One that is older than the last of
 * its row leaves last_s where it is, and is only counted when it is more than HISTORY_DAYS
 * older. The first event of a row says whether it is a reply; an unknown network or country
 * and a missing score leave what is known. Steady state: no allocation, no I/O.
 *
 * returns  its row, valid until the next flush; NULL: not seen, or no room
 */
const struct history_row *history_note(struct history *h, const struct event *e);

/* NULL: never seen in this direction. Valid until the next flush. */
const struct history_row *history_find(const struct history *h, const struct addr *peer,
				       uint8_t direction);

/* Calls f for each row, or for each seen in [from_s, until_s), as history_row_within() says. */
void history_each_row(const struct history *h, void (*f)(void *, const struct history_row *),
		      void *ctx);
/* The same piece by piece: the row at *at or behind it, and *at behind that one; NULL: no more. */
const struct history_row *history_next(const struct history *h, uint32_t *at);
void history_each(const struct history *h, int64_t from_s, int64_t until_s,
		  void (*f)(void *ctx, const struct history_row *), void *ctx);

/*
 * Judge the past as if the allowlist had been fixed at at_s: known is who was seen in
 * [at_s - window_s, at_s), so exactly window_s before still counts and at_s itself does not.
 * Calls f for each row that was seen at at_s or later.
 */
void history_judge(const struct history *h, int64_t window_s, int64_t at_s,
		   void (*f)(void *ctx, const struct history_row *row, bool known), void *ctx);

/*
 * Forget what was seen at or after from_s; 0: all. A row first seen then vanishes. Of others the
 * hours from that one on are cleared and last_s goes back to the end of the last that remains,
 * or to first_s; one that became trusted then is a candidate again, who has to earn it anew.
 * Packets and bytes stay, as nobody knows when they came.
 *
 * peers    only within it; NULL: all but who is blocked, who has to be named
 * now_s    for the journal, which gets a line for the act as a whole, unless nothing changed
 * returns  rows that changed
 */
uint32_t history_forget(struct history *h, int64_t from_s, const struct cidr *peers,
			int64_t now_s);

/* Rows never written yet; they are worth an early flush. */
uint32_t history_unsaved(const struct history *h);

/*
 * Write what changed, in one transaction. What could not be written stays and is tried
 * again by the next call.
 *
 * errors   -ENOSPC, -EACCES, -EIO, -EBUSY
 */
int history_flush(struct history *h, struct err *e);

#endif
