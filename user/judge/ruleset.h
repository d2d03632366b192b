/* SPDX-License-Identifier: BSD-2-Clause */
/* ruleset.h - rules found by the longest of their prefixes that covers an address. */
#ifndef JUDGE_RULESET_H
#define JUDGE_RULESET_H

#include "judge/lists.h"

#define RULESET_NONE UINT32_MAX

/*
 * The place of a rule is its number in the order of the trie. Places before the first one that
 * is greater than an address lead to all that cover it: the last of them, and whom it is within.
 */
struct ruleset {
	struct lists_rule *rules; /* once settled: longest prefix first, then by address */
	uint32_t n, most;
	uint32_t *within; /* by place: the place of the rule that covers it, or RULESET_NONE */
	uint32_t *number; /* by place: where it is among the rules */
	uint32_t *first;  /* by block of addresses: the first place that is not before it */
};

/* most: rules it can hold; returns 0, or -ENOMEM */
int ruleset_init(struct ruleset *r, uint32_t most);
void ruleset_clear(struct ruleset *r);

/*
 * Add a rule, in the order of the trie.
 *
 * within   place of the longest rule that covers it
 * returns  its place
 */
uint32_t ruleset_add(struct ruleset *r, const struct lists_rule *rule, uint32_t within);

/* Make it ready to be asked; nothing is added after that. Returns 0, or -ENOMEM. */
int ruleset_settle(struct ruleset *r);

/* The rule of the longest prefix that covers an address, or NULL. */
const struct lists_rule *ruleset_find(const struct ruleset *r, const struct addr *a);

#endif
