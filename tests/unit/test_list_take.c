/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_take.h"

#include "unit/list_text.h"

/* An address that stays, so that a list is one. */
#define GOOD "198.51.100.7\n"

static void expect_why(const char *text, const char *why, uint32_t stripped)
{
	char lines[1024], notes[2048];

	snprintf(lines, sizeof(lines), GOOD "%s\n", text);
	snprintf(notes, sizeof(notes), "file:2: %s: %s\n", text, why);
	expect(LIST_CIDR, lines, GOOD);
	expect_notes(notes);
	assert_int_equal(got.counts.taken, 1);
	assert_int_equal(got.counts.stripped, stripped);
	assert_int_equal(got.counts.refused, 1 - stripped);
}

static void test_stripped(void **state)
{
	static const char *const cases[][2] = {
		{ "10.0.0.0/8", "private" },	     { "10.255.255.255", "private" },
		{ "172.16.0.0/12", "private" },	     { "172.31.255.0/24", "private" },
		{ "192.168.1.1", "private" },	     { "fd00::1", "private" },
		{ "fc00::/7", "private" },	     { "192.0.0.0/8", "private" },
		{ "172.0.0.0/11", "private" },	     { "100.64.0.0/10", "carrier-grade" },
		{ "100.127.255.255", "carrier-grade" }, { "169.254.7.7", "link-local" },
		{ "fe80::1", "link-local" },	     { "127.0.0.1", "loopback" },
		{ "::1", "loopback" },		     { "224.0.0.0/4", "multicast" },
		{ "239.1.2.3", "multicast" },	     { "ff02::1", "multicast" },
		{ "0.0.0.0", "reserved" },	     { "0.0.0.0/8", "reserved" },
		{ "240.0.0.0/4", "reserved" },	     { "255.255.255.255", "reserved" },
		{ "::", "reserved" },		     { "::ffff:10.1.2.3", "private" },
		{ "0.0.0.0/0", "shorter than /8" },  { "128.0.0.0/1", "shorter than /8" },
		{ "::/0", "shorter than /8" },	     { "8.0.0.0/7", "shorter than /8" },
		{ "2000::/3", "shorter than /8" },   { "10.0.0.0-10.0.0.9", "private" },
		{ "9.255.255.255-10.0.0.0", "private" },
		{ "0.0.0.0-255.255.255.255", "shorter than /8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_why(cases[i][0], cases[i][1], 1);
}

static void test_kept(void **state)
{
	static const char *const cases[] = {
		"9.255.255.255\n", "11.0.0.0/8\n", "100.63.255.255\n", "100.128.0.0/9\n",
		"126.0.0.0/8\n", "172.15.0.0/16\n", "172.32.0.0/11\n", "192.0.2.0/24\n",
		"198.51.100.0/24\n", "203.0.113.0/24\n", "223.255.255.255\n", "2001:db8::/32\n",
		"1.0.0.0/8\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		expect(LIST_CIDR, cases[i], cases[i]);
		expect_notes("");
	}
}

static void test_own(void **state)
{
	struct cidr own[2];

	(void)state;
	assert_int_equal(cidr_parse("203.0.113.9", &own[0]), 0);
	assert_int_equal(cidr_parse("2001:db8:1::/48", &own[1]), 0);
	got.how.own = own;
	got.how.n_own = 2;
	expect_why("203.0.113.9", "an address of this machine", 1);
	expect_why("203.0.113.0/24", "an address of this machine", 1);
	expect_why("2001:db8:1::7", "an address of this machine", 1);
	expect(LIST_CIDR, "203.0.113.8\n2001:db8:2::/48\n", "203.0.113.8\n2001:db8:2::/48\n");
}

static void test_near(void **state)
{
	(void)state;
	got.how.keep_near = true;
	expect(LIST_CIDR,
	       "10.0.0.0/8\n100.64.0.1\n169.254.0.0/16\n172.16.0.0/12\n192.168.0.7\nfd00::/16\n",
	       "10.0.0.0/8\n100.64.0.1\n169.254.0.0/16\n172.16.0.0/12\n192.168.0.7\nfd00::/16\n");
	expect_why("127.0.0.1", "loopback", 1);
	expect_why("224.0.0.1", "multicast", 1);
	expect_why("255.255.255.255", "reserved", 1);
	expect_why("8.0.0.0/5", "shorter than /8", 1);
}

static void test_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "010.1.2.3", "leading zeros, which may mean octal" },
		{ "198.51.100.07", "leading zeros, which may mean octal" },
		{ "198.051.100.0/24", "leading zeros, which may mean octal" },
		{ "198.51.100.1/24", "bits behind the prefix" },
		{ "2001:db8::1/32", "bits behind the prefix" },
		{ "198.51.100.0/33", "no such prefix length" },
		{ "198.51.100.0/", "no such prefix length" },
		{ "198.51.100.0/-1", "no such prefix length" },
		{ "198.51.100.0/4294967320", "no such prefix length" },
		{ "198.51.100.0/255.255.255.0", "no such prefix length" },
		{ "2001:db8::/129", "no such prefix length" },
		{ "198.51.100.256", "no address" },
		{ "198.51.100", "no address" },
		{ "198.51.100.7.8", "no address" },
		{ "3325256711", "no address" },
		{ "99999999999999999999999999999999999999999999", "no address" },
		{ "c2.example.com", "no address" },
		{ "198.51.100.7:443", "no address" },
		{ "198.51.100.7 198.51.100.8", "no address" },
		{ "198.51.100.9-198.51.100.7", "a range that ends before it begins" },
		{ "198.51.100.0/24-198.51.101.0/24", "a range of prefixes" },
		{ "198.51.100.7-2001:db8::1", "a range from IPv4 to IPv6" },
		{ "198.51.100.7-", "no address" },
		{ "198.51.100.7-198.51.100.010", "leading zeros, which may mean octal" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_why(cases[i][0], cases[i][1], 0);
}

static void test_lengths(void **state)
{
	(void)state;
	for (int len = 0; len <= 40; len++) {
		char text[64];

		snprintf(text, sizeof(text), "128.0.0.0/%d\n", len);
		if (len && len < 8)
			expect_no_list(LIST_CIDR, text, "file: holds no usable address "
				       "(1 stripped, 0 refused, 0 no addresses)");
		else if (!len || len > 32)
			expect_no_list(LIST_CIDR, text, "file: holds no usable address "
				       "(0 stripped, 1 refused, 0 no addresses)");
		else
			expect(LIST_CIDR, text, len == 32 ? "128.0.0.0\n" : text);
	}
}

static void test_ranges(void **state)
{
	(void)state;
	expect(LIST_CIDR, "198.51.100.0-198.51.100.255", "198.51.100.0/24\n");
	expect(LIST_CIDR, "198.51.100.1 - 198.51.100.6 # six",
	       "198.51.100.1 six\n198.51.100.2/31 six\n198.51.100.4/31 six\n198.51.100.6 six\n");
	assert_int_equal(got.counts.taken, 1);
	expect(LIST_CIDR, "2001:db8::-2001:db8::ffff", "2001:db8::/112\n");
	expect(LIST_CIDR, "203.0.113.7-203.0.113.7", "203.0.113.7\n");
}

static void test_shown(void **state)
{
	char text[400];

	(void)state;
	expect(LIST_CIDR, GOOD "\x1b[31mred\x9b\xff\n", GOOD);
	expect_notes("file:2: ?[31mred??: no address\n");
	memset(text, 'x', sizeof(text));
	strcpy(text + 300, "\n" GOOD);
	expect(LIST_CIDR, text, GOOD);
	memset(text, 'x', 64);
	strcpy(text + 64, "...: no address\n");
	assert_memory_equal(got.notes, "file:1: ", 8);
	assert_string_equal(got.notes + 8, text);
}

static void test_unheard(void **state)
{
	(void)state;
	got.how.note = NULL;
	expect(LIST_CIDR, GOOD "10.0.0.1\njunk\n", GOOD);
	assert_int_equal(got.counts.stripped, 1);
	assert_int_equal(got.counts.refused, 1);
}

static void test_reasons(void **state)
{
	char text[400], reason[LIST_REASON];

	(void)state;
	expect(LIST_CIDR, "203.0.113.7 #  \x1b[31mred\x7f and\tblue \xc2\x9b \r\n",
	       "203.0.113.7 [31mred  and blue\n");
	expect(LIST_CIDR, "203.0.113.7 # d\xc3\xa9j\xc3\xa0 vu\n",
	       "203.0.113.7 d\xc3\xa9j\xc3\xa0 vu\n");
	expect(LIST_CIDR, "203.0.113.7 # a\xff\x0f" "b\xe6\x1b\n", "203.0.113.7 a\xff b\xe6\n");
	strcpy(text, "203.0.113.7 # ");
	for (size_t i = 14; i < 314; i += 3)
		strcpy(text + i, "\xe6\x97\xa5");
	assert_int_equal(read_words(LIST_CIDR, text), 0);
	for (size_t i = 0; i + 3 < LIST_REASON; i += 3)
		strcpy(reason + i, "\xe6\x97\xa5");
	assert_string_equal(list_reason(&got.list, got.list.entries), reason);
}

static void test_defaults(void **state)
{
	(void)state;
	got.how.directions = RA_DIR_BIT(RA_OUT);
	got.how.expires_s = NOW + 60;
	got.how.now_s = NOW - 7;
	expect(LIST_CIDR, GOOD, "198.51.100.7 out -7 until +60\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("what touches a range that is not outside is stripped", test_stripped),
		SAYS("its neighbours and the documentation ranges stay", test_kept),
		SAYS("own addresses, and prefixes that hold them, are stripped", test_own),
		SAYS("a user's own list may name private addresses, no others", test_near),
		SAYS("what is no address is refused, and said why", test_refused),
		SAYS("prefixes from 8 to 32 bits are taken, no others", test_lengths),
		SAYS("ranges become prefixes", test_ranges),
		SAYS("notes show nothing that a terminal would obey", test_shown),
		SAYS("without anyone to be told, counts remain", test_unheard),
		SAYS("reasons are cut between letters, and hold no control", test_reasons),
		SAYS("what an entry does not say is as asked for", test_defaults),
	};

	return cmocka_run_group_tests_name("list_take", tests, NULL, NULL);
}
