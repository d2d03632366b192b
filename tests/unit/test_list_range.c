/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_range.h"

#include "unit/chance.h"
#include "unit/list_text.h"

#define SPACE 256 /* addresses of 192.0.2.0/24 */

static struct addr host(uint32_t n)
{
	struct addr a;

	assert_int_equal(addr_parse("192.0.2.0", &a), 0);
	a.b[15] = (uint8_t)n;
	return a;
}

/* Puts a prefix into a set; each address at most once when `once`. */
static void put(bool *set, const struct cidr *net, bool once)
{
	for (uint32_t n = 0; n < SPACE; n++) {
		struct addr a = host(n);

		if (!cidr_contains(net, &a))
			continue;
		assert_false(once && set[n]);
		set[n] = true;
	}
}

/* The fewest prefixes for a set: those of each half, unless all of it is there. */
static uint32_t fewest(const bool *set, uint32_t n)
{
	if (!memchr(set, false, n))
		return 1;
	return n == 1 ? 0 : fewest(set, n / 2) + fewest(set + n / 2, n / 2);
}

static void test_split(void **state)
{
	(void)state;
	for (uint32_t first = 0; first < SPACE; first++) {
		for (uint32_t last = first; last < SPACE; last += 1 + first % 3) {
			struct addr a = host(first), b = host(last);
			struct range r = range_between(&a, &b);
			bool set[SPACE] = { false }, expected[SPACE] = { false };
			uint32_t n = 0;
			struct cidr net;

			memset(expected + first, true, last - first + 1);
			for (; range_take(&r, &net); n++)
				put(set, &net, true);
			assert_memory_equal(set, expected, sizeof(set));
			assert_int_equal(n, fewest(expected, SPACE));
		}
	}
}

static void test_ends(void **state)
{
	static const char *const prefixes[] = { "::/0", "0.0.0.0/0", "8000::/1", "::/128",
		"255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "2001:db8::/32" };
	struct addr low = host(1), high = host(2);
	struct range r;
	struct cidr net, out;

	(void)state;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		assert_int_equal(cidr_parse(prefixes[i], &net), 0);
		r = range_of(&net);
		assert_true(range_take(&r, &out));
		assert_true(addr_equal(&out.net, &net.net) && out.len == net.len);
		assert_false(range_take(&r, &out));
	}
	r = range_between(&high, &low);
	assert_false(range_take(&r, &out));
}

static void fill(struct list *l, bool *set, uint32_t n)
{
	while (n--) {
		uint32_t bits = random_below(5);
		struct list_entry e = { .directions = RA_BOTH,
					.net = { host(random_below(SPACE) >> bits << bits),
						 (uint8_t)(128 - bits) } };

		put(set, &e.net, false);
		assert_int_equal(list_add(l, &e, NULL), 0);
	}
	list_settle(l);
}

static void test_cover(void **state)
{
	(void)state;
	seed = 3;
	for (int i = 0; i < 500; i++) {
		bool set[SPACE] = { false }, covered[SPACE] = { false };
		struct range_cover c;
		uint32_t n = 0;
		struct cidr net, last = { .len = 0 };

		start(NULL);
		fill(&got.list, set, random_below(120));
		for (c = range_cover(&got.list); range_cover_next(&c, &net); n++) {
			assert_true(!n || memcmp(&last, &net, sizeof(net.net)) < 0);
			put(covered, &net, true);
			last = net;
		}
		assert_memory_equal(set, covered, sizeof(set));
		assert_int_equal(n, fewest(set, SPACE));
		stop(NULL);
	}
}

static void test_shortest(void **state)
{
	static const struct {
		const char *two[2], *first; /* the first prefix of those that cover both */
	} cases[] = {
		{ { "10.0.0.0/8", "11.0.0.0/8" }, "10.0.0.0/8" },
		{ { "10.0.0.0/9", "10.128.0.0/9" }, "10.0.0.0/8" },
		{ { "2000::/8", "2100::/8" }, "2000::/8" },
		{ { "2000::/9", "2080::/9" }, "2000::/8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct range_cover c;
		char text[CIDR_TEXT];
		struct cidr net;

		start(NULL);
		for (int k = 0; k < 2; k++) {
			struct list_entry e = { .directions = RA_BOTH };

			assert_int_equal(cidr_parse(cases[i].two[k], &e.net), 0);
			assert_int_equal(list_add(&got.list, &e, NULL), 0);
		}
		list_settle(&got.list);
		c = range_cover(&got.list);
		assert_true(range_cover_next(&c, &net));
		assert_string_equal(cidr_format(&net, text), cases[i].first);
		stop(NULL);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("any range falls into the fewest prefixes that are the same", test_split),
		SAYS("a prefix as a range is itself, at both ends of all addresses", test_ends),
		SAYS("random lists are covered by the fewest prefixes, in order", test_cover),
		SAYS("neighbours make no prefix that import would not take", test_shortest),
	};

	return cmocka_run_group_tests_name("list_range", tests, NULL, NULL);
}
