/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_own(void **state)
{
	struct cidr loopback, *own;
	size_t n = own_addresses(&own);
	bool found = false;

	(void)state;
	assert_int_equal(cidr_parse("127.0.0.1", &loopback), 0);
	for (size_t i = 0; i < n; i++)
		found |= own[i].len == loopback.len && addr_equal(&own[i].net, &loopback.net);
	free(own);
	assert_true(found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "own: this machine has the loopback address", test_own, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
