/* SPDX-License-Identifier: BSD-2-Clause */
/* roll.h - who is learned and who is not: keeps history, allowlist and kernel of one mind. */
#ifndef APP_ROLL_H
#define APP_ROLL_H

#include "judge/judge.h"
#include "source/source.h"

struct roll_told {
	uint8_t directions, origin;
};

/* When the list was fixed, and what went into it. Seconds since 1970. */
struct roll_past {
	int64_t now_s;
	int64_t from_s;   /* start of the window */
	int64_t taught_s; /* hygiene: who was seen from then on was seen while learning, and is
			     trusted unless doubts hold it; INT64_MAX: nobody was */
};

struct roll {
	struct judge judge;
	struct roll_past past;
	struct source *source;  /* borrowed; told what is allowed when it judges */
	struct roll_told *told; /* what it was told of each row of judge.allow */
	struct known_home *homes; /* where each was said to live when it became known */
	uint32_t most;
	bool full; /* the source has no room for somebody who is known, and judges without */
	const struct lists *next; /* while swapping: the lists to come; borrowed */
	bool swapping;
};

/* most: peers that can be allowed; judge.history, rules and policy are the caller's to set */
int roll_open(struct roll *r, struct source *source, uint32_t most);
void roll_close(struct roll *r);

/*
 * Fix the list: everyone of the window (POLICY_EXACT), or who is trusted by now. Lists have to
 * be there before, so that who is on a blocklist is not learned.
 *
 * returns  0, or -errno of what the source refused
 */
int roll_fix(struct roll *r, const struct roll_past *past);

/* After an event was noted in its row: move it where the rules say, and tell the source. */
void roll_note(struct roll *r, const struct history_row *row, int64_t now_s);

/*
 * Who was not seen for the window is trusted no longer: one row, or all of them.
 *
 * returns  when the next row expires if nobody is seen meanwhile; INT64_MAX: none does
 */
void roll_expire(struct roll *r, const struct history_row *row, int64_t now_s);
int64_t roll_expire_all(struct roll *r, int64_t now_s);

/* Rows were forgotten, or the window is another: who is still known stays so, nobody else. */
int roll_recall(struct roll *r);

/* Allow a peer in these directions as well, now. returns as roll_fix() */
int roll_grant(struct roll *r, const struct allow_entry *entry, uint8_t directions);

/* Tell the source of an entry of judge.allow what differs from what it was told before. */
int roll_tell(struct roll *r, const struct allow_entry *entry);

#endif
