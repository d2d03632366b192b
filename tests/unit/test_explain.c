/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/explain_words.h"

#define HOUR INT64_C(3600)
#define NOW INT64_C(1763814000) /* 2025-11-22 12:20 UTC */
#define PRECEDENCE                                                                                 \
	"What outranks what: your block, your allow list, other allow lists, blocklists, what "    \
	"was learned; a label decides nothing.\n"
#define SAYS(sentence, test) { "explain: " sentence, test, NULL, NULL, NULL }

static uint64_t bitmap[HISTORY_WORDS];
static struct history_row in, out;
static struct list drop;

static struct addr address(const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return a;
}

static struct history_row row_of(uint8_t direction)
{
	return (struct history_row){ .peer = address("198.51.100.7"),
				     .direction = direction,
				     .beacon = EVENT_UNSCORED,
				     .asn = 64501,
				     .first_s = NOW - 3 * HOUR,
				     .last_s = NOW - HOUR,
				     .packets = 12,
				     .bytes = 3456 };
}

/* Someone nobody ever saw, of a known place. */
static struct explain stranger(void)
{
	return (struct explain){
		.addr = address("198.51.100.7"),
		.now_s = NOW,
		.window_s = 48 * HOUR,
		.beacon = 80,
		.policy = POLICY_HYGIENE,
		.city = "Tokyo",
		.country = "JP",
		.network = "Example",
		.asn = 64501,
		.side = { [RA_IN] = { .judgement = { RA_UNKNOWN, REASON_NEVER_SEEN, 7, 0, 0 } },
			  [RA_OUT] = { .judgement = { RA_UNKNOWN, REASON_NEVER_SEEN, 7, 0, 0 } } },
	};
}

static void is_nowhere(struct explain *x)
{
	x->city = x->country = x->network = "";
	x->asn = 0;
}

static void is_candidate(struct explain *x)
{
	out = row_of(RA_OUT);
	x->side[RA_OUT] = (struct explain_side){
		.judgement = { RA_UNKNOWN, REASON_CANDIDATE, 0, 0, 0 },
		.row = &out,
		.missing_hours = 2,
		.missing_span_s = 22 * HOUR,
	};
}

static void is_nearly_trusted(struct explain *x)
{
	is_candidate(x);
	x->side[RA_OUT].missing_hours = 0;
	x->side[RA_OUT].missing_span_s = 0;
}

static void lacks_hours(struct explain *x)
{
	is_candidate(x);
	x->side[RA_OUT].missing_span_s = 0;
}

static void lacks_time(struct explain *x)
{
	is_candidate(x);
	x->side[RA_OUT].missing_hours = 0;
}

static void is_without_names(struct explain *x)
{
	x->city = x->network = "";
}

static void is_held(struct explain *x)
{
	is_candidate(x);
	out.beacon = 92;
	x->side[RA_OUT].held = true;
	x->side[RA_OUT].doubts = DOUBT_BEACON | DOUBT_RARE;
}

static void is_held_by_another_score(struct explain *x)
{
	is_held(x);
	x->beacon = 93;
}

static void is_trusted(struct explain *x)
{
	out = row_of(RA_OUT);
	out.state = HISTORY_TRUSTED;
	out.mover = MOVER_RULE;
	out.moved_s = NOW - 2 * HOUR;
	x->side[RA_OUT] = (struct explain_side){
		.judgement = { RA_ALLOWED, REASON_RULE, 0, 0, 0 }, .row = &out
	};
}

static void is_expired(struct explain *x)
{
	is_candidate(x);
	out.state = HISTORY_EXPIRED;
	out.mover = MOVER_EXPIRY;
	x->side[RA_OUT].judgement.reason = REASON_EXPIRED;
}

static void is_on_drop(struct explain *x)
{
	x->entry[0] = (struct explain_entry){ &drop, &drop.entries[0] };
	x->entries = 1;
}

