/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/explain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"
#include "judge/explain_words.h"

#define RATHER_REGULAR 50 /* beacon score */

static const char precedence[] =
	"What outranks what: your block, your allow list, other allow lists, blocklists, what was "
	"learned; a label decides nothing.\n";

struct page {
	char *text;
	size_t room, len;
};

/* A line that does not fit is left out as a whole. */
__attribute__((format(printf, 2, 3))) static void say(struct page *p, const char *format, ...)
{
	size_t room = p->room - p->len;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(p->text + p->len, room, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n + 1 < room) {
		explain_plain(p->text + p->len);
		p->len += (size_t)n;
		p->text[p->len++] = '\n';
	}
	p->text[p->len] = 0;
}

static const char *title(uint8_t direction)
{
	return direction == RA_IN ? "In" : "Out";
}

static bool is_unspecified(const struct addr *a)
{
	static const struct addr none;

	return addr_equal(a, &none) || (addr_is_v4(a) && !addr_to_be32(a));
}

/* What an address is that no map could place; NULL: it is none of those. */
static const char *what_is_near(const struct addr *a)
{
	static const char *const words[] = {
		[ADDR_GLOBAL] = NULL,
		[ADDR_PRIVATE] = "a private address, of a local network",
		[ADDR_LOOPBACK] = "a loopback address, of this machine alone",
		[ADDR_LINK] = "a link-local address, of a cable alone",
		[ADDR_MULTICAST] = "a multicast or broadcast address, of many at once",
		[ADDR_RESERVED] = "a reserved address, of nobody",
	};

	return is_unspecified(a) ? "the unspecified address, of nobody" : words[addr_scope(a)];
}

static void say_who(struct page *p, const struct explain *x, const char *name)
{
	const char *near = what_is_near(&x->addr);
	char network[96] = "no network known";
	bool placed = x->city[0] || x->country[0];

	if (x->asn)
		snprintf(network, sizeof(network), "AS%u%s%s", x->asn, x->network[0] ? " " : "",
			 x->network);
	if (near)
		say(p, "%s: %s.", name, near);
	else
		say(p, "%s: %s%s%s, %s.", name, placed ? x->city : "no place known",
		    x->city[0] && x->country[0] ? ", " : "", x->country, network);
	if (!addr_is_v4(&x->addr))
		say(p, "IPv6 is not judged yet.");
}

static void say_verdict(struct page *p, const struct explain_side *side, uint8_t direction)
{
	const struct judgement *j = &side->judgement;
	const char *reason = words_reason(j->reason);
	char list[LIST_NAME + 8] = "", novelty[64] = "";

	if (side->list)
		snprintf(list, sizeof(list), " (list %s)", side->list);
	if (j->verdict == RA_UNKNOWN || j->verdict == RA_BLOCKED)
		snprintf(novelty, sizeof(novelty), "; %s", words_novelty(j->novelty));
	say(p, "%s: %s%s%s%s%s%s.", title(direction), side->row ? "" : "never seen, would be ",
	    words_verdict(j->verdict), reason[0] ? ": " : "", reason, list, novelty);
}

static void say_state(struct page *p, const struct history_row *row, const char *why)
{
	static const char *const by[MOVERS] = {
		[MOVER_NONE] = "as all begin",
		[MOVER_LEARNING] = "seen while learning",
		[MOVER_RULE] = "by the rule",
		[MOVER_USER] = "by you",
		[MOVER_LIST] = "by a list",
		[MOVER_EXPIRY] = "not seen for the window",
		[MOVER_FORGET] = "what it had earned was forgotten",
		[MOVER_EARLIER] = "from a history before there were states",
	};
	char when[CLOCK_STAMP];

	say(p, "%s: %s since %s, %s%s%s%s.", title(row->direction), history_state_word(row->state),
	    explain_when(row->moved_s ? row->moved_s : row->first_s, when),
	    row->mover < MOVERS ? by[row->mover] : "", why[0] ? " (" : "", why, why[0] ? ")" : "");
}

