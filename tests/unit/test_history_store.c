/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_folder.h"

#include <signal.h>

#include "judge/history_store.h"

#define DAY (24 * INT64_C(3600))

struct rows {
	uint32_t n;
	uint64_t packets_least, packets_most;
	struct history_row last;
	uint8_t hours[HISTORY_BITMAP]; /* of the last */
};

static void add_row(void *ctx, const struct history_row *row)
{
	struct rows *rows = ctx;

	rows->n++;
	if (row->packets < rows->packets_least)
		rows->packets_least = row->packets;
	if (row->packets > rows->packets_most)
		rows->packets_most = row->packets;
	rows->last = *row;
	if (row->hours)
		memcpy(rows->hours, row->hours, sizeof(rows->hours));
}

static struct rows all_rows(const struct history *h)
{
	struct rows rows = { .packets_least = UINT64_MAX };

	history_each(h, 0, INT64_MAX, add_row, &rows);
	return rows;
}

static void test_round_trip(void **state)
{
	struct event e = { .packets = 7, .bytes = 420, .direction = RA_OUT, .peer = peer_of(9) };
	struct history *h = must_open();
	struct rows before, after;

	(void)state;
	for (int i = 0; i < 1000; i += 37) {
		e.time_ns = (NOW + i * 3600) * CLOCK_S;
		history_note(h, &e);
	}
	history_set_since(h, NOW - 5);
	must_flush(h);
	before = all_rows(h);
	history_close(h);
	h = must_open();
	after = all_rows(h);
	assert_int_equal(after.n, 1);
	assert_memory_equal(&after.last, &before.last, offsetof(struct history_row, hours));
	assert_non_null(after.last.hours);
	assert_memory_equal(after.hours, before.hours, sizeof(after.hours));
	assert_int_equal(history_since(h), NOW - 5);
	history_close(h);
}

static void test_unsaved(void **state)
{
	struct history *h = must_open();

	(void)state;
	note_peers(h, 100, NOW);
	assert_int_equal(history_unsaved(h), 100);
	must_flush(h);
	assert_int_equal(history_unsaved(h), 0);
	note_peers(h, 150, NOW + 1);
	assert_int_equal(history_unsaved(h), 50);
	history_close(h);
	h = must_open();
	assert_int_equal(history_count(h), 100);
	assert_int_equal(history_unsaved(h), 0);
	history_close(h);
}

/* What another version may have in memory must not read as damage afterwards. */
static void test_absurd_counts(void **state)
{
	struct history_row row = { .peer = peer_of(1), .packets = UINT64_MAX, .bytes = UINT64_MAX };
	struct history_row *const rows[] = { &row };
	struct history_store *store;
	struct history *h;

	(void)state;
	assert_int_equal(history_store_open(folder.fd, folder.path, HISTORY_WRITE, &store,
					    &folder.e), 0);
	assert_int_equal(history_store_save(store, rows, 1, NOW, &folder.e), 0);
	history_store_close(store);
	h = must_open();
	assert_int_equal(all_rows(h).last.packets, HISTORY_COUNT_MOST);
	assert_int_equal(all_rows(h).last.bytes, HISTORY_COUNT_MOST);
	history_close(h);
}

#define LONG_AGO INT64_C(1000000000) /* 2001: the clock runs decades ahead of it */

static uint32_t rows_with(enum history_access access)
{
	struct history *h = NULL;
	uint32_t n;

	assert_int_equal(open_history(access, &h), 0);
	n = history_count(h);
	history_close(h);
	return n;
}

static void test_expired(void **state)
{
	(void)state;
	make_row(1, LONG_AGO);
	make_row(2, LONG_AGO + HISTORY_DAYS * DAY);
	assert_int_equal(rows_with(HISTORY_WRITE), 2);
	make_row(3, LONG_AGO + HISTORY_DAYS * DAY + 1);
	assert_int_equal(rows_with(HISTORY_WRITE), 2);
	assert_int_equal(rows_with(HISTORY_READ), 3);
	make_row(3, LONG_AGO + HISTORY_DAYS * DAY + 1);
	assert_int_equal(rows_with(HISTORY_READ), 2);
}

static void test_expired_make_room(void **state)
{
	struct history *h = must_open();

	(void)state;
	note_peers(h, MOST, LONG_AGO);
	note_peers(h, 1, LONG_AGO + 2 * HISTORY_DAYS * DAY);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(history_count(h), 1);
	note_peers(h, MOST - 1, LONG_AGO + 2 * HISTORY_DAYS * DAY);
	assert_int_equal(history_refused(h), 0);
	must_flush(h);
	history_close(h);
	assert_int_equal(rows_with(HISTORY_READ), MOST - 1);
}

