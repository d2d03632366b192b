/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/ruleset.h"

#include <errno.h>
#include <stdlib.h>

#include "judge/prefix.h"

/* Blocks of addresses by their first 16 bits, IPv4 by itself between what is below and above. */
#define BLOCK_V4 1
#define BLOCK_ABOVE (BLOCK_V4 + 65536)
#define BLOCKS (BLOCK_ABOVE + 65536)

int ruleset_init(struct ruleset *r, uint32_t most)
{
	size_t room = most ? most : 1;

	*r = (struct ruleset){ .most = most };
	r->rules = malloc(room * sizeof(*r->rules));
	r->within = malloc(room * sizeof(*r->within));
	if (r->rules && r->within)
		return 0;
	ruleset_clear(r);
	return -ENOMEM;
}

void ruleset_clear(struct ruleset *r)
{
	free(r->rules);
	free(r->within);
	free(r->number);
	free(r->first);
	*r = (struct ruleset){ 0 };
}

uint32_t ruleset_add(struct ruleset *r, const struct lists_rule *rule, uint32_t within)
{
	r->rules[r->n] = *rule;
	r->within[r->n] = within;
	return r->n++;
}

/* Grows with the address. */
static uint32_t block_of(const struct addr *a)
{
	if (addr_is_v4(a))
		return BLOCK_V4 + (uint32_t)(a->b[12] << 8 | a->b[13]);
	if (!prefix_word(a, 0) && prefix_word(a, 1) >> 32 < 0xffff)
		return 0;
	return BLOCK_ABOVE + (uint32_t)(a->b[0] << 8 | a->b[1]);
}

static void index_blocks(struct ruleset *r)
{
	uint32_t block = 0;

	for (uint32_t i = 0; i < r->n; i++)
		for (uint32_t own = block_of(&r->rules[i].net.net); block <= own; block++)
			r->first[block] = i;
	for (; block <= BLOCKS; block++)
		r->first[block] = r->n;
}

/* The longest first; those of one length stay in order. */
static void sort_by_length(struct ruleset *r, struct lists_rule *sorted)
{
	uint32_t next[PREFIX_MOST + 1] = { 0 }, at = 0;

	for (uint32_t i = 0; i < r->n; i++)
		next[r->rules[i].net.len]++;
	for (int len = PREFIX_MOST; len >= 0; len--) {
		uint32_t n = next[len];

		next[len] = at;
		at += n;
	}
	for (uint32_t i = 0; i < r->n; i++) {
		r->number[i] = next[r->rules[i].net.len]++;
		sorted[r->number[i]] = r->rules[i];
	}
}

int ruleset_settle(struct ruleset *r)
{
	size_t room = r->n ? r->n : 1;
	struct lists_rule *sorted = malloc(room * sizeof(*sorted));

	r->number = malloc(room * sizeof(*r->number));
	r->first = malloc((BLOCKS + 1) * sizeof(*r->first));
	if (!sorted || !r->number || !r->first) {
		free(sorted);
		return -ENOMEM;
	}
	index_blocks(r);
	sort_by_length(r, sorted);
	free(r->rules);
	r->rules = sorted;
	return 0;
}

static const struct lists_rule *rule_at(const struct ruleset *r, uint32_t place)
{
	return &r->rules[r->number[place]];
}

/* How many places start at or before an address. */
static uint32_t count_before(const struct ruleset *r, const struct addr *a)
{
	const struct cidr last = { *a, PREFIX_MOST };
	uint32_t block = block_of(a), low = r->first[block], high = r->first[block + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (prefix_compare(&rule_at(r, middle)->net, &last) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct lists_rule *ruleset_find(const struct ruleset *r, const struct addr *a)
{
	uint32_t place = count_before(r, a) - 1; /* wraps around to RULESET_NONE */

	while (place != RULESET_NONE && !cidr_contains(&rule_at(r, place)->net, a))
		place = r->within[place];
	return place == RULESET_NONE ? NULL : rule_at(r, place);
}