static void say_seen(struct page *p, const struct history_row *row)
{
	char first[CLOCK_STAMP], last[CLOCK_STAMP];

	say(p, "%s: first seen %s, last %s; packets: %llu, bytes: %llu, hours: %u.",
	    title(row->direction), explain_when(row->first_s, first),
	    explain_when(row->last_s, last), (unsigned long long)row->packets,
	    (unsigned long long)row->bytes, history_row_hours(row, 0));
}

static void say_to_earn(struct page *p, const struct explain *x, const struct explain_side *side,
			const char *name)
{
	char doubts[EXPLAIN_DOUBTS], more[CLOCK_STAMP];
	const char *way = title(side->row->direction);

	if (side->held)
		say(p, "%s: held back: %s. `redarc allow add %s` trusts it.", way,
		    explain_doubts(side->doubts, side->row, explain_blocklist(x), doubts), name);
	else if (side->missing_hours && side->missing_span_s)
		say(p, "%s: to be trusted it has to be seen in %u more hours, and over %s more.",
		    way, side->missing_hours, clock_words(side->missing_span_s * CLOCK_S, more));
	else if (side->missing_hours)
		say(p, "%s: to be trusted it has to be seen in %u more hours.", way,
		    side->missing_hours);
	else if (side->missing_span_s)
		say(p, "%s: to be trusted it has to be seen over %s more.", way,
		    clock_words(side->missing_span_s * CLOCK_S, more));
	else
		say(p, "%s: its next packet makes it trusted.", way);
}

/* The prefix of your entry that blocks it, or the address itself. */
static const char *blocked_as(const struct explain *x, uint8_t direction, char *text)
{
	const struct cidr alone = { x->addr, 128 };

	for (uint32_t i = 0; i < x->entries && i < EXPLAIN_LISTS; i++) {
		const struct explain_entry *at = &x->entry[i];

		if (at->list->kind == LIST_BLOCK && !strcmp(at->list->name, LISTS_USER) &&
		    at->entry->directions & RA_DIR_BIT(direction))
			return cidr_format(&at->entry->net, text);
	}
	return cidr_format(&alone, text);
}

/* What lifts a block: yours only you take back, a list's is outranked by what you allow. */
static void say_to_lift(struct page *p, const struct explain *x, uint8_t direction,
			const char *name)
{
	char net[CIDR_TEXT];

	if (x->side[direction].judgement.reason == REASON_USER_BLOCK)
		say(p, "%s: you block it; `redarc block del %s` takes that back.", title(direction),
		    blocked_as(x, direction, net));
	else
		say(p, "%s: `redarc allow add %s` outranks the list.", title(direction), name);
}

/* What would make it known, as far as learning goes. */
static void say_missing(struct page *p, const struct explain *x, const struct explain_side *side,
			const char *name)
{
	char window[CLOCK_STAMP];

	if (!side->row || side->judgement.verdict == RA_ALLOWED)
		return;
	if (x->policy == POLICY_EXACT)
		say(p, "%s: known to a start within %s of when it was last seen.",
		    title(side->row->direction), clock_words(x->window_s * CLOCK_S, window));
	else if (side->row->state == HISTORY_BLOCKED)
		say(p, "%s: never trusted by itself again; `redarc learn forget --peer %s` or "
		       "`redarc allow add %s` would change that.",
		    title(side->row->direction), name, name);
	else
		say_to_earn(p, x, side, name);
}

static const char *directions_in_words(uint8_t directions)
{
	return directions == RA_BOTH ? "both ways" :
	       directions == RA_DIR_BIT(RA_IN) ? "what comes in" : "what goes out";
}