static void test_future_row(void **state)
{
	int64_t now_s = clock_now_ns() / CLOCK_S;

	(void)state;
	make_row(1, now_s - DAY);
	make_row(2, now_s - (HISTORY_DAYS + 1) * DAY);
	make_row(3, INT64_MAX / CLOCK_S);
	make_row(4, now_s);
	assert_int_equal(rows_with(HISTORY_READ), 3);
	assert_int_equal(rows_with(HISTORY_WRITE), 3);
}

static off_t log_size(void)
{
	struct stat st = { 0 };

	fstatat(folder.fd, "history.db-wal", &st, 0);
	return st.st_size;
}

static void test_only_changes(void **state)
{
	struct history *h = must_open();
	off_t before;

	(void)state;
	note_peers(h, 2000, NOW);
	must_flush(h);
	before = log_size();
	must_flush(h);
	assert_int_equal(log_size(), before);
	note_peers(h, 1, NOW + 1);
	must_flush(h);
	assert_in_range(log_size() - before, 1, 10 * 4200);
	history_close(h);
}

static void test_most(void **state)
{
	struct history *h = NULL;

	(void)state;
	make_history(10);
	assert_int_equal(history_open(folder.fd, folder.path, HISTORY_WRITE, 4, &h, &folder.e), 0);
	assert_int_equal(history_count(h), 4);
	assert_int_equal(history_refused(h), 6);
	note_peers(h, 10, NOW + 1);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(history_count(h), 10);
	history_close(h);
}

static int flush_and_wait(void)
{
	struct history *h = must_open();

	note_peers(h, 500, NOW);
	must_flush(h);
	note_peers(h, 1000, NOW + 1);
	return raise(SIGKILL);
}

static void test_killed(void **state)
{
	struct history *h;

	(void)state;
	assert_int_equal(in_child(flush_and_wait), 128 + SIGKILL);
	h = must_open();
	assert_int_equal(history_count(h), 500);
	assert_int_equal(all_rows(h).packets_most, 1);
	history_close(h);
}

static int flush_for_ever(void)
{
	struct history *h = must_open();

	for (int64_t i = 0;; i++) {
		note_peers(h, 1500, NOW + i);
		if (history_flush(h, NULL))
			return 1;
	}
}

/* Each flush adds one packet to every row, so rows that differ would be half a flush. */
static void test_killed_while_writing(void **state)
{
	uint64_t packets = 0;

	(void)state;
	for (unsigned int round = 0; round < 15; round++) {
		pid_t child = fork();
		struct history *h;
		struct rows rows;

		if (!child)
			_exit(flush_for_ever());
		usleep(30000 + round * 7919);
		kill(child, SIGKILL);
		assert_int_equal(wait_for(child), 128 + SIGKILL);
		h = must_open();
		rows = all_rows(h);
		history_close(h);
		assert_true(rows.n == 0 || rows.n == 1500);
		if (rows.n)
			assert_int_equal(rows.packets_least, rows.packets_most);
		assert_true(rows.packets_most >= packets);
		packets = rows.packets_most;
	}
	assert_true(packets > 0);
}

/* --- what the user allows, and another process --- */

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a row, its hours and the start come back as they were", test_round_trip),
		SAYS("an absurd count is written as the most and read again", test_absurd_counts),
		SAYS("a row older than 30 days is not loaded, and the next flush deletes it",
		     test_expired),
		SAYS("a table full of expired rows has room for new ones", test_expired_make_room),
		SAYS("a row in the future expires no others", test_future_row),
		SAYS("rows are unsaved until they are flushed", test_unsaved),
		SAYS("a flush writes only what changed", test_only_changes),
		SAYS("rows beyond the most are refused, counted, and stay on disk", test_most),
		SAYS("what was flushed survives kill -9", test_killed),
		SAYS("kill -9 while writing leaves whole flushes", test_killed_while_writing),
		SAYS("what the user allows is written at once, and can be removed", test_allow),
		SAYS("another's change is told once, one's own never", test_changed),
		SAYS("the sensor and redarc allow write at once", test_two_processes),
	};

	return cmocka_run_group_tests_name("history_store", tests, NULL, NULL);
}
