/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/addr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct addr addr(const char *text)
{
	struct addr a = { { 0 } };

	if (addr_parse(text, &a))
		fail_msg("%s", text);
	return a;
}

static struct cidr cidr(const char *text)
{
	struct cidr c = { .len = 0 };

	if (cidr_parse(text, &c))
		fail_msg("%s", text);
	return c;
}

static void test_text(void **state)
{
	static const char *const cases[][2] = {
		{ "198.51.100.7", "198.51.100.7" },
		{ "0.0.0.0", "0.0.0.0" },
		{ "255.255.255.255", "255.255.255.255" },
		{ "::ffff:192.0.2.1", "192.0.2.1" },
		{ "::ffff:c000:201", "192.0.2.1" },
		{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
		{ "::", "::" },
		{ "::192.0.2.1", "::192.0.2.1" },
		{ "2001:db8:1111:2222:3333:4444:5555:6666",
		  "2001:db8:1111:2222:3333:4444:5555:6666" },
	};
	char text[ADDR_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct addr a = addr(cases[i][0]);

		assert_string_equal(addr_format(&a, text), cases[i][1]);
	}
}

static void test_no_address(void **state)
{
	static const char *const cases[] = {
		"", " ", "198.51.100", "198.51.100.256", "198.51.100.7 ", " 198.51.100.7",
		"010.1.2.3", "10.01.2.3", "0x0a.1.2.3", "3325256711", "198.51.100.7.8", "198.51..7",
		"-1.1.1.1", "example", "2001:db8::1::2", "2001:db8::1%eth0", "12345::", "[::1]",
		"::ffff:010.1.2.3", "198.51.100.7/24",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct addr a;

		if (addr_parse(cases[i], &a) != -EINVAL)
			fail_msg("\"%s\" was taken for an address", cases[i]);
	}
}

static void test_wire(void **state)
{
	uint32_t be_ip = htonl(0xc6336407);
	struct addr a = addr_from_be32(be_ip), b = addr("198.51.100.7"), c = addr("198.51.100.8");
	struct addr v6 = addr("2001:db8::1");

	(void)state;
	assert_true(addr_is_v4(&a));
	assert_false(addr_is_v4(&v6));
	assert_int_equal(addr_to_be32(&a), be_ip);
	assert_true(addr_equal(&a, &b));
	assert_int_equal(addr_hash(&a), addr_hash(&b));
	assert_false(addr_equal(&a, &c));
	assert_int_not_equal(addr_hash(&a), addr_hash(&c));
}

static void test_prefixes(void **state)
{
	static const struct {
		const char *text;
		uint8_t len;
	} cases[] = {
		{ "198.51.100.0/24", 120 }, { "198.51.100.7", 128 }, { "198.51.100.7/32", 128 },
		{ "0.0.0.0/0", 96 },        { "128.0.0.0/1", 97 },   { "198.51.100.6/31", 127 },
		{ "2001:db8::/32", 32 },    { "2001:db8::1", 128 },  { "::/0", 0 },
		{ "8000::/1", 1 },          { "::ffff:198.51.100.0/120", 120 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(cidr(cases[i].text).len, cases[i].len);
}

static void test_no_prefix(void **state)
{
	static const char *const cases[] = {
		"", "/", "/24", "198.51.100.0/", "198.51.100.0/33", "198.51.100.0/-1",
		"198.51.100.0/+24", "198.51.100.0/24 ", "198.51.100.0/ 24", "198.51.100.0/24/24",
		"198.51.100.1/24", "198.51.100.128/24", "198.51.100.0/21", "10/8",
		"198.51.100.0/4294967320", "198.51.100.0/99999999999999999999999",
		"2001:db8::/129", "2001:db8::/28", "::1/127", "198.51.100.0/255.255.255.0",
		"2001:db8:1111:2222:3333:4444:5555:6666:7777:8888:9999/24",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cidr c;

		if (cidr_parse(cases[i], &c) != -EINVAL)
			fail_msg("\"%s\" was taken for a prefix", cases[i]);
	}
}

static void test_cidr_format(void **state)
{
	static const char *const texts[] = { "198.51.100.7", "198.51.100.0/24", "0.0.0.0/0",
					     "2001:db8::/32", "2001:db8::1", "::/0",
					     "2001:db8:1111:2222:3333:4444:5555:6666/127" };
	char text[CIDR_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct cidr c = cidr(texts[i]);

		assert_string_equal(cidr_format(&c, text), texts[i]);
	}
}

static void test_contains(void **state)
{
	static const struct {
		const char *net, *addr;
		bool inside;
	} cases[] = {
		{ "198.51.100.0/24", "198.51.100.0", true },
		{ "198.51.100.0/24", "198.51.100.255", true },
		{ "198.51.100.0/24", "198.51.101.0", false },
		{ "198.51.100.0/24", "198.51.99.255", false },
		{ "198.51.100.128/25", "198.51.100.127", false },
		{ "198.51.100.128/25", "198.51.100.128", true },
		{ "198.51.100.7", "198.51.100.7", true },
		{ "198.51.100.7", "198.51.100.6", false },
		{ "198.51.100.6/31", "198.51.100.7", true },
		{ "0.0.0.0/0", "203.0.113.1", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "2001:db8::/32", "2001:db8:ffff::1", true },
		{ "2001:db8::/32", "2001:db9::1", false },
		{ "2001:db8::/33", "2001:db8:8000::", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cidr c = cidr(cases[i].net);
		struct addr a = addr(cases[i].addr);

		if (cidr_contains(&c, &a) != cases[i].inside)
			fail_msg("%s in %s", cases[i].addr, cases[i].net);
	}
}

static void test_scopes(void **state)
{
	static const struct {
		const char *addr;
		enum addr_scope scope;
	} cases[] = {
		{ "9.255.255.255", ADDR_GLOBAL },     { "10.0.0.0", ADDR_PRIVATE },
		{ "10.255.255.255", ADDR_PRIVATE },   { "11.0.0.0", ADDR_GLOBAL },
		{ "172.15.255.255", ADDR_GLOBAL },    { "172.16.0.0", ADDR_PRIVATE },
		{ "172.31.255.255", ADDR_PRIVATE },   { "172.32.0.0", ADDR_GLOBAL },
		{ "192.167.255.255", ADDR_GLOBAL },   { "192.168.0.0", ADDR_PRIVATE },
		{ "192.169.0.0", ADDR_GLOBAL },       { "100.63.255.255", ADDR_GLOBAL },
		{ "100.64.0.0", ADDR_PRIVATE },       { "100.127.255.255", ADDR_PRIVATE },
		{ "100.128.0.0", ADDR_GLOBAL },       { "126.255.255.255", ADDR_GLOBAL },
		{ "127.0.0.1", ADDR_LOOPBACK },       { "128.0.0.0", ADDR_GLOBAL },
		{ "169.254.0.1", ADDR_LINK },         { "169.255.0.1", ADDR_GLOBAL },
		{ "223.255.255.255", ADDR_GLOBAL },   { "224.0.0.1", ADDR_MULTICAST },
		{ "239.255.255.255", ADDR_MULTICAST }, { "240.0.0.0", ADDR_RESERVED },
		{ "255.255.255.254", ADDR_RESERVED }, { "255.255.255.255", ADDR_MULTICAST },
		{ "0.0.0.0", ADDR_RESERVED },         { "0.255.255.255", ADDR_RESERVED },
		{ "1.0.0.0", ADDR_GLOBAL },           { "192.0.2.1", ADDR_GLOBAL },
		{ "198.51.100.1", ADDR_GLOBAL },      { "203.0.113.1", ADDR_GLOBAL },
		{ "::", ADDR_RESERVED },              { "::1", ADDR_LOOPBACK },
		{ "fe80::1", ADDR_LINK },             { "febf::1", ADDR_LINK },
		{ "fec0::1", ADDR_GLOBAL },           { "ff02::1", ADDR_MULTICAST },
		{ "fc00::1", ADDR_PRIVATE },          { "fdff::1", ADDR_PRIVATE },
		{ "fe00::1", ADDR_GLOBAL },           { "2001:db8::1", ADDR_GLOBAL },
		{ "::ffff:10.1.2.3", ADDR_PRIVATE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct addr a = addr(cases[i].addr);

		if (addr_scope(&a) != cases[i].scope)
			fail_msg("%s: scope %d", cases[i].addr, addr_scope(&a));
		assert_int_equal(addr_is_near(&a), cases[i].scope != ADDR_GLOBAL);
	}
}

#define SAYS(sentence, test) { "addr: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("an address reads and prints as people write it", test_text),
		SAYS("what is no address, or could be octal, is refused", test_no_address),
		SAYS("an address comes back from a packet as it stood there", test_wire),
		SAYS("a prefix counts in the 128 bits, an address alone is itself", test_prefixes),
		SAYS("a prefix with bits below it, or none, is refused", test_no_prefix),
		SAYS("a prefix holds its first and its last address and no other", test_contains),
		SAYS("a prefix is written as it is read", test_cidr_format),
		SAYS("each scope ends where its registry says", test_scopes),
	};

	return cmocka_run_group_tests_name("addr", tests, NULL, NULL);
}
