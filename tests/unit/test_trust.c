/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define HOUR INT64_C(3600)
#define NOW INT64_C(3999999600) /* the start of an hour */
#define SAYS(sentence, test) { "trust: " sentence, test, NULL, NULL, NULL }

static uint64_t bitmap[HISTORY_WORDS];

/* A row seen at these times, which grow; 0 ends them. */
static struct history_row row_of(uint8_t state, const int64_t *times_s)
{
	struct history_row row = { .state = state,
				   .beacon = EVENT_UNSCORED,
				   .packets = 1,
				   .first_s = times_s[0],
				   .hours = bitmap };

	memset(bitmap, 0, sizeof(bitmap));
	for (int i = 0; times_s[i]; i++) {
		uint32_t bit = (uint32_t)(times_s[i] / HOUR % HISTORY_HOURS);

		bitmap[bit / 64] |= UINT64_C(1) << bit % 64;
		row.last_s = times_s[i];
	}
	return row;
}

static void test_rule(void **state)
{
	static const struct {
		int64_t times_s[5];
		uint8_t next;
	} cases[] = {
		{ { NOW }, HISTORY_CANDIDATE },
		{ { NOW - 24 * HOUR, NOW }, HISTORY_CANDIDATE },
		{ { NOW - 24 * HOUR, NOW - HOUR, NOW }, HISTORY_TRUSTED },
		{ { NOW - 24 * HOUR + 1, NOW - HOUR, NOW }, HISTORY_CANDIDATE },
		{ { NOW - 24 * HOUR, NOW - 24 * HOUR + 1800, NOW }, HISTORY_CANDIDATE },
		{ { NOW - 2 * HOUR, NOW - HOUR, NOW }, HISTORY_CANDIDATE },
		{ { NOW - 700 * HOUR, NOW - 300 * HOUR, NOW }, HISTORY_TRUSTED },
	};
	const struct trust_rules rules = trust_defaults();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct history_row row = row_of(HISTORY_CANDIDATE, cases[i].times_s);

		if (trust_next(&rules, &row, 0, NOW) != cases[i].next)
			fail_msg("case %zu", i);
	}
}

static void test_window(void **state)
{
	static const int64_t times_s[] = { NOW - 72 * HOUR, NOW - 48 * HOUR, 0 };
	struct history_row row = row_of(HISTORY_TRUSTED, times_s);
	struct trust_rules rules = trust_defaults();

	(void)state;
	assert_int_equal(trust_next(&rules, &row, 0, NOW), HISTORY_TRUSTED);
	assert_int_equal(trust_next(&rules, &row, 0, NOW + 1), HISTORY_EXPIRED);
	rules.frozen = true;
	assert_int_equal(trust_next(&rules, &row, 0, NOW + 1), HISTORY_EXPIRED);
	assert_true(history_row_within(&row, NOW - rules.window_s, NOW));
	assert_false(history_row_within(&row, NOW + 1 - rules.window_s, NOW + 1));
}

static void test_comes_back(void **state)
{
	static const int64_t soon[] = { NOW - 200 * HOUR, NOW - 190 * HOUR, NOW - 180 * HOUR,
					NOW - HOUR, NOW, 0 };
	static const int64_t later[] = { NOW - 200 * HOUR, NOW - 26 * HOUR, NOW - HOUR, NOW, 0 };
	const struct trust_rules rules = trust_defaults();
	struct history_row row = row_of(HISTORY_EXPIRED, soon);
	uint32_t hours;
	int64_t span_s;

	(void)state;
	row.moved_s = NOW - 100 * HOUR;
	assert_int_equal(trust_next(&rules, &row, 0, NOW), HISTORY_EXPIRED);
	trust_missing(&rules, &row, &hours, &span_s);
	assert_int_equal(hours, 1);
	assert_in_range(span_s, 23 * HOUR, 24 * HOUR);
	row = row_of(HISTORY_EXPIRED, later);
	row.moved_s = NOW - 100 * HOUR;
	assert_int_equal(trust_next(&rules, &row, 0, NOW), HISTORY_TRUSTED);
	trust_missing(&rules, &row, &hours, &span_s);
	assert_int_equal(hours, 0);
	assert_int_equal(span_s, 0);
}

