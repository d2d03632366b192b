/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/recent.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "chance.h"

#define MOST 50

struct row {
	uint32_t key, value;
};

static struct recent table;

static int set_up(void **state)
{
	(void)state;
	return recent_init(&table, sizeof(struct row), sizeof(uint32_t), MOST);
}

static int tear_down(void **state)
{
	(void)state;
	recent_clear(&table);
	return 0;
}

static struct row *take(uint32_t key)
{
	return recent_take(&table, &key);
}

static const struct row *find(uint32_t key)
{
	return recent_find(&table, &key);
}

static void found(void **state)
{
	(void)state;
	for (uint32_t key = 0; key < MOST; key++)
		take(key)->value = key + 7;
	for (uint32_t key = 0; key < MOST; key++)
		assert_int_equal(find(key)->value, key + 7);
	assert_null(find(MOST));
	assert_int_equal(table.replaced, 0);
}

static void oldest_goes(void **state)
{
	(void)state;
	for (uint32_t key = 0; key < MOST; key++)
		take(key)->value = 1;
	take(0);
	find(1);
	assert_int_equal(take(MOST)->value, 0);
	assert_non_null(find(0));
	assert_null(find(1));
	assert_int_equal(table.replaced, 1);
	assert_int_equal(table.count, MOST);
}

static void only_one(void **state)
{
	struct recent one;
	uint32_t a = 1, b = 2;

	(void)state;
	assert_int_equal(recent_init(&one, sizeof(struct row), sizeof(uint32_t), 1), 0);
	recent_take(&one, &a);
	recent_take(&one, &b);
	recent_take(&one, &b);
	assert_null(recent_find(&one, &a));
	assert_non_null(recent_find(&one, &b));
	recent_clear(&one);
}

/* The same in the simplest way there is: when each key was last taken. */
static uint32_t oldest_of(const uint32_t *taken, uint32_t keys)
{
	uint32_t oldest = keys;

	for (uint32_t k = 0; k < keys; k++)
		if (taken[k] && (oldest == keys || taken[k] < taken[oldest]))
			oldest = k;
	return oldest;
}

static void by_chance(void **state)
{
	uint32_t taken[3 * MOST] = { 0 }, here = 0;

	(void)state;
	seed = 11;
	for (uint32_t now = 1; now < 20000; now++) {
		uint32_t key = random_below(3 * MOST);

		if (!taken[key] && here++ == MOST) {
			taken[oldest_of(taken, 3 * MOST)] = 0;
			here--;
		}
		taken[key] = now;
		take(key);
		key = random_below(3 * MOST);
		assert_int_equal(find(key) != NULL, taken[key] != 0);
	}
}

static void no_size(void **state)
{
	struct recent r;

	(void)state;
	assert_int_equal(recent_init(&r, 8, 4, 0), -ENOMEM);
	assert_int_equal(recent_init(&r, 8, 4, UINT32_MAX), -ENOMEM);
	recent_clear(&r);
}

#define SAYS(sentence, test) { "recent: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what was taken is found, and nothing else", found),
		SAYS("the row longest left alone gives way; to be found is no touch", oldest_goes),
		SAYS("a table of one row holds the last", only_one),
		SAYS("of keys by chance the latest are there, always", by_chance),
		SAYS("no rows, or more than there can be, are refused", no_size),
	};

	return cmocka_run_group_tests_name("recent", tests, NULL, NULL);
}
