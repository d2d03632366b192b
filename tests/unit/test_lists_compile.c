/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists_folder.h"

#include "chance.h"
#include "judge/lists_compile.h"
#include "judge/prefix.h"

#define LISTS 5
#define ENTRIES 8
#define CROWD 32 /* last bits of the addresses that collide */

/* Each rank by a list that has it, the strongest first; a label last. */
static const struct {
	enum list_kind kind;
	const char *name;
	uint8_t verdict;
} ranks[RANKS] = {
	{ LIST_BLOCK, LISTS_USER, RA_BLOCKED }, { LIST_ALLOW, LISTS_USER, RA_ALLOWED },
	{ LIST_ALLOW, "partners", RA_ALLOWED }, { LIST_BLOCK, "feed", RA_BLOCKED },
	{ LIST_LABEL, "benign", RA_UNKNOWN },
};

static struct ruleset rules;

static const struct lists_rule *find(const char *address)
{
	struct addr a = addr(address);

	return ruleset_find(&rules, &a);
}

static void compile(struct list *lists, uint16_t n)
{
	for (uint16_t i = 0; i < n; i++)
		must_settle(&lists[i]);
	assert_int_equal(lists_compile(lists, n, &rules), 0);
}

static void clear(struct list *lists, uint16_t n)
{
	for (uint16_t i = 0; i < n; i++)
		list_clear(&lists[i]);
	ruleset_clear(&rules);
}

static void must_say(const struct lists_rule *rule, uint8_t direction, uint8_t verdict,
		     uint16_t list)
{
	assert_int_equal(rule->verdict[direction], verdict);
	assert_int_equal(rule->list[direction], list);
}

static void test_ranks(void **state)
{
	(void)state;
	for (int i = 0; i < RANKS; i++) {
		struct list l = new_list(ranks[i].kind, ranks[i].name);

		assert_int_equal(lists_rank(&l), i);
	}
}

/* Two lists about one address, in one direction or in one each. */
static void check_pair(int a, int b, const char *net_a, const char *net_b, bool apart)
{
	struct list lists[2] = { new_list(ranks[a].kind, ranks[a].name),
				 new_list(ranks[b].kind, ranks[b].name) };
	int winner = a < b ? 0 : 1, rank = a < b ? a : b;
	const struct lists_rule *rule;

	add(&lists[0], net_a, IN, 0, NULL);
	add(&lists[1], net_b, apart ? OUT : IN, 0, NULL);
	compile(lists, 2);
	rule = find("198.51.100.7");
	if (apart) {
		must_say(rule, RA_IN, ranks[a].verdict, a == RANK_LABEL ? 0 : 1);
		must_say(rule, RA_OUT, ranks[b].verdict, b == RANK_LABEL ? 0 : 2);
	} else {
		must_say(rule, RA_IN, ranks[rank].verdict, (uint16_t)(winner + 1));
		must_say(rule, RA_OUT, RA_UNKNOWN, 0);
	}
	clear(lists, 2);
}

static void test_pairs(void **state)
{
	static const char *const nets[][2] = {
		{ "198.51.100.7", "198.51.100.7" },
		{ "198.51.100.0/24", "198.51.100.7" },
		{ "198.51.100.7", "198.51.100.0/24" },
		{ "198.51.100.0/24", "198.51.100.0/28" },
		{ "::/0", "198.51.100.7" },
	};

	(void)state;
	for (int a = 0; a < RANKS; a++)
		for (int b = 0; b < RANKS; b++)
			for (size_t i = 0; a != b && i < sizeof(nets) / sizeof(*nets); i++) {
				check_pair(a, b, nets[i][0], nets[i][1], false);
				check_pair(a, b, nets[i][0], nets[i][1], true);
			}
}

static void test_same_rank(void **state)
{
	struct list lists[3] = { new_list(LIST_BLOCK, "a"), new_list(LIST_BLOCK, "b"),
				 new_list(LIST_BLOCK, "c") };

	(void)state;
	add(&lists[0], "198.51.100.0/24", IN, 0, NULL);
	add(&lists[1], "198.51.100.7", IN, 0, NULL);
	add(&lists[2], "198.51.100.7", IN, 0, NULL);
	compile(lists, 3);
	must_say(find("198.51.100.7"), RA_IN, RA_BLOCKED, 2);
	must_say(find("198.51.100.8"), RA_IN, RA_BLOCKED, 1);
	clear(lists, 3);
}

static void test_outranked_block(void **state)
{
	struct list lists[2] = { new_list(LIST_ALLOW, LISTS_USER), new_list(LIST_BLOCK, "feed") };

	(void)state;
	add(&lists[0], "198.51.100.0/24", RA_BOTH, 0, NULL);
	add(&lists[1], "198.51.100.7", OUT, 0, NULL);
	compile(lists, 2);
	assert_int_equal(find("198.51.100.7")->verdict[RA_OUT], RA_ALLOWED);
	assert_int_equal(find("198.51.100.7")->blocked, OUT);
	assert_int_equal(find("198.51.100.8")->blocked, 0);
	clear(lists, 2);
}

static void test_dropped(void **state)
{
	struct list lists[2] = { new_list(LIST_ALLOW, LISTS_USER), new_list(LIST_ALLOW, "other") };

	(void)state;
	add(&lists[0], "198.51.100.0/24", RA_BOTH, 0, NULL);
	add(&lists[0], "198.51.100.7", IN, 0, NULL);
	add(&lists[1], "198.51.100.9", OUT, 0, NULL);
	add(&lists[1], "198.51.101.9", OUT, 0, NULL);
	compile(lists, 2);
	assert_int_equal(rules.n, 2);
	clear(lists, 2);
}