static void test_blocked(void **state)
{
	static const int64_t times_s[] = { NOW - 48 * HOUR, NOW - HOUR, NOW, 0 };
	const struct trust_rules rules = trust_defaults();

	(void)state;
	for (uint8_t from = 0; from < HISTORY_STATES; from++) {
		struct history_row row = row_of(from, times_s);

		assert_int_equal(trust_next(&rules, &row, DOUBT_LISTED, NOW), HISTORY_BLOCKED);
		row.state = HISTORY_BLOCKED;
		assert_int_equal(trust_next(&rules, &row, 0, NOW + 1000 * HOUR), HISTORY_BLOCKED);
	}
}

static void test_not_now(void **state)
{
	static const int64_t times_s[] = { NOW - 48 * HOUR, NOW - HOUR, NOW, 0 };
	struct history_row row = row_of(HISTORY_CANDIDATE, times_s);
	struct trust_rules rules = trust_defaults();

	(void)state;
	assert_int_equal(trust_next(&rules, &row, 0, NOW + rules.window_s), HISTORY_TRUSTED);
	assert_int_equal(trust_next(&rules, &row, 0, NOW + rules.window_s + 1), HISTORY_CANDIDATE);
	rules.frozen = true;
	assert_int_equal(trust_next(&rules, &row, 0, NOW), HISTORY_CANDIDATE);
}

static void test_held(void **state)
{
	static const int64_t times_s[] = { NOW - 48 * HOUR, NOW - HOUR, NOW, 0 };
	static const struct {
		uint8_t doubts;
		bool held;
	} cases[] = {
		{ 0, false },
		{ DOUBT_BEACON, false },
		{ DOUBT_RARE, false },
		{ DOUBT_BEACON | DOUBT_RARE, true },
		{ DOUBT_LISTED, true },
	};
	struct history_row row = row_of(HISTORY_CANDIDATE, times_s);
	struct trust_rules rules = trust_defaults();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool trusted = trust_next(&rules, &row, cases[i].doubts, NOW) == HISTORY_TRUSTED;

		assert_int_equal(trust_is_held(&rules, cases[i].doubts), cases[i].held);
		assert_int_equal(trusted, !cases[i].held);
	}
	rules.hold = false;
	assert_false(trust_is_held(&rules, DOUBT_BEACON | DOUBT_RARE));
	assert_true(trust_is_held(&rules, DOUBT_LISTED));
}

static void test_doubts(void **state)
{
	const struct trust_rules rules = trust_defaults();
	struct history_row row = { .beacon = EVENT_UNSCORED };

	(void)state;
	assert_int_equal(trust_doubts(&rules, &row, false, 1), 0);
	assert_int_equal(trust_doubts(&rules, &row, true, 1), DOUBT_LISTED);
	assert_int_equal(trust_doubts(&rules, &row, false, 0), DOUBT_RARE);
	row.beacon = 79;
	assert_int_equal(trust_doubts(&rules, &row, false, 1), 0);
	row.beacon = 80;
	assert_int_equal(trust_doubts(&rules, &row, false, 1), DOUBT_BEACON);
	row.state = HISTORY_BLOCKED;
	assert_int_equal(trust_doubts(&rules, &row, false, 0),
			 DOUBT_LISTED | DOUBT_BEACON | DOUBT_RARE);
}

/* A board that thought it was 1970 when it first saw a peer. */
static void test_first_in_1970(void **state)
{
	static const int64_t times_s[] = { NOW - 2 * HOUR, NOW - HOUR, NOW, 0 };
	const struct trust_rules rules = trust_defaults();
	struct history_row row = row_of(HISTORY_CANDIDATE, times_s);

	(void)state;
	row.first_s = 5;
	assert_int_equal(trust_next(&rules, &row, 0, NOW), HISTORY_CANDIDATE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("three hours over a day make a candidate trusted, less does not", test_rule),
		SAYS("who is unseen for the window expires a second later, frozen or not",
		     test_window),
		SAYS("who expired and comes back starts from scratch", test_comes_back),
		SAYS("who is listed is blocked in any state, and stays so", test_blocked),
		SAYS("nobody becomes trusted while frozen, or unseen for the window", test_not_now),
		SAYS("a beacon of a rare network waits for the user", test_held),
		SAYS("each doubt has its own reason", test_doubts),
		SAYS("a first packet in 1970 does not make a day", test_first_in_1970),
	};

	return cmocka_run_group_tests_name("trust", tests, NULL, NULL);
}
