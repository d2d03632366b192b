/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/addr.h"

static void faults(void **state)
{
	static const struct {
		const char *text;
		enum list_fault fault;
	} rows[] = {
		{ "", LIST_FAULT_ADDRESS },
		{ "/", LIST_FAULT_ADDRESS },
		{ "/24", LIST_FAULT_ADDRESS },
		{ "example.net", LIST_FAULT_ADDRESS },
		{ "198.51.100.256", LIST_FAULT_ADDRESS },
		{ "198.51.100/24", LIST_FAULT_ADDRESS },
		{ "2001:db8:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0/32", LIST_FAULT_ADDRESS },
		{ "010.1.2.3", LIST_FAULT_OCTAL },
		{ "198.051.100.0/24", LIST_FAULT_OCTAL },
		{ "198.51.100.0/33", LIST_FAULT_LENGTH },
		{ "198.51.100.0/", LIST_FAULT_LENGTH },
		{ "198.51.100.0/-1", LIST_FAULT_LENGTH },
		{ "198.51.100.0/4294967320", LIST_FAULT_LENGTH },
		{ "2001:db8::/129", LIST_FAULT_LENGTH },
		{ "198.51.100.7/24", LIST_FAULT_BITS },
		{ "2001:db8::1/32", LIST_FAULT_BITS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cidr net;

		assert_int_not_equal(cidr_parse(rows[i].text, &net), 0);
		if (list_fault(rows[i].text) != rows[i].fault)
			fail_msg("%s", rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "list_fault: each text that is no prefix has its reason", faults, NULL, NULL,
		  NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
