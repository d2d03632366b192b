/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What another implementation, Python's uuid5, makes of as many "a". */
static void test_known(void **state)
{
	static const struct {
		size_t n;
		const char *uuid;
	} cases[] = {
		{ 0, "6ad0fb8c-3ced-5ead-8881-4722a4afaded" },
		{ 39, "1d25d233-983b-58a6-97e0-994eee29d96d" },
		{ 40, "cab13bbc-fd63-5d6f-bc7b-a2fa4f28f8ce" },
		{ 48, "a10a10c8-cbb9-56d1-ac53-63fa6f9bd0ff" },
		{ 1024, "c4d0a4c3-9dc6-53c4-b995-6b53c5376ccb" },
		{ 1025, "c4d0a4c3-9dc6-53c4-b995-6b53c5376ccb" },
	};
	char name[1026], uuid[LIST_UUID];

	(void)state;
	memset(name, 'a', sizeof(name));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		name[cases[i].n] = 0;
		assert_string_equal(list_uuid(name, uuid), cases[i].uuid);
		name[cases[i].n] = 'a';
	}
	assert_string_equal(list_uuid("block-drop 198.51.100.0/24", uuid),
			    "c9a0721e-27c1-55ab-8b3d-c8855dd18019");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{ "list: a name has the UUID that others compute", test_known, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("list_uuid", tests, NULL, NULL);
}