static void is_blocked(struct explain *x)
{
	is_candidate(x);
	out.state = HISTORY_BLOCKED;
	out.mover = MOVER_LIST;
	strcpy(x->side[RA_OUT].why, "drop");
	x->side[RA_OUT].judgement = (struct judgement){ RA_BLOCKED, REASON_BLOCKLIST, 15, 0, 2 };
	x->side[RA_OUT].list = "drop";
	is_on_drop(x);
}

static void is_blocked_unseen(struct explain *x)
{
	x->side[RA_IN].judgement = (struct judgement){ RA_BLOCKED, REASON_DARK, 15, 0, 2 };
}

static void is_blocked_by_user(struct explain *x)
{
	static struct list own;

	is_blocked(x);
	own = drop;
	strcpy(own.name, LISTS_USER);
	x->entry[1] = (struct explain_entry){ &own, &own.entries[0] };
	x->entries = 2;
	x->side[RA_OUT].judgement.reason = REASON_USER_BLOCK;
}

static void was_blocked(struct explain *x)
{
	is_blocked(x);
	x->entries = 0;
	x->side[RA_OUT].judgement = (struct judgement){ RA_UNKNOWN, REASON_WAS_LISTED, 15, 0, 0 };
}

static void has_many_entries(struct explain *x)
{
	is_on_drop(x);
	for (int i = 1; i < EXPLAIN_LISTS; i++)
		x->entry[i] = x->entry[0];
	x->entries = EXPLAIN_LISTS + 3;
}

static void has_company(struct explain *x)
{
	x->subnet = (struct explain_near){ 1, 1, { address("198.51.100.8") } };
	x->neighbours = (struct explain_near){
		7, 2, { address("198.51.100.8"), address("203.0.113.1") }
	};
}

static void has_nameless_company(struct explain *x)
{
	x->neighbours = (struct explain_near){ .peers = 7 };
}

static void answered(struct explain *x)
{
	is_candidate(x);
	in = row_of(RA_IN);
	in.reply = true;
	in.beacon = 55;
	x->side[RA_IN].row = &in;
}

static void came_unasked(struct explain *x)
{
	answered(x);
	in.reply = false;
	in.beacon = 3;
}

static void is_exact(struct explain *x)
{
	is_candidate(x);
	x->policy = POLICY_EXACT;
}

static void is_learned(struct explain *x)
{
	x->side[RA_IN].judgement = (struct judgement){ RA_LEARNING, REASON_NO_LIST, 0, 0, 0 };
}

static void is_ipv6(struct explain *x)
{
	x->addr = address("2001:db8::1");
}

static void speaks_to_terminals(struct explain *x)
{
	x->city = "To\033[2Jkyo";
}

