/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/rank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "chance.h"

#define N 5000

static struct rank rank;
static struct ranked all[N];

static int order(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

/* The same as sorting everything, whatever is kept and however often keys repeat. */
static void greatest(void **state)
{
	static const struct {
		uint32_t most, keys;
	} cases[] = { { 1, N }, { 7, 3 }, { 20, N }, { 100, 40 }, { RANK_MOST, 1 },
		      { RANK_MOST, 1u << 30 } };

	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		seed = (uint32_t)c + 1;
		rank_begin(&rank, cases[c].most);
		for (uint32_t i = 0; i < N; i++) {
			all[i] = (struct ranked){ random_below(cases[c].keys), i };
			rank_offer(&rank, all[i].key, i);
		}
		rank_sort(&rank);
		qsort(all, N, sizeof(*all), order);
		assert_int_equal(rank.count, cases[c].most);
		for (uint32_t i = 0; i < rank.count; i++)
			assert_int_equal(rank.item[i].number, all[i].number);
	}
}

static void fewer(void **state)
{
	(void)state;
	rank_begin(&rank, 10);
	rank_sort(&rank);
	assert_int_equal(rank.count, 0);
	rank_offer(&rank, 1, 4);
	rank_offer(&rank, 2, 5);
	rank_sort(&rank);
	assert_int_equal(rank.count, 2);
	assert_int_equal(rank.item[0].number, 5);
}

static void bounds(void **state)
{
	(void)state;
	rank_begin(&rank, RANK_MOST + 1);
	assert_int_equal(rank.most, RANK_MOST);
	rank_begin(&rank, 0);
	rank_offer(&rank, 1, 1);
	assert_int_equal(rank.count, 0);
}

#define SAYS(sentence, test) { "rank: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the greatest are those of a sort of all", greatest),
		SAYS("fewer than asked for are all there are", fewer),
		SAYS("no more are kept than there is room for", bounds),
	};

	return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
