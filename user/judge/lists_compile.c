/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/lists_compile.h"

#include <errno.h>
#include <stdlib.h>

#include "judge/prefix.h"

static const uint8_t verdict_of[RANKS] = {
	[RANK_USER_BLOCK] = RA_BLOCKED, [RANK_USER_ALLOW] = RA_ALLOWED, [RANK_ALLOW] = RA_ALLOWED,
	[RANK_BLOCK] = RA_BLOCKED,	[RANK_LABEL] = RA_UNKNOWN,
};

/* What is left of a list. */
struct cursor {
	const struct list_entry *next, *end;
	uint16_t number;
	uint8_t rank;
};

/* Whose word counts in a direction. */
struct claim {
	uint8_t rank; /* RANK_LABEL: nobody's */
	uint8_t len;  /* of the prefix it was said of */
	uint16_t list;
};

/* A prefix on the way from the root of the trie to where the walk is. */
struct frame {
	struct cidr net;
	uint8_t blocked;
	struct claim by[RA_DIRECTIONS];
	uint32_t rule; /* place of the last one that was made on the way here */
};

/* All lists at once, in the order of the trie: a covering prefix comes before what it covers. */
struct walk {
	struct cursor *heap;
	uint32_t n; /* lists that are not at their end */
	struct frame path[PREFIX_MOST + 2]; /* the first covers all and says nothing */
	uint32_t depth;
	struct ruleset *rules;
};

enum lists_rank lists_rank(const struct list *l)
{
	bool user = !strcmp(l->name, LISTS_USER);

	switch (l->kind) {
	case LIST_ALLOW:
		return user ? RANK_USER_ALLOW : RANK_ALLOW;
	case LIST_BLOCK:
		return user ? RANK_USER_BLOCK : RANK_BLOCK;
	default:
		return RANK_LABEL;
	}
}

static bool comes_before(const struct cursor *a, const struct cursor *b)
{
	int order = prefix_compare(&a->next->net, &b->next->net);

	return order ? order < 0 : a->number < b->number;
}

/* Put the cursor at i where it belongs among those below it. */
static void sift(struct walk *w, uint32_t i)
{
	struct cursor moved = w->heap[i];

	for (;;) {
		uint32_t child = 2 * i + 1;

		if (child + 1 < w->n && comes_before(&w->heap[child + 1], &w->heap[child]))
			child++;
		if (child >= w->n || !comes_before(&w->heap[child], &moved))
			break;
		w->heap[i] = w->heap[child];
		i = child;
	}
	w->heap[i] = moved;
}

static void advance(struct walk *w)
{
	if (++w->heap[0].next == w->heap[0].end)
		w->heap[0] = w->heap[--w->n];
	sift(w, 0);
}

/* Of one rank the longer prefix decides; of one prefix the list that comes first. */
static void hear(struct frame *f, const struct cursor *c)
{
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		struct claim *by = &f->by[d];

		if (!(c->next->directions & RA_DIR_BIT(d)))
			continue;
		if (verdict_of[c->rank] == RA_BLOCKED)
			f->blocked |= RA_DIR_BIT(d);
		if (c->rank < by->rank || (c->rank == by->rank && f->net.len > by->len))
			*by = (struct claim){ c->rank, f->net.len, c->number };
	}
}

/* The frame of a prefix, which begins as the frame of the longest prefix that covers it. */
static struct frame *enter(struct walk *w, const struct cidr *net)
{
	struct frame *f;

	while (w->depth && !cidr_contains(&w->path[w->depth].net, &net->net))
		w->depth--;
	f = &w->path[++w->depth];
	*f = f[-1];
	f->net = *net;
	return f;
}

/* Unless it would say the same as the one that covers it. */
static void add_rule(struct walk *w, struct frame *f)
{
	struct lists_rule rule = { .net = f->net, .blocked = f->blocked };
	bool same = f->blocked == f[-1].blocked;

	for (int d = 0; d < RA_DIRECTIONS; d++) {
		rule.verdict[d] = verdict_of[f->by[d].rank];
		rule.list[d] = f->by[d].list;
		same = same && f->by[d].list == f[-1].by[d].list;
	}
	if (!same)
		f->rule = ruleset_add(w->rules, &rule, f[-1].rule);
}

static void walk_all(struct walk *w)
{
	while (w->n) {
		struct cidr net = w->heap[0].next->net;
		struct frame *f = enter(w, &net);

		for (; w->n && !prefix_compare(&w->heap[0].next->net, &net); advance(w))
			hear(f, &w->heap[0]);
		add_rule(w, f);
	}
}

/* Cursors on all that have a say; returns how many entries they have together. */
static uint32_t start(struct walk *w, const struct list *lists, uint16_t n)
{
	uint32_t entries = 0;

	for (uint16_t i = 0; i < n; i++) {
		const struct list *l = &lists[i];
		enum lists_rank rank = lists_rank(l);

		if (!l->n || rank == RANK_LABEL)
			continue;
		w->heap[w->n++] = (struct cursor){ l->entries, l->entries + l->n, i + 1, rank };
		entries += l->n;
	}
	for (uint32_t i = w->n / 2; i-- > 0;)
		sift(w, i);
	return entries;
}

static struct frame nothing_said(void)
{
	struct frame f = { .rule = RULESET_NONE };

	for (int d = 0; d < RA_DIRECTIONS; d++)
		f.by[d].rank = RANK_LABEL;
	return f;
}

int lists_compile(const struct list *lists, uint16_t n, struct ruleset *rules)
{
	struct walk w = { .heap = malloc((n + 1u) * sizeof(*w.heap)),
			  .path[0] = nothing_said(),
			  .rules = rules };
	int rc = w.heap ? ruleset_init(rules, start(&w, lists, n)) : -ENOMEM;

	if (!rc) {
		walk_all(&w);
		rc = ruleset_settle(rules);
		if (rc)
			ruleset_clear(rules);
	}
	free(w.heap);
	return rc;
}
