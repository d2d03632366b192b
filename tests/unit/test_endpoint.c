/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/endpoint.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_taken(void **state)
{
	static const struct {
		const char *text, *host, *port;
	} cases[] = {
		{ "192.0.2.9:4739", "192.0.2.9", "4739" },
		{ "collector.example.net:1", "collector.example.net", "1" },
		{ "a_b-c:65535", "a_b-c", "65535" },
		{ "[2001:db8::9]:4739", "2001:db8::9", "4739" },
		{ "[fe80::1%eth0]:4739", "fe80::1%eth0", "4739" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct endpoint e;

		assert_int_equal(endpoint_parse(cases[i].text, &e), 0);
		assert_string_equal(e.host, cases[i].host);
		assert_string_equal(e.port, cases[i].port);
		assert_int_equal(endpoint_parse(cases[i].text, NULL), 0);
	}
}

static void test_refused(void **state)
{
	static const char *const cases[] = {
		"", ":", "192.0.2.9", "192.0.2.9:", ":4739", "192.0.2.9:0", "192.0.2.9:65536",
		"192.0.2.9:04739", "192.0.2.9:4739x", "192.0.2.9:-1", "192.0.2.9: 47", "a b:4739",
		"2001:db8::9:4739", "[2001:db8::9]", "[2001:db8::9]4739", "[2001:db8::9:4739",
		"[]:4739", "[a]:4739", "[", "]:1", "a/b:4739", "192.0.2.9:999999999999",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(endpoint_parse(cases[i], NULL), -EINVAL);
}

/* The longest name of a host that there can be, and one more. */
static void test_long(void **state)
{
	char text[300];
	struct endpoint e;

	(void)state;
	memset(text, 'a', sizeof(text));
	strcpy(text + 253, ":4739");
	assert_int_equal(endpoint_parse(text, &e), 0);
	assert_int_equal(strlen(e.host), 253);
	memset(text, 'a', sizeof(text));
	strcpy(text + 254, ":4739");
	assert_int_equal(endpoint_parse(text, &e), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "endpoint: names and addresses are taken with their port", test_taken, NULL, NULL,
		  NULL },
		{ "endpoint: what is no host with a port is refused", test_refused, NULL, NULL,
		  NULL },
		{ "endpoint: a name of 253 letters fits, a longer one is refused", test_long, NULL,
		  NULL, NULL },
	};

	return cmocka_run_group_tests_name("endpoint", tests, NULL, NULL);
}
