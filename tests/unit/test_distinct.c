/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/distinct.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_each_once(void **state)
{
	struct distinct d = { 0 };

	(void)state;
	for (int round = 0; round < 3; round++)
		for (uint32_t i = 1; i <= 100000; i++)
			distinct_add(&d, i * 0x10001);
	assert_int_equal(d.count, 100000);
	assert_false(d.full);
	distinct_clear(&d);
	assert_int_equal(d.count, 0);
}

static void test_zero(void **state)
{
	struct distinct d = { 0 };

	(void)state;
	distinct_add(&d, 0);
	distinct_add(&d, 0xffffffff);
	distinct_add(&d, 0);
	assert_int_equal(d.count, 2);
	distinct_clear(&d);
}

static void test_full(void **state)
{
	struct distinct d = { 0 };

	(void)state;
	for (uint32_t i = 1; i <= DISTINCT_MOST; i++)
		distinct_add(&d, i);
	assert_int_equal(d.count, DISTINCT_MOST);
	assert_false(d.full);
	distinct_add(&d, 7);
	assert_false(d.full);
	distinct_add(&d, DISTINCT_MOST + 1);
	assert_true(d.full);
	assert_int_equal(d.count, DISTINCT_MOST);
	distinct_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "distinct: an address counts once, however often it comes", test_each_once, NULL,
		  NULL, NULL },
		{ "distinct: 0.0.0.0 is an address", test_zero, NULL, NULL, NULL },
		{ "distinct: a full set keeps its count and says that it is the least", test_full,
		  NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("distinct", tests, NULL, NULL);
}
