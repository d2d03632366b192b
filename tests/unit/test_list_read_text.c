/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "unit/list_text.h"

static void test_plain(void **state)
{
	(void)state;
	expect(LIST_CIDR,
	       "# a comment\n; another\n\n  \t\n198.51.100.7\n\t198.51.100.64/26   # rented\n"
	       "203.0.113.7;SBL1\n2001:db8::/32\n",
	       "198.51.100.7\n198.51.100.64/26 rented\n203.0.113.7 SBL1\n2001:db8::/32\n");
	assert_int_equal(got.counts.taken, 4);
	expect_notes("");
}

static void test_line_ends(void **state)
{
	static const char *const cases[] = {
		"198.51.100.7\r\n203.0.113.7\r\n",
		"\357\273\277198.51.100.7\n203.0.113.7",
		"\xef\xbb\xbf\r\n198.51.100.7 \r\n\r\n203.0.113.7\t\r\n",
		"\n\n203.0.113.7\n198.51.100.7",
		"198.51.100.7\n203.0.113.7\n198.51.100.7\n203.0.113.7\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(LIST_AUTO, cases[i], "198.51.100.7\n203.0.113.7\n");
}

static void test_zeros(void **state)
{
	static const char text[] = "198.51.100.7\n203.0.113.7\0 \n\0\n192.0.2.1 # a\0b\n192.0.2.2";

	(void)state;
	assert_int_equal(read_bytes(LIST_AUTO, text, sizeof(text)), 0);
	assert_string_equal(got.entries, "192.0.2.1 a b\n198.51.100.7\n");
	expect_notes("file:2: 203.0.113.7?: no address\nfile:3: ?: no address\n"
		     "file:5: 192.0.2.2?: no address\n");
}

static void test_long_lines(void **state)
{
	const size_t len = 4 << 20;
	char *text = malloc(len + 1);

	(void)state;
	memset(text, '7', len);
	memcpy(text + len - 14, "\n198.51.100.7\n", 15);
	expect(LIST_AUTO, text, "198.51.100.7\n");
	assert_int_equal(got.counts.refused, 1);
	memset(text, ' ', len - 14);
	memcpy(text, "203.0.113.7 #", 13);
	expect(LIST_AUTO, text, "198.51.100.7\n203.0.113.7\n");
	free(text);
}

static void test_cut(void **state)
{
	(void)state;
	expect(LIST_CIDR, "198.51.100.7\n198.51.100.8", "198.51.100.7\n198.51.100.8\n");
	expect(LIST_CIDR, "198.51.100.7\n198.51.100.", "198.51.100.7\n");
	expect_notes("file:2: 198.51.100.: no address\n");
	expect(LIST_CIDR, "198.51.100.7\n203.0.113.0/2", "198.51.100.7\n");
	expect_notes("file:2: 203.0.113.0/2: bits behind the prefix\n");
}

static void test_provenance(void **state)
{
	char text[4096];
	size_t len = read_sample("drop.txt", text, sizeof(text));

	(void)state;
	assert_int_equal(read_bytes(LIST_CIDR, text, len), 0);
	assert_string_equal(got.entries,
			    "192.0.2.0/25 SBL100001\n198.51.100.0/24 SBL100002\n"
			    "203.0.113.128/25 SBL100003\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("plain text is a prefix a line, its comments are reasons", test_plain),
		SAYS("line ends of all systems, a BOM and duplicates do no harm", test_line_ends),
		SAYS("a line with a zero in it is no address", test_zeros),
		SAYS("a line of megabytes is refused, or its comment cut", test_long_lines),
		SAYS("a last line without an end is taken when it is whole", test_cut),
		SAYS("Spamhaus' numbers are the reasons of its text", test_provenance),
	};

	return cmocka_run_group_tests_name("list_read_text", tests, NULL, NULL);
}
