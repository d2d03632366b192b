/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "unit/list_text.h"

static void test_sample(void **state)
{
	char text[8192];
	size_t len = read_sample("set.nft", text, sizeof(text));

	(void)state;
	assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
	assert_string_equal(got.entries,
			    "192.0.2.1\n198.51.100.0/24\n203.0.113.1\n203.0.113.2/31\n"
			    "203.0.113.4/31\n203.0.113.6\n2001:db8:bad::/48\n");
	expect_notes("");
}

static void test_added(void **state)
{
	(void)state;
	expect(LIST_AUTO, "flush set inet filter bad\n"
			  "add element inet filter bad { 192.0.2.1, 10.0.0.1 }\n",
	       "192.0.2.1\n");
	expect_notes("file:2: 10.0.0.1: private\n");
}

static void test_comments(void **state)
{
	(void)state;
	expect(LIST_NFTABLES, "table inet t { set s { elements = { 192.0.2.1, # 192.0.2.9, }\n"
			      "junk,\n 192.0.2.2 } } }\n# elements = { 192.0.2.3 }\n",
	       "192.0.2.1\n192.0.2.2\n");
	expect_notes("file:2: junk: no address\n");
}

static void test_quoted(void **state)
{
	(void)state;
	expect(LIST_NFTABLES,
	       "table inet t { set s { elements = { 192.0.2.1 comment \"a, { # b\",\n"
			      "192.0.2.2 comment \"half\n } } }\n",
	       "192.0.2.1\n192.0.2.2\n");
	expect_notes("");
}

static void test_cut(void **state)
{
	char text[8192];
	size_t len = read_sample("set.nft", text, sizeof(text));

	(void)state;
	while (len && text[len - 1] != '}')
		len--;
	while (len > 1) {
		len--;
		if (read_bytes(LIST_NFTABLES, text, len) != -EBADMSG)
			fail_msg("%zu bytes of it were taken for a list", len);
	}
	expect_no_list(LIST_NFTABLES, "add element inet t s { 192.0.2.1,\n192.0.2",
		       "file:2: cut short: a bracket is left open");
}

static void test_none(void **state)
{
	(void)state;
	expect_no_list(LIST_AUTO, "table inet t {\n\tset s {\n\t\ttype ipv4_addr\n\t}\n}\n",
		       "file: holds no usable address (0 stripped, 0 refused, 0 no addresses)");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("the elements of all sets are taken, ports of rules are not", test_sample),
		SAYS("elements that are added by a command are taken", test_added),
		SAYS("what a comment of nftables names is not taken", test_comments),
		SAYS("what is quoted within an element does not end it", test_quoted),
		SAYS("sets that were cut short are no list", test_cut),
		SAYS("sets without elements are no list", test_none),
	};

	return cmocka_run_group_tests_name("list_read_nft", tests, NULL, NULL);
}