static const struct {
	void (*change)(struct explain *x); /* NULL: none */
	const char *says;
} says[] = {
	{ NULL, "198.51.100.7: Tokyo, JP, AS64501 Example.\n" },
	{ is_nowhere, "198.51.100.7: no place known, no network known.\n" },
	{ is_without_names, "198.51.100.7: JP, AS64501.\n" },
	{ NULL, "In: never seen, would be unknown: not known, in no direction; "
		"new network.\n" },
	{ NULL, "No list names it.\n" },
	{ NULL, "No other peer of its /24 is known.\nNo other peer of its network is known.\n" },
	{ is_ipv6, "2001:db8::1: " },
	{ is_ipv6, "\nIPv6 is not judged yet.\n" },
	{ is_ipv6, "No other peer of its /48 is known.\n" },
	{ is_learned, "In: never seen, would be learning: no allowlist yet: still learning.\n" },
	{ is_candidate, "\nOut: unknown: seen before, not yet trusted; known address.\n" },
	{ is_candidate, "Out: candidate since 2025-11-22 09:20 UTC, as all begin.\n" },
	{ is_candidate,
	  "Out: to be trusted it has to be seen in 2 more hours, and over 22 h more.\n" },
	{ is_candidate, "Out: first seen 2025-11-22 09:20 UTC, last 2025-11-22 11:20 UTC; "
			"packets: 12, bytes: 3456, hours: 2.\n" },
	{ lacks_hours, "Out: to be trusted it has to be seen in 2 more hours.\n" },
	{ lacks_time, "Out: to be trusted it has to be seen over 22 h more.\n" },
	{ is_nearly_trusted, "Out: its next packet makes it trusted.\n" },
	{ is_held, "Out: held back: as regular as a beacon (92), nobody else of AS64501 is known. "
		   "`redarc allow add 198.51.100.7` trusts it.\n" },
	{ is_held, "Out: as regular as a machine that calls home (beacon score 92 of 100).\n" },
	{ is_held_by_another_score, "Out: rather regular (beacon score 92 of 100).\n" },
	{ is_trusted, "Out: allowed: seen in enough hours, over long enough, to be trusted.\n" },
	{ is_trusted, "Out: trusted since 2025-11-22 10:20 UTC, by the rule.\n" },
	{ is_expired, "Out: expired since 2025-11-22 09:20 UTC, not seen for the window.\n" },
	{ is_blocked, "Out: blocked: on a blocklist (list drop); new country.\n" },
	{ is_blocked, "by a list (drop).\n" },
	{ is_blocked, "Out: `redarc allow add 198.51.100.7` outranks the list.\n" },
	{ is_blocked_unseen, "In: `redarc allow add 198.51.100.7` outranks the list.\n" },
	{ is_blocked_by_user, "Out: you block it; `redarc block del 198.51.100.0/24` takes that "
			      "back.\n" },
	{ was_blocked, "Out: never trusted by itself again; `redarc learn forget --peer "
		       "198.51.100.7` or `redarc allow add 198.51.100.7` would change that.\n" },
	{ is_on_drop,
	  "On block list drop: 198.51.100.0/24, what goes out; SBL123; source: "
	  "https://example.org/drop.txt; added 2025-11-22 12:20 UTC, expires never.\n" },
	{ has_many_entries, "\n3 more entries of lists name it.\n" },
	{ has_company, "Other known peers of its /24: 1 (198.51.100.8).\n" },
	{ has_company, "Other known peers of its network: 7 (198.51.100.8, 203.0.113.1 ...).\n" },
	{ has_nameless_company, "Other known peers of its network: 7.\n" },
	{ answered, "Its first packet in answered one of ours.\n"
		    "In: rather regular (beacon score 55 of 100).\n" },
	{ came_unasked, "Its first packet in came unasked.\n"
			"In: irregular (beacon score 3 of 100).\n" },
	{ is_exact, "Out: known to a start within 2 d of when it was last seen.\n" },
	{ speaks_to_terminals, "198.51.100.7: To?[2Jkyo, JP" },
};

static const struct {
	void (*change)(struct explain *x);
	const char *silent;
} silences[] = {
	{ NULL, "to be trusted" },      { NULL, "first seen" },
	{ NULL, "Its first packet" },   { is_nowhere, "its network" },
	{ is_candidate, "Its first" },  { is_trusted, "to be trusted it" },
	{ is_exact, "candidate since" }, { is_on_drop, "No list" },
	{ is_blocked, "held back" },    { is_candidate, "beacon score" },
	{ is_blocked, "never trusted" }, { is_blocked_by_user, "allow add" },
	{ NULL, "IPv6" },
};

static void write_about(void (*change)(struct explain *x), char *text, size_t room)
{
	struct explain x = stranger();
	size_t len;

	if (change)
		change(&x);
	len = explain_text(&x, text, room);
	assert_int_equal(len, strlen(text));
}

