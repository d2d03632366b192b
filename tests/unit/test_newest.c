/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/newest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/chance.h"

#define TAKEN 3000

static int by_time(const void *a, const void *b)
{
	const struct newest_row *x = a, *y = b;

	return (x->when_s < y->when_s) - (x->when_s > y->when_s);
}

static void expect_newest(uint32_t most, uint32_t taken)
{
	static struct newest_row all[TAKEN];
	struct newest n;

	assert_int_equal(newest_open(&n, most), 0);
	for (uint32_t i = 0; i < taken; i++) {
		all[i] = (struct newest_row){ random_below(5000), i };
		newest_take(&n, i, all[i].when_s);
	}
	while (!newest_sort(&n, 7))
		;
	qsort(all, taken, sizeof(*all), by_time);
	assert_int_equal(n.n, taken < most ? taken : most);
	assert_int_equal(n.left_out, taken - n.n);
	for (uint32_t i = 0; i < n.n; i++)
		assert_int_equal(n.row[i].when_s, all[i].when_s);
	newest_close(&n);
}

static void test_sorted(void **state)
{
	(void)state;
	for (uint32_t run = 1; run <= 20; run++) {
		seed = run;
		expect_newest(1 + random_below(TAKEN), random_below(TAKEN));
	}
	expect_newest(1, TAKEN);
	expect_newest(TAKEN, TAKEN);
	expect_newest(TAKEN, 0);
}

static void test_numbers(void **state)
{
	struct newest n;
	bool seen[100] = { false };

	(void)state;
	assert_int_equal(newest_open(&n, 100), 0);
	for (uint32_t i = 0; i < 100; i++)
		newest_take(&n, i, 7);
	newest_sort(&n, 1000);
	for (uint32_t i = 0; i < n.n; i++)
		seen[n.row[i].number] = true;
	for (uint32_t i = 0; i < 100; i++)
		assert_true(seen[i]);
	newest_close(&n);
}

static void test_piece(void **state)
{
	struct newest n;
	int turns = 1;

	(void)state;
	assert_int_equal(newest_open(&n, 100), 0);
	for (uint32_t i = 0; i < 100; i++)
		newest_take(&n, i, i);
	while (!newest_sort(&n, 10))
		turns++;
	assert_int_equal(turns, 10);
	newest_close(&n);
}

static void test_strange_times(void **state)
{
	struct newest n;

	(void)state;
	assert_int_equal(newest_open(&n, 3), 0);
	newest_take(&n, 1, INT64_MIN);
	newest_take(&n, 2, INT64_MAX);
	newest_take(&n, 3, 5);
	newest_sort(&n, 3);
	assert_int_equal(n.row[0].number, 2);
	assert_int_equal(n.row[1].number, 3);
	assert_int_equal(n.row[2].number, 1);
	newest_close(&n);
}

static void test_no_memory(void **state)
{
	struct newest n = { 0 };

	(void)state;
	newest_take(&n, 1, 1);
	assert_true(newest_sort(&n, 1));
	assert_int_equal(n.n, 0);
	assert_int_equal(n.left_out, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "newest: the newest are kept, the newest first", test_sorted, NULL, NULL, NULL },
		{ "newest: of one time none is lost", test_numbers, NULL, NULL, NULL },
		{ "newest: they are put in order piece by piece", test_piece, NULL, NULL, NULL },
		{ "newest: times that cannot be are put at the ends", test_strange_times, NULL,
		  NULL, NULL },
		{ "newest: without memory all are left out", test_no_memory, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("newest", tests, NULL, NULL);
}
