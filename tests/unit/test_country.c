/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/country.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(country_name("AD"), "Andorra");
	assert_string_equal(country_name("CI"), "C\xc3\xb4te d'Ivoire");
	assert_string_equal(country_name("GB"), "United Kingdom");
	assert_string_equal(country_name("ZW"), "Zimbabwe");
	assert_null(country_name(""));
	assert_null(country_name("ZZ"));
	assert_null(country_name("gb"));
}

/* The search is one of halves: whoever is out of order is not found. */
static void test_all(void **state)
{
	char code[3] = "";
	int found = 0;

	(void)state;
	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
			found += country_name(code) != NULL;
	assert_int_equal(found, 249);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "country: codes have names", .test_func = test_names },
		{ .name = "country: all 249 of ISO 3166-1 are found", .test_func = test_all },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
