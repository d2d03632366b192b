/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/judge.h"

#include <string.h>

#include "core/clock.h"

static const struct lists_rule *rule_of(const struct lists *lists, const struct addr *peer)
{
	return lists ? lists_judge(lists, peer) : NULL;
}

static uint8_t directions_of(const struct allow_entry *entry)
{
	return entry ? allow_directions(entry) : 0;
}

static const struct history_row *row_of(const struct judge *j, const struct addr *peer,
					uint8_t direction)
{
	return j->history ? history_find(j->history, peer, direction) : NULL;
}

/* Whether a list names it in this direction, and says this. */
static bool is_listed(const struct lists_rule *rule, uint8_t direction, uint8_t verdict)
{
	return rule && rule->verdict[direction] == verdict;
}

static bool is_named(const struct judge *j, uint16_t number, const char *name)
{
	const struct list *list = lists_list(j->lists, number);

	return list && !strcmp(list->name, name);
}

/* Who has gone since the kernel asked is named as the source named it. */
static struct judgement allowed(const struct judge *j, const struct event *e,
				const struct lists_rule *rule, const struct allow_entry *entry)
{
	static const uint8_t reasons[] = {
		[RA_ORIGIN_EXTERNAL] = REASON_EXTERNAL,
		[RA_ORIGIN_HISTORY] = REASON_HISTORY,
		[RA_ORIGIN_USER] = REASON_USER,
		[RA_ORIGIN_RULE] = REASON_RULE,
	};
	struct judgement out = { .verdict = RA_ALLOWED, .reason = REASON_EXTERNAL };
	uint8_t bit = RA_DIR_BIT(e->direction);

	if (is_listed(rule, e->direction, RA_ALLOWED)) {
		out.list = rule->list[e->direction];
		out.reason = is_named(j, out.list, LISTS_USER) ? REASON_USER : REASON_ALLOWLIST;
	} else if (directions_of(entry) & bit) {
		out.reason = reasons[allow_origin(entry, bit)];
	} else if (e->judged) {
		out.reason = e->judgement.reason;
	}
	return out;
}

static struct judgement blocked(const struct judge *j, const struct lists_rule *rule,
				uint8_t direction)
{
	struct judgement out = { .verdict = RA_BLOCKED, .reason = REASON_BLOCKLIST };

	if (!is_listed(rule, direction, RA_BLOCKED))
		return out; /* its list has gone since the kernel read it */
	out.list = rule->list[direction];
	if (is_named(j, out.list, LISTS_USER))
		out.reason = REASON_USER_BLOCK;
	else if (is_named(j, out.list, JUDGE_TRIPWIRE))
		out.reason = REASON_DARK;
	return out;
}

uint8_t judge_doubts(const struct judge *j, const struct history_row *row)
{
	bool listed = row->state == HISTORY_BLOCKED ||
		      (j->lists && lists_blocks(j->lists, &row->peer) & RA_DIR_BIT(row->direction));
	uint32_t others = row->asn ? known_in_network(&j->known, row->asn) :
				     known_in_subnet(&j->known, &row->peer);
	bool itself = row->state == HISTORY_TRUSTED;

	for (uint8_t d = 0; d < RA_DIRECTIONS && !itself; d++) {
		const struct history_row *other = row_of(j, &row->peer, d);

		itself = other && other->state == HISTORY_TRUSTED;
	}
	return trust_doubts(&j->rules, row, listed, others > itself ? others - itself : 0);
}

/* The directions in which a peer is allowed by now, by what is learned or by a list. */
static uint8_t allowed_directions(const struct lists_rule *rule, const struct allow_entry *entry)
{
	uint8_t directions = directions_of(entry);

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		if (is_listed(rule, d, RA_ALLOWED))
			directions |= RA_DIR_BIT(d);
		if (is_listed(rule, d, RA_BLOCKED))
			directions &= (uint8_t)~RA_DIR_BIT(d);
	}
	return directions;
}

static uint8_t why_unknown(const struct judge *j, const struct history_row *row, uint8_t others)
{
	bool states = row && j->policy == POLICY_HYGIENE;
	uint8_t doubts;

	if (states && row->state == HISTORY_EXPIRED)
		return REASON_EXPIRED;
	if (others)
		return REASON_OTHER_DIRECTION;
	if (!states)
		return REASON_NEVER_SEEN;
	doubts = judge_doubts(j, row);
	if (doubts & DOUBT_LISTED)
		return REASON_WAS_LISTED;
	if (trust_is_held(&j->rules, doubts))
		return REASON_HELD;
	return row->last_s / CLOCK_HOUR_S > row->first_s / CLOCK_HOUR_S ? REASON_CANDIDATE :
							      REASON_NEVER_SEEN;
}

/* Known once, though not now: trusted in a direction, or seen before judging began. */
static bool was_known(const struct judge *j, const struct addr *peer)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		const struct history_row *row = row_of(j, peer, d);

		if (!row)
			continue;
		if (row->state == HISTORY_TRUSTED || row->state == HISTORY_EXPIRED)
			return true;
		if (j->policy == POLICY_EXACT && row->first_s < j->fixed_s)
			return true;
	}
	return false;
}

static uint8_t how_new(const struct judge *j, const struct event *e, uint8_t others)
{
	struct known_home home = { .peer = e->peer, .asn = e->asn };

	memcpy(home.country, e->country, sizeof(home.country));
	return known_novelty(&j->known, &home, others || was_known(j, &e->peer));
}

static struct judgement explain(const struct judge *j, uint8_t verdict, const struct event *e,
				const struct lists_rule *rule, const struct allow_entry *entry)
{
	struct judgement out = { .verdict = verdict };
	uint8_t others = allowed_directions(rule, entry) & (uint8_t)~RA_DIR_BIT(e->direction);

	if (verdict == RA_ALLOWED)
		return allowed(j, e, rule, entry);
	if (verdict == RA_LEARNING)
		out.reason = REASON_NO_LIST;
	else if (verdict == RA_BLOCKED)
		out = blocked(j, rule, e->direction);
	else
		out.reason = why_unknown(j, row_of(j, &e->peer, e->direction), others);
	if (verdict == RA_UNKNOWN || verdict == RA_BLOCKED)
		out.novelty = how_new(j, e, others);
	return out;
}

struct judgement judge_event(const struct judge *j, const struct event *e)
{
	const struct allow_entry *entry = allow_find(&j->allow, &e->peer);
	const struct lists_rule *rule = rule_of(j->lists, &e->peer);
	uint8_t verdict = j->learning ? RA_LEARNING : RA_UNKNOWN;

	if (is_listed(rule, e->direction, RA_BLOCKED))
		verdict = RA_BLOCKED;
	else if (is_listed(rule, e->direction, RA_ALLOWED) ||
		 directions_of(entry) & RA_DIR_BIT(e->direction))
		verdict = RA_ALLOWED;
	return explain(j, verdict, e, rule, entry);
}

struct judgement judge_explain(const struct judge *j, uint8_t verdict, const struct event *e)
{
	return explain(j, verdict, e, rule_of(j->lists, &e->peer), allow_find(&j->allow, &e->peer));
}

uint8_t judge_directions(const struct lists *lists, const struct allow_entry *entry)
{
	return allowed_directions(rule_of(lists, &entry->peer), entry) & allow_directions(entry);
}
