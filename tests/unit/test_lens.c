/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/lens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"

#define HOUR_S INT64_C(3600)
#define FIXED_S INT64_C(1795338120)
#define HOUR_NS (HOUR_S * CLOCK_S)

static struct judgement judge(int64_t window_ns, uint8_t verdict, uint8_t reason, int64_t before_s)
{
	const struct lens l = { window_ns, FIXED_S * CLOCK_S + CLOCK_S / 2 };
	const struct stream_side s = { .verdict = verdict,
				       .reason = reason,
				       .novelty = verdict == RA_UNKNOWN ? NOVEL_ADDRESS : 0,
				       .list = 3,
				       .before_s = before_s };

	return lens_judge(&l, &s);
}

static void test_window(void **state)
{
	static const struct {
		int64_t age_s;
		uint8_t reason, told, verdict;
	} cases[] = {
		{ 0, REASON_NEVER_SEEN, RA_UNKNOWN, RA_ALLOWED },
		{ 12 * HOUR_S, REASON_NEVER_SEEN, RA_UNKNOWN, RA_ALLOWED },
		{ 12 * HOUR_S + 1, REASON_NEVER_SEEN, RA_UNKNOWN, RA_UNKNOWN },
		{ 12 * HOUR_S, REASON_OTHER_DIRECTION, RA_UNKNOWN, RA_ALLOWED },
		{ 12 * HOUR_S, REASON_EXPIRED, RA_UNKNOWN, RA_ALLOWED },
		{ 12 * HOUR_S, REASON_HISTORY, RA_ALLOWED, RA_ALLOWED },
		{ 12 * HOUR_S + 1, REASON_HISTORY, RA_ALLOWED, RA_UNKNOWN },
		{ 12 * HOUR_S + 1, REASON_RULE, RA_ALLOWED, RA_UNKNOWN },
		{ FIXED_S, REASON_NEVER_SEEN, RA_UNKNOWN, RA_UNKNOWN }, /* before_s 0: never */
		{ FIXED_S, REASON_HISTORY, RA_ALLOWED, RA_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(judge(12 * HOUR_NS, cases[i].told, cases[i].reason,
				       FIXED_S - cases[i].age_s).verdict,
				 cases[i].verdict);
}

static void test_reasons(void **state)
{
	struct judgement j = judge(12 * HOUR_NS, RA_UNKNOWN, REASON_NEVER_SEEN, FIXED_S);

	(void)state;
	assert_int_equal(j.reason, REASON_HISTORY);
	assert_int_equal(j.novelty, 0);
	assert_int_equal(j.list, 0);
	j = judge(12 * HOUR_NS, RA_ALLOWED, REASON_HISTORY, 1);
	assert_int_equal(j.reason, REASON_EXPIRED);
	assert_int_equal(j.novelty, 0);
	j = judge(12 * HOUR_NS, RA_UNKNOWN, REASON_NEVER_SEEN, 1);
	assert_int_equal(j.reason, REASON_NEVER_SEEN);
	assert_int_equal(j.novelty, NOVEL_ADDRESS);
	assert_int_equal(j.list, 3);
}

/* Seen long ago or just before: whoever else decided, decided. */
static void test_others_stay(void **state)
{
	static const uint8_t others[][2] = {
		{ RA_ALLOWED, REASON_USER },     { RA_ALLOWED, REASON_EXTERNAL },
		{ RA_ALLOWED, REASON_ALLOWLIST }, { RA_UNKNOWN, REASON_CANDIDATE },
		{ RA_UNKNOWN, REASON_HELD },     { RA_BLOCKED, REASON_USER_BLOCK },
		{ RA_BLOCKED, REASON_BLOCKLIST }, { RA_BLOCKED, REASON_DARK },
		{ RA_LEARNING, REASON_NO_LIST },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		for (int64_t before_s = 1; before_s <= FIXED_S; before_s += FIXED_S - 1) {
			struct judgement j = judge(HOUR_NS, others[i][0], others[i][1], before_s);

			assert_int_equal(j.verdict, others[i][0]);
			assert_int_equal(j.reason, others[i][1]);
		}
}

static void test_no_lens(void **state)
{
	static const struct lens none[] = {
		{ 0, FIXED_S * CLOCK_S }, { HOUR_NS, 0 }, { HOUR_NS, INT64_MIN }, { INT64_MIN, 1 },
	};
	const struct stream_side s = { .verdict = RA_ALLOWED, .reason = REASON_HISTORY };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(lens_judge(&none[i], &s).verdict, RA_ALLOWED);
}

/* Whoever is known for a window is known for every longer one. */
static void test_longer_knows_more(void **state)
{
	uint8_t before = RA_UNKNOWN;

	(void)state;
	for (int64_t window_ns = HOUR_NS; window_ns < 720 * HOUR_NS; window_ns += HOUR_NS) {
		uint8_t now = judge(window_ns, RA_UNKNOWN, REASON_NEVER_SEEN,
				    FIXED_S - 100 * HOUR_S).verdict;

		assert_true(now <= before);
		assert_int_equal(now == RA_ALLOWED, window_ns >= 100 * HOUR_NS);
		before = now;
	}
}

static void test_steps(void **state)
{
	static const struct {
		int64_t hours;
		int steps;
		int64_t then;
	} cases[] = {
		{ 48, 0, 48 }, { 48, -1, 24 }, { 48, -4, 3 }, { 48, -6, 1 },  { 48, -1000, 1 },
		{ 48, 1, 96 }, { 48, 3, 384 }, { 48, 4, 720 }, { 48, 1000, 720 }, { 1, -1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(lens_window(cases[i].hours * HOUR_NS, cases[i].steps),
				 cases[i].then * HOUR_NS);
	assert_int_equal(lens_window(INT64_MIN, 1), 2 * LENS_LEAST_NS);
	assert_int_equal(lens_window(INT64_MAX, -1), LENS_MOST_NS / 2);
}

#define SAYS(sentence, test) { .name = "lens: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who was seen within the window is known, to the second", test_window),
		SAYS("a new verdict has a reason of its own", test_reasons),
		SAYS("what others decided stays", test_others_stay),
		SAYS("without a window, or a list, nothing is judged anew", test_no_lens),
		SAYS("a longer window knows whoever a shorter one did", test_longer_knows_more),
		SAYS("a window is halved and doubled from an hour to 30 days", test_steps),
	};

	return cmocka_run_group_tests_name("lens", tests, NULL, NULL);
}
