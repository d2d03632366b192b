/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_user.h"

#include "history_file.h"

struct taken {
	uint32_t n, saves;
	int fails; /* what saving them returns */
};

static int take(void *ctx, const struct history_allowed *allowed)
{
	struct taken *taken = ctx;

	if (allowed) {
		taken->n++;
		return 0;
	}
	taken->saves++;
	return taken->fails;
}

static void test_take(void **state)
{
	struct taken taken = { .fails = -ENOSPC };
	struct history *h;

	(void)state;
	make_version_1();
	h = must_open();
	assert_int_equal(history_take_user(h, take, &taken, &folder.e), -ENOSPC);
	history_close(h);
	h = must_open();
	taken.fails = 0;
	assert_int_equal(history_take_user(h, take, &taken, &folder.e), 0);
	assert_int_equal(taken.n, 2);
	assert_int_equal(taken.saves, 2);
	history_close(h);
	h = must_open();
	assert_int_equal(history_take_user(h, take, &taken, &folder.e), 0);
	assert_int_equal(taken.n, 2);
	assert_int_equal(taken.saves, 2);
	history_close(h);
}

static void test_take_reading(void **state)
{
	struct taken taken = { 0 };
	struct history *h = NULL;

	(void)state;
	make_version_1();
	assert_int_equal(open_history(HISTORY_READ, &h), 0);
	assert_int_equal(history_take_user(h, take, &taken, &folder.e), -EACCES);
	assert_int_equal(taken.n, 0);
	history_close(h);
}

static void test_bad_allowed(void **state)
{
	static const char *const values[] = { "(x'01', 1, 1)", "(zeroblob(16), 0, 1)",
					      "(zeroblob(16), 4, 1)", "(zeroblob(16), 1, 'now')" };
	struct taken taken = { 0 };
	struct history *h;

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		char script[96];

		make_history(1);
		snprintf(script, sizeof(script), "REPLACE INTO allow VALUES %s", values[i]);
		run_sql(script);
		h = must_open();
		assert_int_equal(history_take_user(h, take, &taken, &folder.e), -EBADMSG);
		assert_non_null(strstr(folder.e.text, "damaged: an allowed peer's row"));
		history_close(h);
		run_sql("DELETE FROM allow");
	}
	assert_int_equal(taken.saves, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a permission that redarc would not write is refused", test_bad_allowed),
		SAYS("what an earlier version allows is handed out until it was saved", test_take),
		SAYS("who only reads hands out nothing", test_take_reading),
	};

	return cmocka_run_group_tests_name("history_user", tests, NULL, NULL);
}
