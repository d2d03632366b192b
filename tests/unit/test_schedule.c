/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SAYS(sentence, test) { "schedule: " sentence, test, NULL, NULL, NULL }
#define NOW INT64_C(1800000000)
#define HOUR 3600

static struct feed_config config(void)
{
	return (struct feed_config){ .name = "drop", .url = "https://lists.example/drop",
				     .every_s = 6 * HOUR, .directions = 3 };
}

/* What is remembered of a list that was tried an hour ago. */
static struct meta tried(const struct feed_config *c, int64_t failures)
{
	struct meta m = { .tried_s = NOW - HOUR, .failures = failures };

	strcpy(m.url, c->url);
	meta_reading(c, m.reading);
	return m;
}

static void test_due(void **state)
{
	struct feed_config c = config();
	struct meta m = tried(&c, 0);

	(void)state;
	m.tried_s = 0;
	assert_int_equal(schedule_next(&c, &m, NOW), NOW);
	m.tried_s = NOW + 1;
	assert_int_equal(schedule_next(&c, &m, NOW), NOW);
	m = tried(&c, 0);
	strcpy(c.url, "https://lists.example/other");
	assert_int_equal(schedule_next(&c, &m, NOW), NOW);
	c = config();
	c.directions = 1;
	assert_int_equal(schedule_next(&c, &m, NOW), NOW);
}

static void test_waits(void **state)
{
	static const struct {
		int64_t failures, wait_s;
	} cases[] = {
		{ 0, 6 * HOUR }, { 1, 300 },   { 2, 600 },      { 3, 1200 },
		{ 7, 19200 },    { 8, 21600 }, { 9, 6 * HOUR }, { INT64_MAX, 6 * HOUR },
	};
	const struct feed_config c = config();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct meta m = tried(&c, cases[i].failures);
		int64_t wait_s = schedule_next(&c, &m, NOW) - m.tried_s;

		assert_in_range(wait_s, cases[i].wait_s, cases[i].wait_s * 11 / 10);
		assert_int_equal(schedule_next(&c, &m, NOW + 1) - m.tried_s, wait_s);
	}
}

static void test_chance(void **state)
{
	struct feed_config c = config();
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct meta m = tried(&c, 0);
		int64_t wait_s;

		snprintf(c.name, sizeof(c.name), "list-%d", i);
		wait_s = schedule_next(&c, &m, NOW) - m.tried_s;
		least = wait_s < least ? wait_s : least;
		most = wait_s > most ? wait_s : most;
	}
	assert_true(most - least > 6 * HOUR / 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what was never tried, or is another list by now, is due", test_due),
		SAYS("after a failure it is tried sooner, then ever later", test_waits),
		SAYS("lists are kept apart by up to a tenth", test_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
