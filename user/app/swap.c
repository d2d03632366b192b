/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/swap.h"

#include <string.h>

#define STEP 4096       /* rules, or entries, that are told in a step */
#define STEP_SEEN 65536 /* of those that are compared */
#define STEP_JUDGED 16384 /* entries that are judged */

struct rules {
	const struct lists_rule *rule;
	uint32_t n;
};

static struct rules rules_of(const struct lists *lists)
{
	struct rules out = { NULL, 0 };

	if (lists)
		out.rule = lists_rules(lists, &out.n);
	return out;
}

/* In the order of the rules. */
static int compare(const struct lists_rule *a, const struct lists_rule *b)
{
	if (a->net.len != b->net.len)
		return a->net.len > b->net.len ? -1 : 1;
	return memcmp(a->net.net.b, b->net.net.b, sizeof(a->net.net.b));
}

static uint8_t allowed_exactly(const struct lists_rule *rule)
{
	uint8_t directions = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS && rule && rule->net.len == 128; d++)
		if (rule->verdict[d] == RA_ALLOWED)
			directions |= RA_DIR_BIT(d);
	return directions;
}

static void note_fault(struct swap *s, int r)
{
	if (r && !s->fault)
		s->fault = r;
}

static void note_change(struct swap *s, const struct lists_rule *rule)
{
	if (s->n_few < SWAP_FEW)
		s->few[s->n_few] = rule->net;
	s->n_few += s->n_few <= SWAP_FEW;
}

/* Go through both in their order, and note what only one of them has, or says otherwise. */
static bool compare_some(struct swap *s, struct roll *r)
{
	struct rules new = rules_of(s->next), old = rules_of(r->judge.lists);

	for (uint32_t seen = 0; seen < STEP_SEEN && s->n_few <= SWAP_FEW; seen++) {
		bool has_new = s->at < new.n, has_old = s->at_other < old.n;
		const struct lists_rule *a = &new.rule[s->at], *b = &old.rule[s->at_other];
		int order = !has_new - !has_old;

		if (!has_new && !has_old)
			return false;
		if (has_new && has_old)
			order = compare(a, b);
		if (order)
			note_change(s, order < 0 ? a : b);
		else if (memcmp(a->verdict, b->verdict, sizeof(a->verdict)))
			note_change(s, a);
		s->at += order <= 0;
		s->at_other += order >= 0;
	}
	return s->n_few <= SWAP_FEW;
}

/* Whether an entry may be judged anew. */
static bool is_concerned(const struct swap *s, const struct allow_entry *entry)
{
	if (s->n_few > SWAP_FEW)
		return true;
	for (uint32_t i = 0; i < s->n_few; i++)
		if (cidr_contains(&s->few[i], &entry->peer))
			return true;
	return false;
}

/* Where a step through the allowlist that began at s->at ends. */
static uint32_t end_of_step(const struct swap *s, const struct hash_table *table)
{
	uint32_t most = s->n_few > SWAP_FEW ? STEP_JUDGED : STEP_SEEN;

	return table->count - s->at > most ? s->at + most : table->count;
}

/* Returns false when all have been seen. */
static bool name_some(struct swap *s, struct roll *r)
{
	struct rules new = rules_of(s->next);
	uint32_t end = new.n - s->at > STEP_SEEN ? s->at + STEP_SEEN : new.n;

	for (; s->at < end; s->at++) {
		const struct lists_rule *rule = &new.rule[s->at];
		const struct allow_entry *entry;
		uint8_t directions = allowed_exactly(rule);

		if (rule->net.len < 128) /* shorter ones follow */
			return false;
		if (!directions)
			continue;
		entry = allow_find(&r->judge.allow, &rule->net.net);
		if (entry)
			directions |= entry->by[RA_ORIGIN_USER];
		note_fault(s, allow_set(&r->judge.allow, &rule->net.net, directions,
					RA_ORIGIN_USER));
	}
	return s->at < new.n;
}

static bool gain_some(struct swap *s, struct roll *r)
{
	const struct hash_table *table = &r->judge.allow.table;

	for (uint32_t end = end_of_step(s, table), told = 0; s->at < end && told < STEP; s->at++) {
		const struct allow_entry *entry = hash_table_row(table, s->at);
		uint8_t gains = is_concerned(s, entry) ? judge_directions(s->next, entry) : 0;

		if (!(gains & (uint8_t)~r->told[s->at].directions))
			continue;
		note_fault(s, roll_grant(r, entry, gains));
		told++;
	}
	return s->at < table->count;
}

static void send(struct swap *s, struct roll *r, const struct source_rule *rules, uint32_t n)
{
	if (n && source_judges(r->source))
		note_fault(s, source_rules_set(r->source, rules, n));
}

static struct source_rule rule_for(const struct lists_rule *rule, bool gone)
{
	struct source_rule out = { .net = rule->net, .verdict = { RA_UNKNOWN, RA_UNKNOWN } };

