/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/chance.h"

#define START 495000 /* hours since 1970 */

static bool is_set(const uint64_t *ring, int64_t hour)
{
	return ring[hour % HISTORY_HOURS / 64] >> (hour % HISTORY_HOURS % 64) & 1;
}

/* What the functions have to say, hour by hour. */
static void check_all(const uint64_t *ring, int64_t from, int64_t to)
{
	int64_t first = -1, last = -1;
	uint32_t n = 0;

	for (int64_t hour = from; hour <= to; hour++) {
		if (!is_set(ring, hour))
			continue;
		first = first < 0 ? hour : first;
		last = hour;
		n++;
	}
	assert_int_equal(history_hours_first(ring, from, to), first);
	assert_int_equal(history_hours_last(ring, from, to), last);
	assert_int_equal(history_hours_count(ring, from, to), n);
}

static void test_chance(void **state)
{
	uint64_t ring[HISTORY_WORDS] = { 0 };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t from = START + random_below(2 * HISTORY_HOURS);
		int64_t to = from + random_below(HISTORY_HOURS);

		if (i % 100 == 0)
			memset(ring, 0, sizeof(ring));
		history_hours_set(ring, START + random_below(HISTORY_HOURS));
		check_all(ring, from, to);
	}
}

static void test_ends(void **state)
{
	uint64_t ring[HISTORY_WORDS] = { 0 };

	(void)state;
	for (int64_t from = 0; from < HISTORY_HOURS; from++) {
		memset(ring, 0xff, sizeof(ring));
		history_hours_clear(ring, from, from + HISTORY_HOURS - 1);
		check_all(ring, from, from + HISTORY_HOURS - 1);
		history_hours_set(ring, from);
		history_hours_set(ring, from + HISTORY_HOURS - 1);
		assert_int_equal(history_hours_first(ring, from, from + HISTORY_HOURS - 1), from);
		assert_int_equal(history_hours_last(ring, from, from + HISTORY_HOURS - 1),
				 from + HISTORY_HOURS - 1);
		assert_int_equal(history_hours_count(ring, from + 1, from + HISTORY_HOURS - 2), 0);
	}
}

static void test_clear(void **state)
{
	uint64_t ring[HISTORY_WORDS];

	(void)state;
	for (int i = 0; i < 2000; i++) {
		int64_t from = START + random_below(HISTORY_HOURS);
		int64_t to = from + random_below(HISTORY_HOURS);

		memset(ring, 0xff, sizeof(ring));
		history_hours_clear(ring, from, to);
		for (int64_t hour = from; hour < from + HISTORY_HOURS; hour++)
			assert_int_equal(is_set(ring, hour), hour > to);
	}
}

static void test_none(void **state)
{
	uint64_t ring[HISTORY_WORDS];

	(void)state;
	memset(ring, 0xff, sizeof(ring));
	history_hours_clear(ring, START + 1, START);
	check_all(ring, START, START + HISTORY_HOURS - 1);
	assert_int_equal(history_hours_first(ring, 1, 0), -1);
	assert_int_equal(history_hours_last(ring, INT64_MAX, START), -1);
	assert_int_equal(history_hours_count(ring, INT64_MAX, 0), 0);
}

#define SAYS(sentence, test) { "history_hours: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("first, last and count are what a walk hour by hour finds", test_chance),
		SAYS("the whole ring can begin at any hour", test_ends),
		SAYS("what is cleared is gone, and nothing beside it", test_clear),
		SAYS("from after to there are none", test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
