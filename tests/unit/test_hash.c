/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/hash.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MOST 1000

struct row {
	uint32_t key;
	uint32_t value;
};

static struct hash_table table;

static int set_up(void **state)
{
	(void)state;
	return hash_table_init(&table, sizeof(struct row), sizeof(uint32_t), MOST);
}

static int tear_down(void **state)
{
	(void)state;
	hash_table_clear(&table);
	return 0;
}

static void test_find(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < MOST; i++) {
		struct row *row = hash_table_take(&table, &i);

		assert_non_null(row);
		assert_int_equal(row->key, i);
		assert_int_equal(row->value, 0);
		row->value = ~i;
	}
	for (uint32_t i = 0; i < MOST; i++) {
		const struct row *row = hash_table_find(&table, &i);

		assert_non_null(row);
		assert_int_equal(row->value, ~i);
		assert_ptr_equal(hash_table_take(&table, &i), row);
		assert_int_equal(hash_table_number(&table, row), i);
		assert_ptr_equal(hash_table_row(&table, i), row);
	}
	assert_int_equal(table.count, MOST);
}

static void test_absent(void **state)
{
	const uint32_t here = 7, absent = 8;

	(void)state;
	assert_null(hash_table_find(&table, &absent));
	hash_table_take(&table, &here);
	assert_null(hash_table_find(&table, &absent));
	assert_int_equal(table.count, 1);
}

static void test_full(void **state)
{
	uint32_t last = MOST - 1, more = MOST;

	(void)state;
	for (uint32_t i = 0; i < MOST; i++)
		hash_table_take(&table, &i);
	assert_null(hash_table_take(&table, &more));
	assert_null(hash_table_find(&table, &more));
	assert_non_null(hash_table_take(&table, &last));
	assert_int_equal(table.count, MOST);
}

static uint32_t longest_run(void)
{
	uint32_t run = 0, longest = 0;

	for (uint32_t i = 0; i <= table.mask; i++) {
		run = table.index[i] ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Whoever knows the function could send from addresses that all fall into one slot. */
static void test_chosen_keys(void **state)
{
	(void)state;
	for (uint32_t key = 0; table.count < MOST; key++)
		if (!(hash_bytes(&key, sizeof(key)) & table.mask))
			hash_table_take(&table, &key);
	assert_in_range(longest_run(), 1, 200);
}

static void test_spread(void **state)
{
	(void)state;
	for (uint32_t key = 0; key < MOST; key++)
		hash_table_take(&table, &key);
	assert_in_range(longest_run(), 1, 200);
}

static void test_too_large(void **state)
{
	static const uint32_t sizes[] = { UINT32_MAX, UINT32_MAX / 2, UINT32_MAX / 3 * 2 };
	struct hash_table t;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		assert_int_equal(hash_table_init(&t, sizeof(struct row), 4, sizes[i]), -ENOMEM);
}

static void test_every_byte(void **state)
{
	uint8_t data[40] = { 0 };

	(void)state;
	for (size_t len = 1; len <= sizeof(data); len++) {
		uint32_t before = hash_bytes(data, len);

		assert_int_not_equal(hash_bytes(data, len - 1), before);
		data[len - 1] = 1;
		assert_int_not_equal(hash_bytes(data, len), before);
		data[len - 1] = 0;
	}
}

#define SAYS(sentence, test) { "hash: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("what was added is found, in the order it came", test_find),
		SAYS("what was not added is not found, and asking adds nothing", test_absent),
		SAYS("a full table refuses new keys and keeps the old", test_full),
		SAYS("keys one after another spread", test_spread),
		SAYS("keys chosen by someone who knows the function spread as well",
		     test_chosen_keys),
		SAYS("a size beyond the index is refused", test_too_large),
		SAYS("every byte and the length count", test_every_byte),
	};

	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
