/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/values.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_words(void **state)
{
	static const char *const words[] = { "in", "out" };

	(void)state;
	assert_int_equal(values_word(words, 2, "out"), 1);
	assert_int_equal(values_word(words, 1, "out"), -EINVAL);
	assert_int_equal(values_word(words, 2, "o"), -EINVAL);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		int r;
	} cases[] = {
		{ "1", 0 }, { "100", 0 }, { "0", -ERANGE }, { "101", -ERANGE }, { "", -EINVAL },
		{ "7x", -EINVAL }, { "99999999999999999999", -EINVAL },
	};
	long n;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(values_number(cases[i].text, 1, 100, &n), cases[i].r);
	assert_int_equal(values_number("42", 1, 100, &n), 0);
	assert_int_equal(n, 42);
}

static void test_sizes(void **state)
{
	static const struct {
		const char *text;
		uint64_t size; /* 0: refused */
	} cases[] = {
		{ "1", 1 }, { "96K", 96 << 10 }, { "512M", 512u << 20 },
		{ "999999999G", UINT64_C(999999999) << 30 }, { "", 0 }, { "M", 0 }, { "1MB", 0 },
		{ "1m", 0 }, { "-1", 0 }, { "1 M", 0 }, { "1000000000", 0 }, { "1.5G", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint64_t size = 0;

		assert_int_equal(values_size(cases[i].text, &size), cases[i].size ? 0 : -EINVAL);
		assert_int_equal(size, cases[i].size);
	}
}

static void test_prefixes(void **state)
{
	struct cidr table[3];
	size_t n = 0;

	(void)state;
	assert_int_equal(values_cidrs(table, &n, 3, "192.0.2.0/24, 198.51.100.7"), 0);
	assert_int_equal(n, 2);
	assert_int_equal(table[0].len, 120);
	assert_int_equal(values_cidrs(table, &n, 3, "203.0.113.0/24"), 0);
	assert_int_equal(values_cidrs(table, &n, 3, "203.0.113.0/24"), -E2BIG);
	n = 0;
	assert_int_equal(values_cidrs(table, &n, 3, ""), -EINVAL);
	assert_int_equal(values_cidrs(table, &n, 3, "192.0.2.1/24"), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "values: a word is one of those there are", test_words, NULL, NULL, NULL },
		{ "values: a number is whole, and in its range", test_numbers, NULL, NULL, NULL },
		{ "values: a size has K, M, G or nothing behind it", test_sizes, NULL, NULL, NULL },
		{ "values: prefixes add up over several options", test_prefixes, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
