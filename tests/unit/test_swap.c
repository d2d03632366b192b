/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/swap.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "chance.h"
#include "fake_kernel.h"
#include "list_folder.h"

#define SPACE 64 /* addresses: 198.51.100.0/26 */
#define PEERS 128

static struct fake_kernel kernel;
static struct source source;
static struct roll roll;
static struct swap swap;
static char path[32];
static int folder;

static struct addr address(uint32_t n)
{
	struct addr a = { { [10] = 0xff, [11] = 0xff, 198, 51, 100, (uint8_t)n } };

	return a;
}

/* What a verdict must be once all is settled, from the lists and what is learned alone. */
static uint8_t wanted(const struct lists *lists, uint32_t n, uint8_t direction)
{
	struct addr a = address(n);
	const struct lists_rule *rule = lists ? lists_judge(lists, &a) : NULL;
	const struct allow_entry *entry = allow_find(&roll.judge.allow, &a);
	uint8_t learned = entry ? entry->by[RA_ORIGIN_HISTORY] : 0;

	if (rule && rule->verdict[direction] != RA_UNKNOWN)
		return rule->verdict[direction];
	return learned & RA_DIR_BIT(direction) ? RA_ALLOWED : RA_UNKNOWN;
}

static struct lists *random_lists(void)
{
	static const struct list_row kinds[] = { { LIST_BLOCK, LISTS_USER, NULL, 0 },
						 { LIST_ALLOW, LISTS_USER, NULL, 0 },
						 { LIST_BLOCK, "b", NULL, 0 },
						 { LIST_LABEL, "l", NULL, 0 } };
	uint32_t n = random_below(random_below(2) ? 6 : 30); /* few, or many */
	struct lists *lists;
	struct err e;
	char net[32];

	list_folder_empty(folder);
	for (; n; n--) {
		struct list_row row = kinds[random_below(4)];
		uint32_t len = 24 + random_below(9), bits = 32 - len;

		snprintf(net, sizeof(net), "198.51.100.%u/%u",
			 random_below(SPACE) >> bits << bits, len);
		row.net = net;
		row.directions = (uint8_t)(1 + random_below(3));
		list_folder_add(folder, &row);
	}
	assert_int_equal(lists_open(folder, NULL, NULL, 1000, &lists, &e), 0);
	return lists;
}

static void learn_some(void)
{
	for (uint32_t n = 0; n < SPACE; n++) {
		struct addr a = address(n);
		const struct allow_entry *entry;

		if (random_below(3))
			continue;
		assert_int_equal(allow_set(&roll.judge.allow, &a, (uint8_t)(1 + random_below(3)),
					   RA_ORIGIN_HISTORY),
				 0);
		entry = allow_find(&roll.judge.allow, &a);
		assert_int_equal(roll_tell(&roll, entry), 0);
	}
}

struct verdicts {
	uint8_t of[SPACE][RA_DIRECTIONS];
};

static struct verdicts all_wanted(const struct lists *lists)
{
	struct verdicts v;

	for (uint32_t n = 0; n < SPACE; n++)
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
			v.of[n][d] = wanted(lists, n, d);
	return v;
}

static void expect(const struct verdicts *a, const struct verdicts *b, const char *when)
{
	for (uint32_t n = 0; n < SPACE; n++) {
		struct addr peer = address(n);

		for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
			uint8_t is = fake_verdict(&kernel, &peer, d);

			if (is != a->of[n][d] && is != b->of[n][d])
				fail_msg("%s: 198.51.100.%u direction %u: %u, not %u or %u", when,
					 n, d, is, a->of[n][d], b->of[n][d]);
		}
	}
}

/* The kernel as seen between any two calls, not only between two steps. */
static const struct verdicts *before, *after;

static int watched_rules_set(struct source *s, const struct source_rule *rules, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		int r = fake_rules_set(s, &rules[i], 1);

		if (r)
			return r;
		expect(before, after, "between two rules");
	}
	return 0;
}

static int watched_allow_set(struct source *s, const struct addr *peer, uint8_t directions,
			     uint8_t origin)
{
	int r = fake_allow_set(s, peer, directions, origin);

	if (before)
		expect(before, after, "between two entries");
	return r;
}

static void swaps(void **state)
{
	struct source_ops watched = fake_kernel_ops;

	(void)state;
	watched.rules_set = watched_rules_set;
	watched.allow_set = watched_allow_set;
	source.ops = &watched;
	seed = 1;
	learn_some();
	for (int round = 0; round < 300; round++) {
		struct verdicts old = all_wanted(roll.judge.lists), new;
		struct lists *next = random_lists();

		new = all_wanted(next);
		before = &old;
		after = &new;
		swap_start(&swap, &roll, next);
		while (swap_step(&swap, &roll))
			expect(&old, &new, "between two steps");
		expect(&new, &new, "settled");
		assert_int_equal(swap.fault, 0);
		assert_ptr_equal(roll.judge.lists, next);
	}
	assert_int_equal(swap.done, 300);
	before = NULL;
	source.ops = &fake_kernel_ops;
}

static void unchanged(void **state)
{
	struct lists *lists;
	struct err e;
	uint32_t told;

	(void)state;
	seed = 7;
	swap_start(&swap, &roll, random_lists());
	while (swap_step(&swap, &roll))
		;
	told = kernel.told;
	assert_int_equal(lists_open(folder, NULL, NULL, 1000, &lists, &e), 0);
	swap_start(&swap, &roll, lists);
	while (swap_step(&swap, &roll))
		;
	assert_int_equal(kernel.told, told);
}

static void waits(void **state)
{
	struct lists *last;

	(void)state;
	seed = 9;
	swap_start(&swap, &roll, random_lists());
	swap_step(&swap, &roll);
	swap_start(&swap, &roll, random_lists());
	last = random_lists();
	swap_start(&swap, &roll, last);
	while (swap_step(&swap, &roll))
		;
	assert_ptr_equal(roll.judge.lists, last);
	assert_int_equal(swap.done, 2); /* the one in the middle was never needed */
}

static void refused(void **state)
{
	(void)state;
	seed = 3;
	swap_start(&swap, &roll, random_lists());
	kernel.room = 0;
	for (int i = 0; i < 1000 && swap_step(&swap, &roll); i++)
		;
	assert_int_equal(swap.phase, SWAP_SETTLED);
	assert_int_equal(swap.fault, -ENOSPC);
}

static int set_up(void **state)
{
	(void)state;
	roll = (struct roll){ 0 };
	swap = (struct swap){ 0 };
	before = after = NULL;
	folder = list_folder_make(path);
	return folder < 0 || fake_kernel_open(&kernel, &source) || roll_open(&roll, &source, PEERS);
}

static int tear_down(void **state)
{
	(void)state;
	swap_clear(&swap);
	roll_close(&roll);
	fake_kernel_close(&kernel);
	list_folder_remove(folder, path);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{ "swap: at any moment an address is judged by the old lists or by the new", swaps,
		  set_up, tear_down, NULL },
		{ "swap: lists that say the same change nothing in the kernel", unchanged, set_up,
		  tear_down, NULL },
		{ "swap: lists that come meanwhile wait, and the last of them counts",
		  waits, set_up,
		  tear_down, NULL },
		{ "swap: a kernel that is full is noted, and the swap still ends", refused, set_up,
		  tear_down, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
