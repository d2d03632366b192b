/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_user.h"

#include "history_file.h"

struct allowed {
	uint32_t n;
	struct history_allowed last;
};

static int add_allowed(void *ctx, const struct history_allowed *allowed)
{
	struct allowed *all = ctx;

	all->n++;
	all->last = *allowed;
	return 0;
}

static struct allowed all_allowed(struct history *h)
{
	struct allowed all = { 0 };

	if (history_user_each(h, add_allowed, &all, &folder.e))
		fail_msg("%s", folder.e.text);
	return all;
}

static int allow_other(void)
{
	static const struct addr peer = { { [10] = 0xff, [11] = 0xff, 192, 0, 2, 7 } };
	struct history *h = must_open();
	int rc = history_user_set(h, &peer, RA_BOTH, NOW, &folder.e);

	history_close(h);
	return rc ? 1 : 0;
}

static void test_allow(void **state)
{
	struct history *h = must_open();
	const struct addr peer = peer_of(1);
	struct allowed all;

	(void)state;
	assert_int_equal(history_user_set(h, &peer, RA_DIR_BIT(RA_OUT), NOW, &folder.e), 0);
	history_close(h);
	h = must_open();
	all = all_allowed(h);
	assert_int_equal(all.n, 1);
	assert_true(addr_equal(&all.last.peer, &peer));
	assert_int_equal(all.last.directions, RA_DIR_BIT(RA_OUT));
	assert_int_equal(all.last.added_s, NOW);
	assert_int_equal(history_user_set(h, &peer, 0, NOW, &folder.e), 0);
	assert_int_equal(all_allowed(h).n, 0);
	assert_int_equal(history_user_set(h, &peer, 0, NOW, &folder.e), -ENOENT);
	assert_string_equal(folder.e.text, "2001:db8::1: not among what the user allows");
	history_close(h);
}

static void test_changed(void **state)
{
	struct history *h = must_open();
	const struct addr peer = peer_of(1);

	(void)state;
	assert_false(history_user_changed(h));
	note_peers(h, 10, NOW);
	must_flush(h);
	assert_int_equal(history_user_set(h, &peer, RA_BOTH, NOW, &folder.e), 0);
	assert_false(history_user_changed(h));
	assert_int_equal(in_child(allow_other), 0);
	note_peers(h, 10, NOW + 1);
	must_flush(h);
	assert_true(history_user_changed(h));
	assert_false(history_user_changed(h));
	assert_int_equal(all_allowed(h).n, 2);
	history_close(h);
}

#define ADDITIONS 60

static int allow_many(void)
{
	struct history *h = must_open();

	for (uint32_t i = 0; i < ADDITIONS; i++) {
		struct addr peer = peer_of(i);

		if (history_user_set(h, &peer, RA_BOTH, NOW, &folder.e)) {
			printf("%s\n", folder.e.text);
			return 1;
		}
	}
	history_close(h);
	return 0;
}

static void test_two_processes(void **state)
{
	struct history *h = must_open();
	pid_t child;
	int status;

	(void)state;
	child = fork();
	if (!child)
		_exit(allow_many());
	for (int64_t i = 0; !waitpid(child, &status, WNOHANG); i++) {
		note_peers(h, 1000, NOW + i);
		must_flush(h);
		usleep(5000); /* a sensor rests between flushes; SQLite's lock is not fair */
	}
	assert_int_equal(status, 0);
	assert_int_equal(all_allowed(h).n, ADDITIONS);
	assert_true(history_user_changed(h));
	history_close(h);
}

static int take_none(void *ctx, const struct history_allowed *allowed)
{
	(void)ctx;
	(void)allowed;
	return 0;
}

static void test_bad_allowed(void **state)
{
	static const char *const values[] = { "(x'01', 1, 1)", "(zeroblob(16), 0, 1)",
					      "(zeroblob(16), 4, 1)", "(zeroblob(16), 1, 'now')" };
	struct history *h;

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		char script[96];

		make_history(1);
		snprintf(script, sizeof(script), "REPLACE INTO allow VALUES %s", values[i]);
		run_sql(script);
		h = must_open();
		assert_int_equal(history_user_each(h, take_none, NULL, &folder.e), -EBADMSG);
		assert_non_null(strstr(folder.e.text, "damaged: an allowed peer's row"));
		history_close(h);
		run_sql("DELETE FROM allow");
	}
}

/* --- taken over by the lists --- */

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("what the user allows is written at once, and can be removed", test_allow),
		SAYS("another's change is told once, one's own never", test_changed),
		SAYS("the sensor and redarc allow write at once", test_two_processes),
		SAYS("a permission that redarc would not write is refused", test_bad_allowed),
		SAYS("what an earlier version allows is handed out until it was saved", test_take),
		SAYS("who only reads hands out nothing", test_take_reading),
	};

	return cmocka_run_group_tests_name("history_user", tests, NULL, NULL);
}
