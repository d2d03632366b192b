/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"
#include "judge/history_moves.h"
#include "list_folder.h"

#define IN RA_DIR_BIT(RA_IN)
#define OUT RA_DIR_BIT(RA_OUT)
#define HOUR INT64_C(3600)
#define START (1000 * 24 * HOUR)

static const struct addr peer = { { [10] = 0xff, [11] = 0xff, 203, 0, 113, 9 } };
static struct judge judge;
static char path[32];
static int folder;

static struct event event_of(uint8_t direction)
{
	return (struct event){ .peer = peer, .direction = direction, .packets = 1, .asn = 64501,
			       .beacon = EVENT_UNSCORED, .country = "JP" };
}

static void say(const uint8_t by[4])
{
	for (uint8_t origin = 0; origin < 4; origin++)
		assert_int_equal(allow_set(&judge.allow, &peer, by[origin], origin), 0);
}

static void take_lists(void)
{
	struct err e;

	lists_close(judge.lists);
	assert_int_equal(lists_open(folder, NULL, NULL, START, &judge.lists, &e), 0);
}

/* What is learned of the peer, by enum ra_origin; what is asked; what must come. */
static void learned(void **state)
{
	static const struct {
		uint8_t by[4];
		bool learning;
		uint8_t direction, verdict, reason;
	} rows[] = {
		{ { 0, 0, 0, 0 }, false, RA_IN, RA_UNKNOWN, REASON_NEVER_SEEN },
		{ { 0, 0, 0, 0 }, true, RA_IN, RA_LEARNING, REASON_NO_LIST },
		{ { 0, IN, 0, 0 }, false, RA_IN, RA_ALLOWED, REASON_HISTORY },
		{ { 0, IN, 0, 0 }, false, RA_OUT, RA_UNKNOWN, REASON_OTHER_DIRECTION },
		{ { 0, OUT, 0, 0 }, false, RA_IN, RA_UNKNOWN, REASON_OTHER_DIRECTION },
		{ { 0, IN, 0, 0 }, true, RA_OUT, RA_LEARNING, REASON_NO_LIST },
		{ { 0, 0, OUT, 0 }, true, RA_OUT, RA_ALLOWED, REASON_USER },
		{ { OUT, 0, 0, 0 }, false, RA_OUT, RA_ALLOWED, REASON_EXTERNAL },
		{ { OUT, OUT, OUT, 0 }, false, RA_OUT, RA_ALLOWED, REASON_USER },
		{ { OUT, IN, 0, 0 }, false, RA_OUT, RA_ALLOWED, REASON_EXTERNAL },
		{ { 0, 0, 0, OUT }, false, RA_OUT, RA_ALLOWED, REASON_RULE },
		{ { 0, OUT, 0, OUT }, false, RA_OUT, RA_ALLOWED, REASON_HISTORY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct event e = event_of(rows[i].direction);
		struct judgement j, x;

		say(rows[i].by);
		judge.learning = rows[i].learning;
		j = judge_event(&judge, &e);
		x = judge_explain(&judge, rows[i].verdict, &e);
		if (j.verdict != rows[i].verdict || j.reason != rows[i].reason)
			fail_msg("row %zu: verdict %u, reason %u", i, j.verdict, j.reason);
		assert_memory_equal(&j, &x, sizeof(j));
	}
}

/* The kernel may say what user space does not know yet. */
static void other_verdicts(void **state)
{
	static const uint8_t nobody[4], learned_out[4] = { 0, OUT, 0, 0 };
	struct event e = event_of(RA_IN);

	(void)state;
	say(nobody);
	assert_int_equal(judge_explain(&judge, RA_ALLOWED, &e).reason, REASON_EXTERNAL);
	e.judged = true;
	e.judgement = (struct judgement){ .verdict = RA_ALLOWED, .reason = REASON_ALLOWLIST };
	assert_int_equal(judge_explain(&judge, RA_ALLOWED, &e).reason, REASON_ALLOWLIST);
	say(learned_out);
	assert_int_equal(judge_explain(&judge, RA_ALLOWED, &e).reason, REASON_ALLOWLIST);
	assert_int_equal(judge_explain(&judge, RA_BLOCKED, &e).reason, REASON_BLOCKLIST);
	assert_int_equal(judge_explain(&judge, RA_BLOCKED, &e).list, 0);
	assert_int_equal(judge_explain(&judge, 250, &e).verdict, 250);
}

/* Who outranks whom: a list, what is learned in which directions, and what must come. */
static void ranks(void **state)
{
	static const uint8_t learned_both[4] = { 0, RA_BOTH, 0, 0 }, nobody[4];
	static const struct {
		struct list_row list[2];
		bool learned, learning;
		uint8_t direction, verdict, reason, kernel; /* what allow4 has to hold */
	} rows[] = {
		{ { { LIST_BLOCK, "feodo", "203.0.113.9", RA_BOTH } }, true, false, RA_OUT,
		  RA_BLOCKED, REASON_BLOCKLIST, 0 },
		{ { { LIST_BLOCK, "feodo", "203.0.113.9", RA_BOTH } }, false, true, RA_OUT,
		  RA_BLOCKED, REASON_BLOCKLIST, 0 },
		{ { { LIST_BLOCK, "feodo", "203.0.113.0/24", OUT } }, true, false, RA_OUT,
		  RA_BLOCKED, REASON_BLOCKLIST, IN },
		{ { { LIST_BLOCK, "feodo", "203.0.113.0/24", OUT } }, true, false, RA_IN,
		  RA_ALLOWED, REASON_HISTORY, IN },
		{ { { LIST_BLOCK, LISTS_USER, "203.0.113.0/24", RA_BOTH },
		    { LIST_ALLOW, LISTS_USER, "203.0.113.9", RA_BOTH } },
		  true, false, RA_IN, RA_BLOCKED, REASON_USER_BLOCK, 0 },
		{ { { LIST_BLOCK, "feodo", "203.0.113.9", RA_BOTH },
		    { LIST_ALLOW, LISTS_USER, "203.0.113.0/24", RA_BOTH } },
		  false, false, RA_IN, RA_ALLOWED, REASON_USER, 0 },
		{ { { LIST_ALLOW, "office", "203.0.113.0/24", RA_BOTH } }, false, true, RA_IN,
		  RA_ALLOWED, REASON_ALLOWLIST, 0 },
		{ { { LIST_BLOCK, JUDGE_TRIPWIRE, "203.0.113.9", RA_BOTH } }, true, false, RA_IN,
		  RA_BLOCKED, REASON_DARK, 0 },
		{ { { LIST_LABEL, "cdn", "203.0.113.9", RA_BOTH } }, false, false, RA_IN,
		  RA_UNKNOWN, REASON_NEVER_SEEN, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct event e = event_of(rows[i].direction);
		struct judgement j;
		const struct allow_entry *entry;

		for (int k = 0; k < 2 && rows[i].list[k].name; k++)
			list_folder_add(folder, &rows[i].list[k]);
		take_lists();
		say(rows[i].learned ? learned_both : nobody);
		judge.learning = rows[i].learning;
		j = judge_event(&judge, &e);
		entry = allow_find(&judge.allow, &peer);
		if (j.verdict != rows[i].verdict || j.reason != rows[i].reason)
			fail_msg("row %zu: verdict %u, reason %u", i, j.verdict, j.reason);
		if (entry)
			assert_int_equal(judge_directions(judge.lists, entry), rows[i].kernel);
		list_folder_remove(folder, path);
		folder = list_folder_make(path);
	}
}

static const struct history_row *see(int64_t at_s)
{
	struct event e = event_of(RA_OUT);

	e.time_ns = at_s * CLOCK_S;
	return history_note(judge.history, &e);
}

static uint8_t reason_now(void)
{
	struct event e = event_of(RA_OUT);

	return judge_event(&judge, &e).reason;
}

static void states(void **state)
{
	const struct history_row *row = see(START);

	(void)state;
	assert_int_equal(reason_now(), REASON_NEVER_SEEN); /* this hour is the first */
	row = see(START + HOUR);
	assert_int_equal(reason_now(), REASON_CANDIDATE);
	history_move(judge.history, row, HISTORY_TRUSTED, MOVER_RULE, START + HOUR, NULL);
	history_move(judge.history, row, HISTORY_EXPIRED, MOVER_EXPIRY, START + 60 * HOUR, NULL);
	assert_int_equal(reason_now(), REASON_EXPIRED);
	judge.policy = POLICY_EXACT;
	assert_int_equal(reason_now(), REASON_NEVER_SEEN);
}

static void beacons(void **state)
{
	static const struct known_home neighbour = {
		{ { [10] = 0xff, [11] = 0xff, 203, 0, 113, 77 } }, 64501, "JP"
	};
	struct event e = event_of(RA_OUT);

	(void)state;
	e.time_ns = START * CLOCK_S;
	e.beacon = 95;
	history_note(judge.history, &e);
	assert_int_equal(reason_now(), REASON_HELD);
	known_add(&judge.known, &neighbour);
	assert_int_equal(reason_now(), REASON_NEVER_SEEN); /* its network is not rare any more */
}

/* A candidate stays as new as its neighbourhood is; who was trusted once is known. */
static void novelty(void **state)
{
	struct known_home neighbour = { { { [10] = 0xff, [11] = 0xff, 203, 0, 113, 77 } }, 64501,
					"JP" };
	struct event e = event_of(RA_OUT);
	const struct history_row *row;

	(void)state;
	assert_int_equal(novelty_level(judge_event(&judge, &e).novelty), 4);
	row = see(START);
	row = see(START + HOUR);
	assert_int_equal(novelty_level(judge_event(&judge, &e).novelty), 4);
	known_add(&judge.known, &neighbour);
	assert_int_equal(novelty_level(judge_event(&judge, &e).novelty), 1);
	history_move(judge.history, row, HISTORY_TRUSTED, MOVER_RULE, START, NULL);
	history_move(judge.history, row, HISTORY_EXPIRED, MOVER_EXPIRY, START, NULL);
	assert_int_equal(judge_event(&judge, &e).novelty, 0);
}

static int set_up(void **state)
{
	(void)state;
	judge = (struct judge){ .policy = POLICY_HYGIENE, .rules = trust_defaults(),
				.fixed_s = START };
	folder = list_folder_make(path);
	return folder < 0 || allow_init(&judge.allow, 8) || known_init(&judge.known, 8) ||
	       history_open_memory(8, &judge.history);
}

static int tear_down(void **state)
{
	(void)state;
	allow_clear(&judge.allow);
	known_clear(&judge.known);
	lists_close(judge.lists);
	history_close(judge.history);
	list_folder_remove(folder, path);
	return 0;
}

#define TEST(sentence, f) { "judge: " sentence, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("a peer is allowed only in the direction that is learned", learned),
		TEST("the kernel's verdict stands, whatever is known of it here", other_verdicts),
		TEST("user's block, user's allow, blocklists, what is learned, labels", ranks),
		TEST("the reason of an unknown peer tells its state", states),
		TEST("a beacon of a rare network is held", beacons),
		TEST("a stranger stays new until it is trusted once", novelty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
