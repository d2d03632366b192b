/* SPDX-License-Identifier: BSD-2-Clause */
/* swap.h - brings new lists to the kernel while it judges: each address by old or by new ones. */
#ifndef APP_SWAP_H
#define APP_SWAP_H

#include "app/roll.h"

#define SWAP_FEW 16

enum swap_phase {
	SWAP_SETTLED,
	SWAP_COMPARE, /* which prefixes are judged anew, if they are few */
	SWAP_NAME,    /* what the new lists allow exactly becomes known in judge.allow */
	SWAP_GAIN,    /* and all they allow, which the old ones did not, is allowed */
	SWAP_SET, /* new rules, the longest prefix first, so that none is judged by a shorter one */
	SWAP_DROP, /* rules that are gone, the shortest first */
	SWAP_LOSE, /* what was allowed, and is no longer */
};

struct swap {
	enum swap_phase phase;
	struct lists *next;      /* owned; until they are judge.lists */
	struct lists *waiting;   /* owned; came while others were on their way */
	bool has_waiting;
	struct cidr few[SWAP_FEW]; /* the prefixes that are judged anew */
	uint32_t n_few;          /* SWAP_FEW + 1: too many to be told one by one */
	uint32_t at, at_other;   /* how far the phase is */
	uint64_t done;           /* swaps that are over */
	int fault;               /* the first refusal of the kernel, -errno */
};

void swap_clear(struct swap *s);

/* lists: taken; NULL: none */
void swap_start(struct swap *s, struct roll *r, struct lists *lists);

/*
 * Some milliseconds of the work.
 *
 * returns  whether there is more
 */
bool swap_step(struct swap *s, struct roll *r);

#endif
