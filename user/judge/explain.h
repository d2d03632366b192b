/* SPDX-License-Identifier: BSD-2-Clause */
/* explain.h - a verdict in plain sentences: who says so, since when, what would change it. Pure. */
#ifndef JUDGE_EXPLAIN_H
#define JUDGE_EXPLAIN_H

#include "core/json.h"
#include "judge/history_moves.h"
#include "judge/judge.h"

#define EXPLAIN_HOURS 48
#define EXPLAIN_TEXT 1200 /* room for all sentences but in the worst of cases */
#define EXPLAIN_LISTS 8
#define EXPLAIN_NAMES 2

/* What is known of one direction. */
struct explain_side {
	struct judgement judgement;
	const struct history_row *row; /* NULL: never seen */
	const char *list;              /* that decided; NULL: none did */
	char why[HISTORY_WHY];         /* of its last move, from the journal; "" */
	uint8_t doubts;                /* enum trust_doubt */
	bool held;
	uint32_t missing_hours;        /* until it is trusted */
	int64_t missing_span_s;
};

/* A list that names the address. */
struct explain_entry {
	const struct list *list;
	const struct list_entry *entry;
};

/* Known peers that live close by, the address itself not among them. */
struct explain_near {
	uint32_t peers;
	uint32_t names; /* of as many as were found */
	struct addr name[EXPLAIN_NAMES];
};

/* The facts. All pointers are borrowed. */
struct explain {
	struct addr addr;
	int64_t now_s, window_s;
	uint8_t beacon; /* score from which on it counts as one */
	enum judge_policy policy;
	const char *city, *country, *network; /* "": unknown */
	uint32_t asn;
	struct explain_side side[RA_DIRECTIONS];
	struct explain_entry entry[EXPLAIN_LISTS];
	uint32_t entries; /* found; may be more than were kept */
	struct explain_near subnet, neighbours; /* of its /24 (/48), and of its network */
	uint8_t hours[EXPLAIN_HOURS / 8]; /* bit 0 of the first byte is the oldest */
};

/* Fill in the hours, from the rows and now_s. */
void explain_see_hours(struct explain *x);

/*
 * The sentences, one a line, what matters most first; the precedence always is the last. What does
 * not fit is left out by whole sentences.
 *
 * room     at least 256
 * returns  length without the end
 */
size_t explain_text(const struct explain *x, char *text, size_t room);

/* The same for a card, which says itself who it is: without that, and without the precedence. */
size_t explain_card(const struct explain *x, char *text, size_t room);

/* The facts as members of an object that is open, with the sentences as `text`. */
void explain_json(const struct explain *x, struct json *j);

#endif
