/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"

#define HOUR INT64_C(3600)
#define NOW INT64_C(1799996400) /* the start of an hour */
#define SAYS(sentence, test) { "history: " sentence, test, NULL, NULL, NULL }

static uint64_t bitmap[HISTORY_WORDS];
static bool seen[HISTORY_HOURS]; /* so many hours before that of NOW */

static struct history_row random_row(uint32_t density)
{
	struct history_row row = { .first_s = NOW - (HISTORY_HOURS - 1) * HOUR,
				   .last_s = NOW,
				   .packets = 1,
				   .hours = bitmap };

	memset(bitmap, 0, sizeof(bitmap));
	for (int64_t ago = 0; ago < HISTORY_HOURS; ago++) {
		uint32_t bit = (uint32_t)((NOW / HOUR - ago) % HISTORY_HOURS);

		seen[ago] = !ago || ago == HISTORY_HOURS - 1 || !random_below(density);
		bitmap[bit / 64] |= (uint64_t)seen[ago] << bit % 64;
	}
	return row;
}

/* Hours seen of those from `from` to `to` hours ago. */
static uint32_t count_seen(int64_t from, int64_t to)
{
	uint32_t n = 0;

	for (int64_t ago = to; ago <= from; ago++)
		n += seen[ago];
	return n;
}

static void test_words(void **state)
{
	(void)state;
	seed = 7;
	for (int i = 0; i < 20000; i++) {
		struct history_row row = random_row(1 + i % 300);
		uint32_t from = 1 + random_below(HISTORY_HOURS - 2), to = random_below(from + 1);
		int64_t from_s = NOW - from * HOUR, until_s = NOW - to * HOUR + 1;

		assert_int_equal(history_row_hours(&row, from_s), count_seen(from, 0));
		assert_int_equal(history_row_hour(&row, from_s / HOUR), seen[from]);
		if (to)
			assert_int_equal(history_row_within(&row, from_s, until_s),
					 count_seen(from, to) > 0);
	}
}

static void test_without_hours(void **state)
{
	const struct history_row row = { .first_s = NOW - 5 * HOUR, .last_s = NOW + 1800 };

	(void)state;
	assert_int_equal(history_row_hours(&row, 0), 2);
	assert_int_equal(history_row_hours(&row, NOW - 4 * HOUR), 1);
	assert_int_equal(history_row_hours(&row, NOW + HOUR), 0);
	assert_true(history_row_hour(&row, NOW / HOUR - 5));
	assert_false(history_row_hour(&row, NOW / HOUR - 4));
	assert_false(history_row_hour(&row, NOW / HOUR + 1));
	assert_true(history_row_within(&row, NOW - 5 * HOUR + 1, NOW - 4 * HOUR));
	assert_false(history_row_within(&row, NOW - 4 * HOUR, NOW));
	assert_true(history_row_within(&row, NOW - 4 * HOUR, NOW + 1));
}

static void test_span(void **state)
{
	const struct history_row row = { .first_s = NOW - 5 * HOUR + 7, .last_s = NOW + 1800 };

	(void)state;
	assert_int_equal(history_row_span(&row, 0), 5 * HOUR + 1793);
	assert_int_equal(history_row_span(&row, NOW - 5 * HOUR + 7), 5 * HOUR + 1793);
	assert_int_equal(history_row_span(&row, NOW - 4 * HOUR), 0);
}

static void test_year(void **state)
{
	const struct history_row row = { .first_s = NOW - 8760 * HOUR, .last_s = NOW };

	(void)state;
	assert_int_equal(history_row_hours(&row, 0), 1);
	assert_false(history_row_hour(&row, NOW / HOUR - 8760));
	assert_int_equal(history_row_span(&row, 0), 0);
	assert_true(history_row_within(&row, NOW - 8760 * HOUR, NOW - 8759 * HOUR));
	assert_false(history_row_within(&row, NOW - 8759 * HOUR, NOW));
}

static void test_words_of(void **state)
{
	(void)state;
	assert_string_equal(history_state_word(HISTORY_BLOCKED), "blocked");
	assert_string_equal(history_mover_word(MOVER_EARLIER), "earlier");
	assert_string_equal(history_state_word(HISTORY_STATES), "");
	assert_string_equal(history_mover_word(MOVERS), "");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("words of hours answer as the hours one by one", test_words),
		SAYS("a row without hours was seen in its first and its last", test_without_hours),
		SAYS("the span of a row is never told too long", test_span),
		SAYS("what is older than 30 days is forgotten but for the first second", test_year),
		SAYS("each state and mover has its word", test_words_of),
	};

	return cmocka_run_group_tests_name("history_row", tests, NULL, NULL);
}