static void test_labels_alone(void **state)
{
	struct list lists[1] = { new_list(LIST_LABEL, "benign") };

	(void)state;
	add(&lists[0], "198.51.100.0/24", RA_BOTH, 0, NULL);
	compile(lists, 1);
	assert_int_equal(rules.n, 0);
	assert_null(find("198.51.100.7"));
	clear(lists, 1);
}

/* An address of either family; in a crowd, so that prefixes collide. */
static struct addr random_address(void)
{
	struct addr a = random_below(2) ? addr("198.51.100.0") : addr("2001:db8::");

	if (!random_below(20))
		a.b[random_below(16)] ^= (uint8_t)(1 << random_below(8));
	a.b[15] = (uint8_t)random_below(CROWD);
	return a;
}

static struct list random_list(int rank, const char *name)
{
	struct list l = new_list(ranks[rank].kind, rank <= RANK_USER_ALLOW ? LISTS_USER : name);
	uint32_t n = random_below(ENTRIES);

	for (uint32_t i = 0; i < n; i++) {
		uint8_t len =
			(uint8_t)(random_below(8) ? 123 + random_below(6) : random_below(129));
		struct addr a = random_address();
		struct list_entry entry = { .net = prefix_of(&a, len),
					    .directions = (uint8_t)(1 + random_below(3)) };

		assert_int_equal(list_add(&l, &entry, NULL), 0);
	}
	return l;
}

/* What all entries together say of an address, gone through one by one. */
static struct lists_rule brute_force(const struct list *lists, uint16_t n, const struct addr *a,
				     uint8_t direction)
{
	struct lists_rule said = { .verdict = { RA_UNKNOWN, RA_UNKNOWN } };
	int rank = RANK_LABEL, len = -1;

	for (uint16_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < lists[i].n; k++) {
			const struct list_entry *entry = &lists[i].entries[k];
			int own = lists_rank(&lists[i]);

			if (!(entry->directions & RA_DIR_BIT(direction)) || own == RANK_LABEL ||
			    !cidr_contains(&entry->net, a))
				continue;
			if (lists[i].kind == LIST_BLOCK)
				said.blocked = RA_DIR_BIT(direction);
			if (own > rank || (own == rank && entry->net.len <= len))
				continue;
			rank = own;
			len = entry->net.len;
			said.verdict[direction] = ranks[rank].verdict;
			said.list[direction] = i + 1;
		}
	return said;
}

static void check_address(const struct list *lists, uint16_t n, const struct addr *a)
{
	static const struct lists_rule silent = { .verdict = { RA_UNKNOWN, RA_UNKNOWN } };
	const struct lists_rule *rule = ruleset_find(&rules, a);

	if (!rule)
		rule = &silent;
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		struct lists_rule said = brute_force(lists, n, a, d);

		must_say(rule, d, said.verdict[d], said.list[d]);
		assert_int_equal(rule->blocked & RA_DIR_BIT(d), said.blocked);
	}
}

static bool says_same(const struct lists_rule *a, const struct lists_rule *b)
{
	return a->blocked == b->blocked && !memcmp(a->list, b->list, sizeof(a->list));
}

/* In order, and none of them idle. */
static void check_rules(void)
{
	for (uint32_t i = 0; i < rules.n; i++) {
		const struct lists_rule *rule = &rules.rules[i], *over = rule + 1;

		assert_true(prefix_is_sound(&rule->net));
		if (i + 1 < rules.n)
			assert_true(rule->net.len > over->net.len ||
				    (rule->net.len == over->net.len &&
				     prefix_compare(&rule->net, &over->net) < 0));
		while (over < rules.rules + rules.n && !cidr_contains(&over->net, &rule->net.net))
			over++;
		if (over < rules.rules + rules.n)
			assert_false(says_same(rule, over));
		else
			assert_true(rule->blocked || rule->list[RA_IN] || rule->list[RA_OUT]);
	}
}

static void test_random(void **state)
{
	static const char *const names[LISTS] = { "a", "b", "c", "d", "e" };

	(void)state;
	seed = 17;
	for (int round = 0; round < 10000; round++) {
		uint16_t n = (uint16_t)(1 + random_below(LISTS));
		struct list lists[LISTS];

		for (uint16_t i = 0; i < n; i++)
			lists[i] = random_list((int)random_below(RANKS), names[i]);
		compile(lists, n);
		check_rules();
		for (int i = 0; i < 40; i++) {
			struct addr a = random_address();

			check_address(lists, n, &a);
		}
		for (uint16_t i = 0; i < n; i++)
			for (uint32_t k = 0; k < lists[i].n; k++)
				check_address(lists, n, &lists[i].entries[k].net.net);
		clear(lists, n);
	}
}

#define TEST(name, f) { "lists compile: " name, f, NULL, NULL, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("the user's lists are told from others", test_ranks),
		TEST("of each two ranks the stronger decides, whatever the lengths", test_pairs),
		TEST("of one rank the longer prefix decides, then the first list", test_same_rank),
		TEST("a blocklist is heard of even where it is outranked", test_outranked_block),
		TEST("what would change nothing makes no rule", test_dropped),
		TEST("labels make no rule", test_labels_alone),
		TEST("10,000 random sets of lists say what going through them says", test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
