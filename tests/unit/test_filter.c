/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/filter.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"

static struct addr addr(const char *text)
{
	struct addr a = { { 0 } };

	if (addr_parse(text, &a))
		fail_msg("%s", text);
	return a;
}

static struct filter filter(const char *text)
{
	struct err e = { "" };
	struct filter f;

	if (filter_parse(text, &f, &e))
		fail_msg("%s", e.text);
	return f;
}

/* Unknown in, of a new network, on list "drop"; allowed out. */
static struct stream_peer sample(void)
{
	struct stream_peer p = { .addr = addr("198.51.100.7"), .local = addr("192.0.2.5") };

	p.side[RA_IN] = (struct stream_side){ .first_ns = 1,
					      .peer_port = 50000,
					      .local_port = 22,
					      .verdict = RA_UNKNOWN,
					      .novelty = 7 };
	p.side[RA_OUT] = (struct stream_side){ .first_ns = 1,
					       .peer_port = 443,
					       .local_port = 40000,
					       .verdict = RA_ALLOWED };
	return p;
}

static uint8_t sides(const char *text, const struct stream_peer *p)
{
	const struct geo_place place = { .country = "CH", .city = "Z\xc3\xbcrich" };
	const struct geo_network network = { .asn = 64500, .name = "Example Net" };
	struct filter f = filter(text);
	struct filter_known known = { filter_place(&f, &place) | filter_network(&f, &network),
				      { filter_list(&f, "drop"), 0 } };

	return filter_sides(&f, p, &known);
}

enum { NONE, IN, OUT, BOTH };

static const struct {
	const char *text;
	uint8_t sides;
} of_the_sample[] = {
	{ "", BOTH },
	{ "  ", BOTH },
	{ "verdict:unknown", IN },
	{ "VERDICT:Unknown", IN },
	{ "verdict:u", IN },
	{ "-verdict:unknown", OUT },
	{ "verdict:blocked", NONE },
	{ "-verdict:blocked", BOTH },
	{ "dir:out", OUT },
	{ "verdict:unknown dir:in", IN },
	{ "verdict:unknown dir:out", NONE }, /* of one and the same direction */
	{ "port:443", OUT },
	{ "port:22", IN },
	{ "-port:22", OUT },
	{ "port:80", NONE },
	{ "new:address", IN },
	{ "new:network", IN },
	{ "new:country", NONE },
	{ "-new:network", OUT },
	{ "net:AS64500", BOTH },
	{ "net:64500", BOTH },
	{ "net:64501", NONE },
	{ "net:ample", BOTH },
	{ "net:assist", NONE },
	{ "country:ch", BOTH },
	{ "country:NL", NONE },
	{ "-country:NL", BOTH },
	{ "host:192.0.2.5", BOTH },
	{ "host:192.0.2.0/24", BOTH },
	{ "host:198.51.100.7", NONE },
	{ "198.51.100.7", BOTH },
	{ "198.51.100.70", NONE },
	{ "198.51.100.0/24", BOTH },
	{ "-198.51.100.0/24", NONE },
	{ "203.0.113.0/24", NONE },
	{ "51.100", BOTH },
	{ "192.0.2", NONE }, /* the inside host is asked for by name */
	{ "example", BOTH },
	{ "as64500", BOTH },
	{ "Z\xc3\xbcrich", BOTH },
	{ "z\xc3\x9cRICH", BOTH },
	{ "ch", BOTH },
	{ "swiss", NONE },
	{ "switzer", BOTH },
	{ "drop", IN },
	{ "-drop", OUT },
	{ "switzerland net:example dir:in", IN },
	{ "switzerland -net:example", NONE },
	{ "private", NONE },
};

static void test_matches(void **state)
{
	const struct stream_peer p = sample();

	(void)state;
	for (size_t i = 0; i < sizeof(of_the_sample) / sizeof(*of_the_sample); i++) {
		uint8_t passing = sides(of_the_sample[i].text, &p);

		if (passing != of_the_sample[i].sides)
			fail_msg("%s: %u, not %u", of_the_sample[i].text, passing,
				 of_the_sample[i].sides);
	}
}

