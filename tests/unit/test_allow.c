/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/allow.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define IN RA_DIR_BIT(RA_IN)
#define OUT RA_DIR_BIT(RA_OUT)

static struct allow list;

static int set_up(void **state)
{
	(void)state;
	return allow_init(&list, 4);
}

static int tear_down(void **state)
{
	(void)state;
	allow_clear(&list);
	return 0;
}

static const struct addr *peer(uint8_t last)
{
	static struct addr a = { { [10] = 0xff, [11] = 0xff, 198, 51, 100, 0 } };

	a.b[15] = last;
	return &a;
}

static void test_union(void **state)
{
	const struct allow_entry *entry;

	(void)state;
	assert_int_equal(allow_set(&list, peer(1), IN, RA_ORIGIN_HISTORY), 0);
	assert_int_equal(allow_set(&list, peer(1), OUT, RA_ORIGIN_USER), 0);
	entry = allow_find(&list, peer(1));
	assert_non_null(entry);
	assert_int_equal(allow_directions(entry), RA_BOTH);
	assert_int_equal(allow_origin(entry, IN), RA_ORIGIN_HISTORY);
	assert_int_equal(allow_origin(entry, OUT), RA_ORIGIN_USER);
	assert_int_equal(allow_origin(entry, RA_BOTH), RA_ORIGIN_USER);
	assert_null(allow_find(&list, peer(2)));
}

static void test_rank(void **state)
{
	static const uint8_t weakest_first[] = { RA_ORIGIN_EXTERNAL, RA_ORIGIN_HISTORY,
						 RA_ORIGIN_USER };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		allow_set(&list, peer(1), IN, weakest_first[i]);
		assert_int_equal(allow_origin(allow_find(&list, peer(1)), IN), weakest_first[i]);
	}
}

static void test_replace(void **state)
{
	(void)state;
	allow_set(&list, peer(1), RA_BOTH, RA_ORIGIN_USER);
	allow_set(&list, peer(1), OUT, RA_ORIGIN_USER);
	assert_int_equal(allow_directions(allow_find(&list, peer(1))), OUT);
}

static void test_remove(void **state)
{
	(void)state;
	allow_set(&list, peer(1), RA_BOTH, RA_ORIGIN_USER);
	assert_int_equal(allow_set(&list, peer(1), 0, RA_ORIGIN_USER), 0);
	assert_null(allow_find(&list, peer(1)));
	assert_int_equal(allow_count(&list), 0);
	assert_int_equal(allow_set(&list, peer(1), IN, RA_ORIGIN_USER), 0);
	assert_int_equal(allow_count(&list), 1);
}

static void test_remove_absent(void **state)
{
	(void)state;
	for (uint8_t i = 0; i < 100; i++)
		assert_int_equal(allow_set(&list, peer(i), 0, RA_ORIGIN_USER), 0);
	for (uint8_t i = 0; i < 4; i++)
		assert_int_equal(allow_set(&list, peer(i), IN, RA_ORIGIN_USER), 0);
	assert_int_equal(list.refused, 0);
}

static void test_forget(void **state)
{
	(void)state;
	allow_set(&list, peer(1), IN, RA_ORIGIN_HISTORY);
	allow_set(&list, peer(2), IN, RA_ORIGIN_HISTORY);
	allow_set(&list, peer(2), OUT, RA_ORIGIN_USER);
	allow_forget(&list, RA_ORIGIN_HISTORY);
	assert_null(allow_find(&list, peer(1)));
	assert_int_equal(allow_directions(allow_find(&list, peer(2))), OUT);
	assert_int_equal(allow_count(&list), 1);
}

static void test_full(void **state)
{
	(void)state;
	for (uint8_t i = 0; i < 4; i++)
		assert_int_equal(allow_set(&list, peer(i), IN, RA_ORIGIN_HISTORY), 0);
	assert_int_equal(allow_set(&list, peer(4), IN, RA_ORIGIN_HISTORY), -ENOSPC);
	assert_int_equal(list.refused, 1);
	assert_int_equal(allow_set(&list, peer(3), RA_BOTH, RA_ORIGIN_HISTORY), 0);
	assert_int_equal(allow_count(&list), 4);
}

#define TEST(name, f) { name, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("allow: a peer is known in every direction that anyone allows", test_union),
		TEST("allow: the user is named before history, history before others", test_rank),
		TEST("allow: what an origin says last is all it says", test_replace),
		TEST("allow: a removed peer is absent and can come back", test_remove),
		TEST("allow: removing what is not there takes no room", test_remove_absent),
		TEST("allow: forgetting an origin leaves what others said", test_forget),
		TEST("allow: a full list refuses new peers and counts them", test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
