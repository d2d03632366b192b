/* SPDX-License-Identifier: BSD-2-Clause */
/* judge.h - the verdict on a peer in a direction, and why. No clock, no I/O. */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "judge/allow.h"
#include "judge/history.h"
#include "judge/known.h"
#include "judge/lists.h"
#include "judge/trust.h"

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
	struct allow allow;      /* learned, and written by other programs */
	struct lists *lists;     /* NULL: none */
	struct history *history; /* borrowed; NULL: nobody was ever seen */
	struct known known;      /* of the peers that are learned */
	enum judge_policy policy;
	bool learning; /* there is no list yet */
};

/* The verdict on an event's peer, with its reason, list and novelty; e: asn and country set. */
struct judgement judge_event(const struct judge *j, const struct event *e);

/* The same for a verdict that the kernel gave, which may be older than the lists are. */
struct judgement judge_explain(const struct judge *j, uint8_t verdict, const struct event *e);

/* The directions in which the kernel has to allow a peer by its address alone. */
uint8_t judge_directions(const struct judge *j, const struct addr *peer, uint8_t *origin);

#endif
