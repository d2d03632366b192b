/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_write.h"

#include "unit/list_random.h"

static void expect_written(enum list_format format, const char *expected)
{
	size_t len;
	char *text = written(&got.list, format, &len);

	assert_string_equal(text, expected);
	free(text);
}

static void give(const char *entries)
{
	assert_int_equal(read_words(LIST_CIDR, entries), 0);
	strcpy(got.list.source, "https://example.org/a\nb");
	got.list.updated_s = NOW;
}

static void test_text(void **state)
{
	(void)state;
	give("203.0.113.129\n198.51.100.0/25\n198.51.100.128/25\n203.0.113.128\n198.51.100.7\n"
	     "2001:db8:8000::/33\n2001:db8::/33\n192.0.2.1\n");
	expect_written(LIST_CIDR, "# redarc: block list test\n# source: https://example.org/a b\n"
				  "# updated: 2026-11-22T05:17:00.000Z\n"
				  "# prefixes: 4, of 8 entries\n192.0.2.1\n198.51.100.0/24\n"
				  "203.0.113.128/31\n2001:db8::/32\n");
	list_clear(&got.list);
	assert_int_equal(list_init(&got.list, LIST_ALLOW, "none"), 0);
	expect_written(LIST_CIDR, "# redarc: allow list none\n# source: unknown\n"
				  "# updated: 1970-01-01T00:00:00.000Z\n"
				  "# prefixes: 0, of 0 entries\n");
}

static void test_sets(void **state)
{
	(void)state;
	give("203.0.113.128\n203.0.113.129\n192.0.2.1\n2001:db8::1\n");
	expect_written(LIST_NFTABLES,
		       "# redarc: block list test\n# source: https://example.org/a b\n"
		       "# updated: 2026-11-22T05:17:00.000Z\n# prefixes: 3, of 4 entries\n"
		       "table inet redarc {\n\tset block-test {\n\t\ttype ipv4_addr\n"
		       "\t\tflags interval\n\t\telements = {\n\t\t\t192.0.2.1,\n"
		       "\t\t\t203.0.113.128/31\n\t\t}\n\t}\n"
		       "\tset block-test-V6 {\n\t\ttype ipv6_addr\n\t\tflags interval\n"
		       "\t\telements = {\n\t\t\t2001:db8::1\n\t\t}\n\t}\n}\n");
}

/* What nft itself says, of lists of all kinds and names, an empty one among them. */
static void test_loadable(void **state)
{
	static const char *const names[] = { "drop", "7-days", "a.b_c-d", "set", "ip6" };
	struct list l;

	(void)state;
	if (system("nft -c add table inet redarc 2>/dev/null"))
		skip();
	seed = 5;
	for (int i = 0; i < 20; i++) {
		FILE *nft = popen("nft -c -f -", "w");

		random_list(&l, 300);
		strcpy(l.name, names[i % 5]);
		if (!i)
			l.n = 0;
		assert_int_equal(list_write(&l, LIST_NFTABLES, nft, &got.e), 0);
		if (pclose(nft))
			fail_msg("nft refuses list %d", i);
		list_clear(&l);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("text is the fewest prefixes, sorted, below where they are from", test_text),
		SAYS("IPv4 and IPv6 have a set of their own for nftables", test_sets),
		SAYS("nft loads whatever list there is", test_loadable),
	};

	return cmocka_run_group_tests_name("list_write_text", tests, NULL, NULL);
}
