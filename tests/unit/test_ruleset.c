/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists_folder.h"

#include "judge/ruleset.h"

static struct ruleset rules;

static int set_up(void **state)
{
	(void)state;
	return ruleset_init(&rules, 200);
}

static int tear_down(void **state)
{
	(void)state;
	ruleset_clear(&rules);
	return 0;
}

static uint32_t add_rule(const char *net, uint32_t within)
{
	struct lists_rule rule = { .net = cidr(net) };

	return ruleset_add(&rules, &rule, within);
}

static void must_find(const char *address, const char *net)
{
	struct addr a = addr(address);
	const struct lists_rule *rule = ruleset_find(&rules, &a);
	struct cidr expected;

	if (!net) {
		assert_null(rule);
		return;
	}
	expected = cidr(net);
	if (!rule || memcmp(&rule->net, &expected, sizeof(expected)))
		fail_msg("%s was not found by %s", address, net);
}

static void test_empty(void **state)
{
	(void)state;
	assert_int_equal(ruleset_settle(&rules), 0);
	must_find("198.51.100.7", NULL);
	must_find("::", NULL);
	must_find("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL);
}

static void test_edges(void **state)
{
	static const char *const nets[] = {
		"::", "::fffe:ffff:ffff", "0.0.0.0", "198.51.100.255", "255.255.255.255",
		"::1:0:0:0", "1::", "2001:db8::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	};
	static const char *const none[] = {
		"::1", "::fffe:ffff:fffe", "0.0.0.1", "198.51.100.254", "198.51.101.0",
		"255.255.255.254", "::1:0:0:1", "0:ffff::", "1::1", "2001:db8::1", "fffe::",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++)
		add_rule(nets[i], RULESET_NONE);
	assert_int_equal(ruleset_settle(&rules), 0);
	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++)
		must_find(nets[i], nets[i]);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		must_find(none[i], NULL);
}

/* All prefixes of one address: an address that differs from bit n on is in the one of n bits. */
static void test_nested(void **state)
{
	struct addr a = { { 0 } };

	(void)state;
	for (uint8_t len = 0; len <= 128; len++) {
		struct lists_rule rule = { .net = { .len = len } };

		assert_int_equal(ruleset_add(&rules, &rule, len ? len - 1u : RULESET_NONE), len);
	}
	assert_int_equal(ruleset_settle(&rules), 0);
	assert_int_equal(ruleset_find(&rules, &a)->net.len, 128);
	for (uint8_t bit = 0; bit < 128; bit++) {
		a = (struct addr){ { 0 } };
		a.b[bit / 8] = (uint8_t)(0x80 >> bit % 8);
		assert_int_equal(ruleset_find(&rules, &a)->net.len, bit);
	}
}

/* What ended long before an address is passed over on the way to what covers it. */
static void test_climb(void **state)
{
	uint32_t all, net;

	(void)state;
	all = add_rule("198.0.0.0/8", RULESET_NONE);
	net = add_rule("198.51.100.0/24", all);
	add_rule("198.51.100.7", net);
	add_rule("198.51.100.9", net);
	add_rule("203.0.113.0/24", RULESET_NONE);
	assert_int_equal(ruleset_settle(&rules), 0);
	must_find("198.51.100.8", "198.51.100.0/24");
	must_find("198.51.100.9", "198.51.100.9");
	must_find("198.51.101.0", "198.0.0.0/8");
	must_find("198.255.255.255", "198.0.0.0/8");
	must_find("199.0.0.0", NULL);
	must_find("203.0.114.0", NULL);
}

static void test_order(void **state)
{
	static const char *const order[] = { "198.51.100.7", "203.0.113.9", "198.51.100.0/24",
					     "203.0.113.0/24", "198.0.0.0/8" };

	(void)state;
	add_rule("198.0.0.0/8", RULESET_NONE);
	add_rule("198.51.100.0/24", 0);
	add_rule("198.51.100.7", 1);
	add_rule("203.0.113.0/24", RULESET_NONE);
	add_rule("203.0.113.9", 3);
	assert_int_equal(ruleset_settle(&rules), 0);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		struct cidr net = cidr(order[i]);

		assert_memory_equal(&rules.rules[i].net, &net, sizeof(net));
	}
}

#define TEST(name, f) { "ruleset: " name, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("without rules nothing is found", test_empty),
		TEST("the first and last addresses of both families are found", test_edges),
		TEST("of 129 prefixes in each other the longest is found", test_nested),
		TEST("what lies beside is passed over", test_climb),
		TEST("rules are in order of length, then of address", test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
