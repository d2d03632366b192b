/* SPDX-License-Identifier: BSD-2-Clause */
/* lists_compile.h - entries of many lists become rules that need no precedence any more. Pure. */
#ifndef JUDGE_LISTS_COMPILE_H
#define JUDGE_LISTS_COMPILE_H

#include "judge/ruleset.h"

/* Who outranks whom, the strongest first. */
enum lists_rank {
	RANK_USER_BLOCK,
	RANK_USER_ALLOW,
	RANK_ALLOW,
	RANK_BLOCK,
	RANK_LABEL, /* has no say */
	RANKS,
};

enum lists_rank lists_rank(const struct list *l);

/*
 * Compile settled lists. A rule that would say the same as the one covering it is left out.
 *
 * lists    list number 1 first
 * rules    out; after an error there is nothing to clear
 * returns  0, or -ENOMEM
 */
int lists_compile(const struct list *lists, uint16_t n, struct ruleset *rules);

#endif
