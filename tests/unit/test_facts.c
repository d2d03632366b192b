/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/clock.h"

#define NOW 1763812800
#define ASN 64501
#define MOST 40000

static struct judge judge;
static struct facts facts;

static int set_up(void **state)
{
	struct geo_config none = { 0 };
	struct err e;

	(void)state;
	judge = (struct judge){ .rules = trust_defaults(), .policy = POLICY_HYGIENE };
	facts = (struct facts){ .judge = &judge, .now_s = NOW };
	return geo_open(&none, &facts.geo, &e) || history_open_memory(MOST, &judge.history) ||
	       allow_init(&judge.allow, MOST) || known_init(&judge.known, MOST);
}

static int tear_down(void **state)
{
	(void)state;
	geo_close(facts.geo);
	history_close(judge.history);
	allow_clear(&judge.allow);
	known_clear(&judge.known);
	return 0;
}

static struct addr address(const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return a;
}

static void see(const struct addr *peer, uint32_t asn)
{
	struct event e = { .peer = *peer,
			   .direction = RA_OUT,
			   .packets = 1,
			   .time_ns = NOW * CLOCK_S,
			   .asn = asn };

	assert_non_null(history_note(judge.history, &e));
}

static void learn(const struct addr *peer, uint32_t asn)
{
	struct known_home home = { .peer = *peer, .asn = asn };

	see(peer, asn);
	assert_int_equal(allow_set(&judge.allow, peer, RA_DIR_BIT(RA_OUT), RA_ORIGIN_HISTORY), 0);
	known_add(&judge.known, &home);
}

static struct explain about(const char *text)
{
	struct addr a = address(text);
	struct explain x;

	facts_gather(&facts, &a, &x);
	return x;
}

static void test_alone(void **state)
{
	struct addr a = address("198.51.100.7");
	struct explain x;

	(void)state;
	learn(&a, ASN);
	x = about("198.51.100.7");
	assert_int_equal(x.subnet.peers + x.neighbours.peers, 0);
	assert_int_equal(x.subnet.names + x.neighbours.names, 0);
}

static void test_neighbours(void **state)
{
	static const char *const peers[] = { "198.51.100.200", "198.51.100.3", "198.51.100.9",
					     "203.0.113.1" };
	struct addr stranger = address("198.51.100.7");
	struct explain x;

	(void)state;
	see(&stranger, ASN);
	for (size_t i = 0; i < sizeof(peers) / sizeof(*peers); i++) {
		struct addr a = address(peers[i]);

		learn(&a, i == 2 ? ASN + 1 : ASN);
	}
	x = about("198.51.100.7");
	assert_int_equal(x.subnet.peers, 3);
	assert_int_equal(x.subnet.names, EXPLAIN_NAMES);
	for (int i = 0; i < EXPLAIN_NAMES; i++) {
		struct addr a = address(i ? "198.51.100.9" : "198.51.100.3");

		assert_true(addr_equal(&x.subnet.name[i], &a));
	}
	assert_int_equal(x.neighbours.peers, 3);
	assert_int_equal(x.neighbours.names, EXPLAIN_NAMES);
	x = about("203.0.113.1");
	assert_int_equal(x.subnet.peers, 0);
	assert_int_equal(x.neighbours.peers, 2);
}

static void test_many(void **state)
{
	struct addr stranger = address("2001:db8::7"), last = address("203.0.113.1");
	struct explain x;

	(void)state;
	see(&stranger, ASN);
	for (uint32_t i = 0; i < MOST - 2; i++) {
		struct addr a = address("2001:db8:1::");

		for (int k = 0; k < 4; k++)
			a.b[15 - k] = (uint8_t)(i >> 8 * k);
		learn(&a, ASN + 1);
	}
	learn(&last, ASN);
	x = about("2001:db8::7");
	assert_int_equal(x.subnet.peers, 0);
	assert_int_equal(x.neighbours.peers, 1);
	assert_int_equal(x.neighbours.names, 0);
}

#define SAYS(sentence, test) { "facts: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("nobody is a neighbour of its own", test_alone),
		SAYS("neighbours are counted and named, by /24 and by network", test_neighbours),
		SAYS("of very many, neighbours are counted, and not all searched", test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
