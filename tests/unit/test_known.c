/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define SAYS(sentence, test) { "known: " sentence, test, set_up, tear_down, NULL }
#define ALL (NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK | NOVEL_COUNTRY)

static struct known known;

static int set_up(void **state)
{
	(void)state;
	return known_init(&known, 4);
}

static int tear_down(void **state)
{
	(void)state;
	known_clear(&known);
	return 0;
}

static struct known_home home_of(const char *peer, uint32_t asn, const char *country)
{
	struct known_home home = { .asn = asn };

	assert_int_equal(addr_parse(peer, &home.peer), 0);
	strcpy(home.country, country);
	return home;
}

static uint8_t novelty(const char *peer, uint32_t asn, const char *country)
{
	const struct known_home home = home_of(peer, asn, country);

	return known_novelty(&known, &home, false);
}

static void test_levels(void **state)
{
	static const struct {
		const char *peer;
		uint32_t asn;
		const char *country;
		uint8_t novelty;
	} cases[] = {
		{ "192.0.2.1", 64496, "DE", NOVEL_ADDRESS },
		{ "192.0.2.255", 64499, "FR", NOVEL_ADDRESS },
		{ "192.0.3.1", 64496, "FR", NOVEL_ADDRESS | NOVEL_SUBNET },
		{ "198.51.100.1", 64499, "DE", NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK },
		{ "198.51.100.1", 0, "DE", NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK },
		{ "198.51.100.1", 64499, "", NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK },
		{ "198.51.100.1", 0, "", NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK },
		{ "198.51.100.1", 64499, "FR", ALL },
		{ "198.51.100.1", 0, "D", ALL },
	};
	const struct known_home trusted = home_of("192.0.2.7", 64496, "DE");

	(void)state;
	known_add(&known, &trusted);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (novelty(cases[i].peer, cases[i].asn, cases[i].country) != cases[i].novelty)
			fail_msg("case %zu", i);
}

static void test_seen(void **state)
{
	const struct known_home stranger = home_of("203.0.113.9", 64500, "FR");

	(void)state;
	assert_int_equal(known_novelty(&known, &stranger, true), 0);
	assert_int_equal(known_novelty(&known, &stranger, false), ALL);
}

static void test_ipv6(void **state)
{
	const struct known_home trusted = home_of("2001:db8:1:ffff::7", 0, "");

	(void)state;
	known_add(&known, &trusted);
	assert_int_equal(novelty("2001:db8:1::1", 0, ""), NOVEL_ADDRESS);
	assert_int_equal(novelty("2001:db8:2:ffff::7", 0, ""),
			 NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK);
}

static void test_counts(void **state)
{
	const struct known_home a = home_of("192.0.2.1", 64496, "DE");
	const struct known_home b = home_of("192.0.2.2", 64496, "DE");

	(void)state;
	known_add(&known, &a);
	known_add(&known, &b);
	assert_int_equal(known_in_subnet(&known, &a.peer), 2);
	assert_int_equal(known_in_network(&known, 64496), 2);
	assert_int_equal(known_in_country(&known, "DE"), 2);
	known_remove(&known, &a);
	known_remove(&known, &b);
	known_remove(&known, &b);
	assert_int_equal(known_in_subnet(&known, &a.peer), 0);
	assert_int_equal(known_in_network(&known, 64496), 0);
	assert_int_equal(novelty("192.0.2.3", 64496, "DE"), ALL);
	assert_int_equal(known_in_network(&known, 0), 0);
	assert_int_equal(known_in_country(&known, ""), 0);
}

static void test_full(void **state)
{
	(void)state;
	for (uint8_t i = 0; i < 6; i++) {
		struct known_home home = { .peer = { { 0x20, 1, 0x0d, 0xb8, [5] = i } },
					   .asn = 64496u + i,
					   .country = "DE" };

		known_add(&known, &home);
	}
	assert_int_equal(known.refused, 4);
	assert_int_equal(known_in_country(&known, "DE"), 6);
	assert_int_equal(known_in_network(&known, 64499), 1);
	assert_int_equal(known_in_network(&known, 64500), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("each level comes with those below it", test_levels),
		SAYS("an address that was seen is not new", test_seen),
		SAYS("the neighbourhood of an IPv6 address is its /48", test_ipv6),
		SAYS("a neighbourhood is known as long as one of it is trusted", test_counts),
		SAYS("what finds no room is counted", test_full),
	};

	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