static void say_entry(struct page *p, const struct explain_entry *at)
{
	const char *reason = list_reason(at->list, at->entry), *source = at->list->source;
	char net[CIDR_TEXT], added[CLOCK_STAMP], expires[CLOCK_STAMP];

	say(p, "On %s list %s: %s, %s%s%s; source: %s; added %s, expires %s.",
	    list_kind_word(at->list->kind), at->list->name, cidr_format(&at->entry->net, net),
	    directions_in_words(at->entry->directions), reason[0] ? "; " : "", reason,
	    source[0] ? source : "unknown", explain_when(at->entry->added_s, added),
	    explain_when(at->entry->expires_s, expires));
}

static void say_lists(struct page *p, const struct explain *x)
{
	uint32_t kept = x->entries < EXPLAIN_LISTS ? x->entries : EXPLAIN_LISTS;

	for (uint32_t i = 0; i < kept; i++)
		say_entry(p, &x->entry[i]);
	if (x->entries > kept)
		say(p, "%u more entries of lists name it.", x->entries - kept);
	if (!x->entries)
		say(p, "No list names it.");
}

static void say_near(struct page *p, const struct explain_near *near, const char *where)
{
	char names[EXPLAIN_NAMES * (ADDR_TEXT + 2)] = "", name[ADDR_TEXT];
	size_t len = 0;

	for (uint32_t i = 0; i < near->names; i++)
		len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s", i ? ", " : "",
					addr_format(&near->name[i], name));
	if (near->names)
		say(p, "Other known peers of its %s: %u (%s%s).", where, near->peers, names,
		    near->peers > near->names ? " ..." : "");
	else if (near->peers)
		say(p, "Other known peers of its %s: %u.", where, near->peers);
	else
		say(p, "No other peer of its %s is known.", where);
}

static void say_habits(struct page *p, const struct explain *x, const struct history_row *row)
{
	if (row->direction == RA_IN)
		say(p, "Its first packet in %s.",
		    row->reply ? "answered one of ours" : "came unasked");
	if (row->beacon != EVENT_UNSCORED)
		say(p, "%s: %s (beacon score %u of 100).", title(row->direction),
		    row->beacon >= x->beacon ? "as regular as a machine that calls home" :
		    row->beacon >= RATHER_REGULAR ? "rather regular" :
						    "irregular",
		    row->beacon);
}

/* All that is between who it is and what outranks what. */
static void say_why(struct page *p, const struct explain *x, const char *name)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		say_verdict(p, &x->side[d], d);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (x->side[d].row && x->policy == POLICY_HYGIENE)
			say_state(p, x->side[d].row, x->side[d].why);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (x->side[d].judgement.verdict == RA_BLOCKED)
			say_to_lift(p, x, d, name);
		else
			say_missing(p, x, &x->side[d], name);
	say_lists(p, x);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (x->side[d].row)
			say_seen(p, x->side[d].row);
	say_near(p, &x->subnet, addr_is_v4(&x->addr) ? "/24" : "/48");
	if (x->asn)
		say_near(p, &x->neighbours, "network");
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (x->side[d].row)
			say_habits(p, x, x->side[d].row);
}

size_t explain_text(const struct explain *x, char *text, size_t room)
{
	struct page p = { .text = text, .room = room - strlen(precedence) };
	char name[ADDR_TEXT];

	say_who(&p, x, addr_format(&x->addr, name));
	say_why(&p, x, name);
	memcpy(text + p.len, precedence, sizeof(precedence));
	return p.len + strlen(precedence);
}

void explain_see_hours(struct explain *x)
{
	int64_t oldest = x->now_s / CLOCK_HOUR_S - EXPLAIN_HOURS + 1;

	memset(x->hours, 0, sizeof(x->hours));
	for (int i = 0; i < EXPLAIN_HOURS; i++)
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
			if (x->side[d].row && history_row_hour(x->side[d].row, oldest + i))
				x->hours[i / 8] |= (uint8_t)(1 << i % 8);
}

size_t explain_card(const struct explain *x, char *text, size_t room)
{
	struct page p = { .text = text, .room = room };
	char name[ADDR_TEXT];

	addr_format(&x->addr, name);
	say_why(&p, x, name);
	text[p.len] = 0; /* behind the last sentence that fitted */
	return p.len;
}
