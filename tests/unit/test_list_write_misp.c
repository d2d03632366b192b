/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_write.h"

#include <sys/mman.h>

#include "unit/jq.h"
#include "unit/list_random.h"

static void test_bytes(void **state)
{
	size_t len;
	char *text;

	(void)state;
	got.how.expires_s = NOW + 60;
	assert_int_equal(read_words(LIST_CIDR, "198.51.100.0/24 # \"a\\b\"\n203.0.113.7#x\n"
					       "203.0.113.9#x\n2001:db8::/32\n"), 0);
	strcpy(got.list.source, "drop.txt\n");
	got.list.updated_s = NOW;
	text = written(&got.list, LIST_MISP, &len);
	assert_string_equal(
		text,
		"{\n  \"name\": \"redarc block list test\",\n  \"version\": 20261122,\n"
		"  \"description\": \"redarc: block list test, from drop.txt \\n"
		"entries, direction, added, expires, reason:\\n"
		"1 both 2026-11-22T05:17:00.000Z 2026-11-22T05:18:00.000Z \\\"a\\\\b\\\"\\n"
		"2 both 2026-11-22T05:17:00.000Z 2026-11-22T05:18:00.000Z x\\n"
		"1 both 2026-11-22T05:17:00.000Z 2026-11-22T05:18:00.000Z\\n\",\n"
		"  \"type\": \"cidr\",\n  \"matching_attributes\": [\n    \"ip-src\",\n"
		"    \"ip-dst\",\n    \"ip-src|port\",\n    \"ip-dst|port\",\n    \"domain|ip\"\n"
		"  ],\n  \"list\": [\n    \"198.51.100.0/24\",\n    \"203.0.113.7/32\",\n"
		"    \"203.0.113.9/32\",\n    \"2001:db8::/32\"\n  ]\n}\n");
	free(text);
}

/* The published schema, as a filter: its six properties of their types, and no others. */
static void test_schema(void **state)
{
	char answer[64];
	struct list l;

	(void)state;
	if (!jq_is_there())
		skip();
	seed = 6;
	for (int i = 0; i < 10; i++) {
		int fd = memfd_create("misp", 0);
		FILE *out = fdopen(fd, "w");

		random_list(&l, 100);
		assert_int_equal(list_write(&l, LIST_MISP, out, &got.e), 0);
		assert_int_equal(jq("length == 1 and (.[0] | keys == [\"description\", \"list\", "
				    "\"matching_attributes\", \"name\", \"type\", \"version\"] and "
				    "all(.name, .description; type == \"string\") and "
				    ".version == (.version | floor) and .type == \"cidr\" and "
				    "(.list | unique | length) == (.list | length) and "
				    "all(.list[]; type == \"string\"))",
				    fd, answer, sizeof(answer)), 0);
		assert_string_equal(answer, "true");
		fclose(out);
		list_clear(&l);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a warninglist tells in its description what redarc knew", test_bytes),
		SAYS("a warninglist has what its schema asks for, and no more", test_schema),
	};

	return cmocka_run_group_tests_name("list_write_misp", tests, NULL, NULL);
}