static void test_for_card(void **state)
{
	struct explain x = stranger();
	char text[4096], card[4096];
	size_t len = explain_card(&x, card, sizeof(card));

	(void)state;
	explain_text(&x, text, sizeof(text));
	assert_int_equal(len, strlen(card));
	assert_true(strlen(card) > 40);
	assert_non_null(strstr(text, card)); /* the same sentences, */
	assert_true(strncmp(text, card, 20) != 0); /* without the first */
	assert_null(strstr(card, "What outranks what"));
	assert_int_equal(explain_card(&x, card, 1), 0); /* no room for a sentence */
}

static void test_sentences(void **state)
{
	char text[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++) {
		write_about(says[i].change, text, sizeof(text));
		if (!strstr(text, says[i].says))
			fail_msg("\"%s\" is not in:\n%s", says[i].says, text);
	}
}

/* Nobody looks for a place of these. */
static void test_near(void **state)
{
	static const struct {
		const char *addr, *says;
	} cases[] = {
		{ "10.0.0.1", "10.0.0.1: a private address, of a local network.\n" },
		{ "fd00::1", "fd00::1: a private address, of a local network.\n" },
		{ "0.0.0.0", "0.0.0.0: the unspecified address, of nobody.\n" },
		{ "::", "::: the unspecified address, of nobody.\n" },
		{ "0.0.0.1", "0.0.0.1: a reserved address, of nobody.\n" },
		{ "224.0.0.1", "224.0.0.1: a multicast or broadcast address, of many at once.\n" },
		{ "127.0.0.1", "127.0.0.1: a loopback address, of this machine alone.\n" },
		{ "::1", "::1: a loopback address, of this machine alone.\n" },
		{ "169.254.1.1", "169.254.1.1: a link-local address, of a cable alone.\n" },
	};
	char text[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct explain x = stranger();

		x.addr = address(cases[i].addr);
		explain_text(&x, text, sizeof(text));
		if (strncmp(text, cases[i].says, strlen(cases[i].says)))
			fail_msg("\"%s\" does not begin:\n%s", cases[i].says, text);
	}
}

static void test_silence(void **state)
{
	char text[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(silences) / sizeof(*silences); i++) {
		write_about(silences[i].change, text, sizeof(text));
		if (strstr(text, silences[i].silent))
			fail_msg("\"%s\" is in:\n%s", silences[i].silent, text);
	}
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && !strcmp(text + len - end_len, end);
}

/* Each line of what did not fit is a line of the whole, and the last is the precedence. */
static void test_room(void **state)
{
	char whole[4096];

	(void)state;
	write_about(has_many_entries, whole, sizeof(whole));
	for (size_t room = 256; room < sizeof(whole); room += 7) {
		char *text = malloc(room), *rest = text;

		assert_non_null(text);
		write_about(has_many_entries, text, room);
		assert_true(ends_with(text, PRECEDENCE));
		for (char *line; (line = strsep(&rest, "\n")) && *line;)
			assert_non_null(strstr(whole, line));
		free(text);
	}
}

static void test_card(void **state)
{
	char text[EXPLAIN_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++) {
		write_about(says[i].change, text, sizeof(text));
		assert_true(ends_with(text, PRECEDENCE));
	}
}