static void test_other_families(void **state)
{
	struct stream_peer p = sample();

	(void)state;
	p.addr = addr("2001:db8::beef");
	assert_int_equal(sides("2001:db8", &p), RA_BOTH);
	assert_int_equal(sides("2001:db8::/32", &p), RA_BOTH);
	assert_int_equal(sides("beef", &p), RA_BOTH);
	assert_int_equal(sides("dead", &p), 0);
	p.addr = addr("10.0.0.9");
	assert_int_equal(sides("private", &p), RA_BOTH);
	p.addr = addr("224.0.0.251");
	assert_int_equal(sides("multicast", &p), RA_BOTH);
	assert_int_equal(sides("private", &p), 0);
}

static void test_unused(void **state)
{
	struct stream_peer p = sample();

	(void)state;
	p.side[RA_OUT].first_ns = 0;
	assert_int_equal(sides("", &p), RA_DIR_BIT(RA_IN));
	assert_int_equal(sides("-verdict:unknown", &p), 0);
}

static void test_refuses(void **state)
{
	static const struct {
		const char *text, *told;
		int code;
	} cases[] = {
		{ "verdict:purple", "verdict:purple: wants allowed, learning, unknown or blocked",
		  -EINVAL },
		{ "verdict:", "verdict:: wants allowed, learning, unknown or blocked", -EINVAL },
		{ "london Verdict:x",
		 "Verdict:x: wants allowed, learning, unknown or blocked", -EINVAL },
		{ "-dir:up", "-dir:up: wants in or out", -EINVAL },
		{ "new:any", "new:any: wants address, subnet, network or country", -EINVAL },
		{ "port:0", "port:0: wants 1 to 65535", -EINVAL },
		{ "port:65536", "port:65536: wants 1 to 65535", -EINVAL },
		{ "port:99999999999999999999",
		 "port:99999999999999999999: wants 1 to 65535", -EINVAL },
		{ "port:-1", "port:-1: wants 1 to 65535", -EINVAL },
		{ "net:", "net:: wants AS and its number, or a name", -EINVAL },
		{ "net:as", "net:as: wants AS and its number, or a name", -EINVAL },
		{ "net:4294967296", "net:4294967296: wants AS and its number, or a name", -EINVAL },
		{ "country:NLD", "country:NLD: wants two letters", -EINVAL },
		{ "host:here", "host:here: wants an address, or a prefix", -EINVAL },
		{ "host:192.0.2.5/24",
		 "host:192.0.2.5/24: wants an address, or a prefix", -EINVAL },
		{ "198.51.100.7/24", "198.51.100.7/24: no prefix", -EINVAL },
		{ "color:red", "color:red: not verdict, dir, new, port, net, country or host",
		  -EINVAL },
		{ "-", "-: nothing behind it", -EINVAL },
		{ "a b c d e f g h i j k l m n o p q", "q: one word too many", -E2BIG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = { "" };
		struct filter f;

		assert_int_equal(filter_parse(cases[i].text, &f, &e), cases[i].code);
		assert_string_equal(e.text, cases[i].told);
		assert_int_equal(f.count, 0);
	}
}

static void test_long_word(void **state)
{
	struct err e = { "" };
	struct filter f;
	char text[70];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[63] = '\0';
	assert_int_equal(filter_parse(text, &f, &e), 0);
	text[63] = 'x';
	text[64] = '\0';
	assert_int_equal(filter_parse(text, &f, &e), -E2BIG);
	assert_non_null(strstr(e.text, ": too long"));
}

static void test_contains(void **state)
{
	static const struct {
		const char *text, *word;
		bool found;
	} cases[] = {
		{ "London", "london", true },
		{ "London", "don", true },
		{ "London", "", true },
		{ "", "", true },
		{ "", "a", false },
		{ "Lond", "london", false },
		{ "\xc3\x85LAND", "\xc3\xa5land", true },
		{ "\xe6\x9d\xb1\xe4\xba\xac", "\xe4\xba\xac", true },
		{ "aab", "ab", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(filter_contains(cases[i].text, cases[i].word), cases[i].found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "filter: all words are true of one direction of what is shown",
		  .test_func = test_matches },
		{ .name = "filter: IPv6 and what is not global are found by what they are",
		  .test_func = test_other_families },
		{ .name = "filter: a direction that is not used is never shown",
		  .test_func = test_unused },
		{ .name = "filter: a word that is not understood is told, with what would be",
		  .test_func = test_refuses },
		{ .name = "filter: a word may have 63 bytes", .test_func = test_long_word },
		{ .name = "filter: case does not matter, in Latin letters with marks neither",
		  .test_func = test_contains },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
