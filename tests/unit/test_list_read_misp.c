/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "unit/list_text.h"

#define MARK "redarc\\nentries, direction, added, expires, reason:\\n"
#define BEGIN "{\"name\":\"N\",\"type\":\"cidr\",\"list\":[\"192.0.2.1/32\",\"192.0.2.2\"],"

static void test_samples(void **state)
{
	char text[4096];
	size_t len = read_sample("misp.json", text, sizeof(text));

	(void)state;
	assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
	assert_string_equal(got.entries,
			    "192.0.2.0/24 List of known Example CDN ranges\n"
			    "198.51.100.7 List of known Example CDN ranges\n"
			    "2001:db8:cd::/48 List of known Example CDN ranges\n");
	len = read_sample("misp_string.json", text, sizeof(text));
	assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
	assert_string_equal(got.entries, "192.0.2.53 List of known public DNS resolvers\n"
					 "2001:db8::53 List of known public DNS resolvers\n");
	assert_int_equal(got.counts.other, 1);
}

static void test_entries(void **state)
{
	(void)state;
	expect(LIST_MISP, "{\"type\":\"cidr\",\"description\":\"D\",\"list\":[\"192.0.2.1\",7,"
			  "\"example.com\",\"10.0.0.0/8\",null]}",
	       "192.0.2.1 D\n");
	expect_notes("file: entry 2: not a string: no address\n"
		     "file: entry 3: example.com: no address\n"
		     "file: entry 4: 10.0.0.0/8: private\n"
		     "file: entry 5: not a string: no address\n");
	expect_no_list(LIST_MISP,
		       "{\"type\":\"hostname\",\"list\":[\"example.com\",\"a.example\"]}",
		       "file: holds no usable address (0 stripped, 0 refused, 2 no addresses)");
	expect_no_list(LIST_MISP, "{\"type\":\"cidr\",\"list\":[]}",
		       "file: holds no usable address (0 stripped, 0 refused, 0 no addresses)");
}

static void test_provenance(void **state)
{
	(void)state;
	expect(LIST_MISP, BEGIN "\"description\":\"" MARK
				"1 in 2026-11-22T05:17:01.000Z 2026-11-22T05:18:00.000Z a b\\n"
				"1 both 2026-11-22T05:17:00.000Z never\\n\"}",
	       "192.0.2.1 in +1 until +60 a b\n192.0.2.2\n");
}

/* A description that somebody else has changed is worth nothing, all of it. */
static void test_doubtful(void **state)
{
	static const char *const runs[] = {
		"3 in 2026-11-22T05:17:01.000Z never x\\n",
		"1 in 2026-11-22T05:17:01.000Z never x\\n",
		"2 near 2026-11-22T05:17:01.000Z never x\\n",
		"2 in 2026-11-32T05:17:01.000Z never x\\n",
		"2 in 2026-11-22T05:17:01.000Z later x\\n",
		"2 in 2026-11-22T05:17:01.000Z\\n",
		"0 in 2026-11-22T05:17:01.000Z never\\n2 in 2026-11-22T05:17:01.000Z never\\n",
		"4294967298 in 2026-11-22T05:17:01.000Z never x\\n",
		"-2 in 2026-11-22T05:17:01.000Z never x\\n",
		"1 in 2026-11-22T05:17:01.000Z never x\\n\\n1 in 2026-11-22T05:17:01.000Z never\\n",
		"",
	};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		snprintf(text, sizeof(text), BEGIN "\"description\":\"" MARK "%s\"}", runs[i]);
		expect(LIST_MISP, text, "192.0.2.1 N\n192.0.2.2 N\n");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a warninglist's name is the reason of its entries", test_samples),
		SAYS("a warninglist's names and numbers are not taken", test_entries),
		SAYS("the description holds what redarc knew of each entry", test_provenance),
		SAYS("a description that does not fit the list is not believed", test_doubtful),
	};

	return cmocka_run_group_tests_name("list_read_misp", tests, NULL, NULL);
}