static void test_hours(void **state)
{
	static const char expected[] = "...........................................#..#.";
	struct explain x = stranger();
	char bar[EXPLAIN_HOURS + 1];

	(void)state;
	answered(&x);
	in.hours = bitmap;
	memset(bitmap, 0, sizeof(bitmap));
	for (int i = 0; i < 2; i++) {
		uint32_t bit = (uint32_t)((NOW / HOUR - 1 - 3 * i) % HISTORY_HOURS);

		bitmap[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	in.first_s = NOW - 4 * HOUR;
	x.side[RA_OUT].row = NULL;
	explain_see_hours(&x);
	assert_string_equal(explain_bar(x.hours, bar), expected);
}

static void test_hours_of_both(void **state)
{
	struct explain x = stranger();
	char bar[EXPLAIN_HOURS + 1];

	(void)state;
	answered(&x);
	in.first_s = in.last_s = NOW;
	out.first_s = out.last_s = NOW - 47 * HOUR;
	explain_see_hours(&x);
	assert_string_equal(explain_bar(x.hours, bar),
			    "#..............................................#");
	out.first_s = out.last_s = NOW - 48 * HOUR;
	explain_see_hours(&x);
	assert_int_equal(explain_bar(x.hours, bar)[0], '.');
}

static void test_doubts(void **state)
{
	static const struct {
		uint8_t doubts;
		const char *list, *says;
	} cases[] = {
		{ 0, NULL, "" },
		{ DOUBT_LISTED, "drop", "on blocklist drop" },
		{ DOUBT_LISTED, NULL, "once on a blocklist" },
		{ DOUBT_BEACON, NULL, "as regular as a beacon (92)" },
		{ DOUBT_RARE, NULL, "nobody else of AS64501 is known" },
		{ 7, "drop", "on blocklist drop, as regular as a beacon (92), "
			     "nobody else of AS64501 is known" },
	};
	char text[EXPLAIN_DOUBTS];
	struct history_row row = row_of(RA_OUT);

	(void)state;
	row.beacon = 92;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(explain_doubts(cases[i].doubts, &row, cases[i].list, text),
				    cases[i].says);
	row.asn = 0;
	assert_string_equal(explain_doubts(DOUBT_RARE, &row, NULL, text), "of an unknown network");
}

static void test_json(void **state)
{
	static const char *const facts[] = {
		"{\"peer\":\"198.51.100.7\"",
		"\"asn\":64501",
		"\"out\":{\"verdict\":\"blocked\"",
		"\"novelty\":[\"address\",\"subnet\",\"network\",\"country\"]",
		"\"list\":\"drop\"", "\"state\":\"blocked\"", "\"why\":\"drop\"",
		"\"lists\":[{\"kind\":\"block\",\"list\":\"drop\",\"prefix\":\"198.51.100.0/24\"",
		"\"expires\":null", "\"in\":{\"verdict\":\"unknown\"", "\"seen\":false}",
		"\"text\":[\"198.51.100.7: Tokyo, JP, AS64501 Example.\",",
	};
	struct explain x = stranger();
	char text[16384];
	struct json j;

	(void)state;
	is_blocked(&x);
	json_init(&j, text, sizeof(text));
	json_open(&j, NULL);
	explain_json(&x, &j);
	json_close(&j);
	assert_int_not_equal(json_end(&j), 0);
	text[j.len] = 0;
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (!strstr(text, facts[i]))
			fail_msg("%s is not in: %s", facts[i], text);
}

static int make_list(void **state)
{
	struct list_entry entry = { .directions = RA_DIR_BIT(RA_OUT), .added_s = NOW };

	(void)state;
	if (cidr_parse("198.51.100.0/24", &entry.net) || list_init(&drop, LIST_BLOCK, "drop"))
		return -1;
	strcpy(drop.source, "https://example.org/drop.txt");
	return list_add(&drop, &entry, "SBL123");
}

static int clear_list(void **state)
{
	(void)state;
	list_clear(&drop);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each fact is told in a sentence of its own", test_sentences),
		SAYS("a card is told the same, without who it is and what outranks what",
		     test_for_card),
		SAYS("what is not so is not told", test_silence),
		SAYS("an address that no map has is told for what it is", test_near),
		SAYS("without room whole sentences are left out, the precedence never", test_room),
		SAYS("a card holds the precedence, whatever the case", test_card),
		SAYS("the hours are those of the last two days, the oldest first", test_hours),
		SAYS("an hour counts whichever way it was seen", test_hours_of_both),
		SAYS("doubts are told in words, with their list, score and network", test_doubts),
		SAYS("JSON holds the facts and the sentences", test_json),
	};

	return cmocka_run_group_tests_name("explain", tests, make_list, clear_list);
}
