/* SPDX-License-Identifier: BSD-2-Clause */
/* judge.h - the verdict on a peer in a direction, and why. No clock, no I/O. */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "judge/allow.h"
#include "judge/history.h"
#include "judge/known.h"
#include "judge/lists.h"
#include "judge/trust.h"

#define JUDGE_TRIPWIRE "tripwire" /* the blocklist of those who touched dark addresses */

enum judge_policy {
	POLICY_EXACT,   /* the original research: the past window is known, all else is not */
	POLICY_HYGIENE, /* a peer has to earn trust, and loses it when it is not seen */
};

/*
 * All that a verdict rests on. What outranks what: the kernel's map as another program wrote it;
 * the user's block; allow lists; blocklists; what was learned. While learning, what nobody
 * listed is learned.
 */
struct judge {
	struct allow allow;      /* what is learned, and what allow lists name exactly */
	struct known known;      /* neighbourhoods of what is learned */
	struct lists *lists;     /* NULL: none */
	struct history *history; /* borrowed; NULL: nobody was ever seen */
	struct trust_rules rules;
	enum judge_policy policy;
	int64_t fixed_s; /* when judging began, seconds since 1970 */
	bool learning;   /* it has not */
};

/* The verdict on an event's peer, with reason, list and novelty; e: with asn and country. */
struct judgement judge_event(const struct judge *j, const struct event *e);

/* What goes with a verdict that the kernel gave, which may be a moment older than the lists. */
struct judgement judge_explain(const struct judge *j, uint8_t verdict, const struct event *e);

/*
 * The directions in which the kernel has to allow a peer by its address: what is learned or
 * allowed exactly, and not blocked by these lists, which may be NULL.
 */
uint8_t judge_directions(const struct lists *lists, const struct allow_entry *entry);

/* What is held against a row; the reasons of enum trust_doubt. */
uint8_t judge_doubts(const struct judge *j, const struct history_row *row);

#endif