	if (!gone)
		memcpy(out.verdict, rule->verdict, sizeof(out.verdict));
	return out;
}

/* Rules of the new lists that the old ones lack, or say otherwise. */
static bool set_some(struct swap *s, struct roll *r)
{
	struct rules new = rules_of(s->next), old = rules_of(r->judge.lists);
	struct source_rule out[STEP];
	uint32_t n = 0;

	for (uint32_t seen = 0; seen < STEP_SEEN && n < STEP && s->at < new.n; seen++, s->at++) {
		const struct lists_rule *rule = &new.rule[s->at];
		int order = 1;

		while (s->at_other < old.n &&
		       (order = compare(&old.rule[s->at_other], rule)) < 0)
			s->at_other++;
		if (s->at_other < old.n && !order &&
		    !memcmp(old.rule[s->at_other].verdict, rule->verdict, sizeof(rule->verdict)))
			continue;
		out[n++] = rule_for(rule, false);
	}
	send(s, r, out, n);
	return s->at < new.n;
}

/* Rules of the old lists that the new ones lack; at and at_other count from the end. */
static bool drop_some(struct swap *s, struct roll *r)
{
	struct rules new = rules_of(s->next), old = rules_of(r->judge.lists);
	struct source_rule out[STEP];
	uint32_t n = 0;

	for (uint32_t seen = 0; seen < STEP_SEEN && n < STEP && s->at < old.n; seen++, s->at++) {
		const struct lists_rule *rule = &old.rule[old.n - 1 - s->at];
		int order = -1;

		while (s->at_other < new.n &&
		       (order = compare(&new.rule[new.n - 1 - s->at_other], rule)) > 0)
			s->at_other++;
		if (s->at_other == new.n || order)
			out[n++] = rule_for(rule, true);
	}
	send(s, r, out, n);
	return s->at < old.n;
}

/* The new lists are judge.lists by now. */
static bool lose_some(struct swap *s, struct roll *r)
{
	const struct lists *lists = r->judge.lists;
	const struct hash_table *table = &r->judge.allow.table;

	for (uint32_t end = end_of_step(s, table); s->at < end; s->at++) {
		const struct allow_entry *entry = hash_table_row(table, s->at);
		const struct lists_rule *rule;

		if (!is_concerned(s, entry))
			continue;
		rule = lists ? lists_judge(lists, &entry->peer) : NULL;
		if (entry->by[RA_ORIGIN_USER])
			allow_set(&r->judge.allow, &entry->peer, allowed_exactly(rule),
				  RA_ORIGIN_USER);
		note_fault(s, roll_tell(r, entry));
	}
	return s->at < table->count;
}

static void begin(struct swap *s, struct roll *r, struct lists *lists)
{
	s->next = lists;
	s->fault = 0;
	s->n_few = 0;
	s->phase = SWAP_COMPARE;
	s->at = s->at_other = 0;
	r->next = lists;
	r->swapping = true;
}

/* From here on the new lists are those that judge. */
static void take_over(struct swap *s, struct roll *r)
{
	lists_close(r->judge.lists);
	r->judge.lists = s->next;
	r->next = s->next = NULL;
	r->swapping = false;
}

static void end(struct swap *s, struct roll *r)
{
	struct lists *waiting = s->waiting;

	s->done++;
	if (!s->has_waiting)
		return;
	s->has_waiting = false;
	s->waiting = NULL;
	begin(s, r, waiting);
}

static void begin_phase(struct swap *s, struct roll *r)
{
	s->phase = s->phase == SWAP_LOSE ? SWAP_SETTLED : s->phase + 1;
	s->at = s->at_other = 0;
	if (s->phase == SWAP_LOSE)
		take_over(s, r);
	if (s->phase == SWAP_SETTLED)
		end(s, r);
}

void swap_clear(struct swap *s)
{
	lists_close(s->next);
	lists_close(s->waiting);
	*s = (struct swap){ 0 };
}

void swap_start(struct swap *s, struct roll *r, struct lists *lists)
{
	if (s->phase == SWAP_SETTLED) {
		begin(s, r, lists);
		return;
	}
	lists_close(s->waiting);
	s->waiting = lists;
	s->has_waiting = true;
}

bool swap_step(struct swap *s, struct roll *r)
{
	static bool (*const some[])(struct swap *, struct roll *) = {
		[SWAP_COMPARE] = compare_some, [SWAP_NAME] = name_some, [SWAP_GAIN] = gain_some,
		[SWAP_SET] = set_some, [SWAP_DROP] = drop_some, [SWAP_LOSE] = lose_some,
	};

	if (s->phase != SWAP_SETTLED && !some[s->phase](s, r))
		begin_phase(s, r);
	return s->phase != SWAP_SETTLED;
}
