/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/named.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void taken(void **state)
{
	struct cidr net;
	struct addr a;
	struct err e;

	(void)state;
	assert_int_equal(named_prefix("198.51.100.0/24", &net, &e), 0);
	assert_int_equal(net.len, 120);
	assert_int_equal(named_prefix("2001:db8::/32", &net, &e), 0);
	assert_int_equal(net.len, 32);
	assert_int_equal(named_address("198.51.100.7", &a, &e), 0);
	assert_int_equal(a.b[15], 7);
}

static void refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "198.51.100.256", "198.51.100.256: no address" },
		{ "", ": no address" },
		{ "example.net", "example.net: a name is no address, and is not looked up" },
		{ "198.51.100.7/24",
		  "198.51.100.7/24: bits behind the prefix; did you mean 198.51.100.0/24?" },
		{ "198.51.100.7/0",
		  "198.51.100.7/0: bits behind the prefix; did you mean 0.0.0.0/0?" },
		{ "2001:db8::7/64",
		  "2001:db8::7/64: bits behind the prefix; did you mean 2001:db8::/64?" },
		{ "198.51.100.0/33",
		  "198.51.100.0/33: no such prefix length; it has 0 to 32" },
		{ "2001:db8::/129", "2001:db8::/129: no such prefix length; it has 0 to 128" },
		{ "010.1.2.3", "010.1.2.3: leading zeros, which may mean octal" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cidr net;
		struct addr a;
		struct err e;

		assert_int_equal(named_prefix(rows[i].text, &net, &e), -EINVAL);
		assert_string_equal(e.text, rows[i].why);
		memset(&e, 0, sizeof(e));
		assert_int_equal(named_address(rows[i].text, &a, &e), -EINVAL);
		assert_string_equal(e.text, rows[i].why);
	}
}

static void one_address(void **state)
{
	struct addr a;
	struct err e;

	(void)state;
	assert_int_equal(named_address("198.51.100.0/24", &a, &e), -EINVAL);
	assert_string_equal(e.text, "198.51.100.0/24: a prefix; one address is wanted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "named: addresses and prefixes are taken", taken, NULL, NULL, NULL },
		{ "named: what is none is told why, and what may be meant", refused, NULL, NULL,
		  NULL },
		{ "named: a prefix is no address", one_address, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
