/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/special.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_words(void **state)
{
	static const char *const cases[][2] = {
		{ "10.0.0.1", "private" },	  { "100.64.0.1", "private" },
		{ "127.0.0.1", "loopback" },	  { "169.254.1.1", "link-local" },
		{ "224.0.0.251", "multicast" },	  { "255.255.255.255", "multicast" },
		{ "240.0.0.1", "reserved" },	  { "192.88.99.1", "anycast" },
		{ "192.88.98.255", NULL },	  { "192.88.100.0", NULL },
		{ "192.31.196.1", "anycast" },	  { "192.52.193.255", "anycast" },
		{ "192.175.48.6", "anycast" },	  { "192.0.0.9", "anycast" },
		{ "192.0.0.10", "anycast" },	  { "192.0.0.11", NULL },
		{ "198.51.100.7", NULL },	  { "2001:1::1", "anycast" },
		{ "2001:1::3", NULL },		  { "2001:3::1", "anycast" },
		{ "2001:4:112::1", "anycast" },	  { "2620:4f:8000::1", "anycast" },
		{ "2620:4f:8001::1", NULL },	  { "2001:db8::1", NULL },
		{ "fe80::1", "link-local" },	  { "fd00::1", "private" },
		{ "ff02::fb", "multicast" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *word;
		struct addr a;

		assert_int_equal(addr_parse(cases[i][0], &a), 0);
		word = special_word(&a);
		if (!cases[i][1])
			assert_null(word);
		else
			assert_string_equal(word, cases[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "special: a word says why an address has no single place",
		  .test_func = test_words },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
