/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_file.h"

#include <signal.h>

#include "judge/history_moves.h"
#include "judge/history_store.h"

struct rows {
	uint32_t n;
	uint64_t packets_least, packets_most;
	struct history_row last;
	uint64_t hours[HISTORY_WORDS]; /* of the last */
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
	struct event e = { .packets = 7, .bytes = 420, .direction = RA_OUT, .peer = peer_of(9),
			   .asn = 4294967295u, .country = "DE", .beacon = 93, .reply = true };
	struct history *h = must_open();
	struct rows before, after;

	(void)state;
	for (int i = 0; i < 1000; i += 37) {
		e.time_ns = (NOW + i * HOUR) * CLOCK_S;
		history_note(h, &e);
	}
	history_move(h, history_find(h, &e.peer, RA_OUT), HISTORY_BLOCKED, MOVER_LIST, NOW, "drop");
	history_set_since(h, NOW - 5);
	history_set_frozen(h, true);
	before = all_rows(h);
	must_flush(h);
	history_close(h);
	h = must_open();
	after = all_rows(h);
	assert_int_equal(after.n, 1);
	before.last.changed = false;
	before.last.stored = true;
	assert_memory_equal(&after.last, &before.last, offsetof(struct history_row, hours));
	assert_int_equal(after.last.state, HISTORY_BLOCKED);
	assert_int_equal(after.last.asn, 4294967295u);
	assert_string_equal(after.last.country, "DE");
	assert_int_equal(after.last.beacon, 93);
	assert_true(after.last.reply);
	assert_non_null(after.last.hours);
	assert_memory_equal(after.hours, before.hours, sizeof(after.hours));
	assert_int_equal(history_since(h), NOW - 5);
	assert_true(history_frozen(h));
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
	const struct history_meta meta = { .since_s = NOW };
	struct history_store *store;
	struct history *h;

	(void)state;
	assert_int_equal(history_store_open(folder.fd, folder.path, HISTORY_WRITE, &store,
					    &folder.e), 0);
	assert_int_equal(history_store_begin(store, &folder.e), 0);
	assert_int_equal(history_store_save(store, rows, 1, &meta, &folder.e), 0);
	assert_int_equal(history_store_end(store, 0, &folder.e), 0);
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
	must_flush(h);
	history_close(h);
	h = must_open();
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

/* A row in the future alone says nothing of the others, and is taken as seen now. */
static void test_future_row(void **state)
{
	int64_t now_s = clock_now_ns() / CLOCK_S;
	struct history *h;

	(void)state;
	make_row(1, LONG_AGO);
	make_row(2, now_s);
	make_row(3, now_s);
	run_sql("UPDATE peer SET last = 9223372036"
		" WHERE addr = x'20010db8000000000000000000000003'");
	h = must_open();
	assert_int_equal(history_count(h), 2);
	assert_true(all_rows(h).last.last_s <= now_s + 60);
	must_flush(h);
	history_close(h);
	assert_int_equal(rows_with(HISTORY_READ), 2);
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

#define WRITTEN 1500 /* rows of each flush */
#define MOVED 20     /* of them change their state */

static int acknowledged[2];

static int flush_for_ever(void)
{
	struct history *h = must_open();
	uint64_t n = 0;

	for (int64_t i = 0;; i++) {
		note_peers(h, WRITTEN, NOW + i);
		for (uint32_t m = 0; m < MOVED; m++) {
			const struct addr peer = peer_of(m * 2654435761u);
			const struct history_row *row = history_find(h, &peer, m % RA_DIRECTIONS);

			n = row->packets;
			history_move(h, row, n % 2, MOVER_RULE, NOW + i, "by turns");
		}
		if (history_flush(h, NULL) || write(acknowledged[1], &n, sizeof(n)) != sizeof(n))
			return 1;
	}
}

static int count_move(void *ctx, const struct history_move *move)
{
	uint64_t *n = ctx;

	assert_string_equal(move->why, "by turns");
	*n += 1;
	return 0;
}

static void check_states(void *ctx, const struct history_row *row)
{
	uint32_t *n = ctx;

	*n += row->state == HISTORY_TRUSTED;
}

/* The packets of the last flush that was said to be written. */
static uint64_t last_acknowledged(uint64_t before)
{
	uint64_t packets = before;

	while (read(acknowledged[0], &packets, sizeof(packets)) == sizeof(packets))
		;
	return packets;
}

/* Each flush adds one packet to every row, so rows that differ would be half a flush. */
static uint64_t must_be_whole(uint64_t least)
{
	struct history *h = must_open();
	struct rows rows = all_rows(h);
	uint64_t moves = 0;
	uint32_t trusted = 0;

	if (rows.n) {
		assert_int_equal(rows.n, WRITTEN);
		assert_int_equal(rows.packets_least, rows.packets_most);
		assert_true(rows.packets_most >= least);
		history_each_row(h, check_states, &trusted);
		assert_int_equal(trusted, rows.packets_most % 2 ? MOVED : 0);
		assert_int_equal(history_moves(h, NULL, count_move, &moves, &folder.e), 0);
		assert_int_equal(moves, MOVED * rows.packets_most);
	}
	history_close(h);
	return rows.packets_most;
}

static void test_killed_while_writing(void **state)
{
	uint64_t packets = 0;

	(void)state;
	assert_int_equal(pipe2(acknowledged, O_NONBLOCK), 0);
	for (unsigned int round = 0; round < 50; round++) {
		pid_t child = fork();

		if (!child)
			_exit(flush_for_ever());
		usleep(20000 + round * 7919 % 50000);
		kill(child, SIGKILL);
		assert_int_equal(wait_for(child), 128 + SIGKILL);
		packets = must_be_whole(last_acknowledged(packets));
	}
	assert_true(packets > 50);
	close(acknowledged[0]);
	close(acknowledged[1]);
}

#define WRITERS_FLUSHES 40

static int flush_out(void)
{
	struct history *h = must_open();
	int rc = 0;

	for (uint32_t i = 0; !rc && i < WRITERS_FLUSHES; i++) {
		note_peer(h, i, RA_OUT, NOW + i);
		rc = history_flush(h, &folder.e);
		usleep(2000);
	}
	history_close(h);
	return rc ? 1 : 0;
}

static void test_two_writers(void **state)
{
	struct history *h = must_open();
	pid_t child;

	(void)state;
	child = fork();
	if (!child)
		_exit(flush_out());
	for (uint32_t i = 0; i < WRITERS_FLUSHES; i++) {
		note_peer(h, i, RA_IN, NOW + i);
		must_flush(h);
		usleep(3000); /* a sensor rests between flushes; SQLite's lock is not fair */
	}
	assert_int_equal(wait_for(child), 0);
	history_close(h);
	assert_int_equal(rows_with(HISTORY_READ), 2 * WRITERS_FLUSHES);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a row, its hours and the start come back as they were", test_round_trip),
		SAYS("an absurd count is written as the most and read again", test_absurd_counts),
		SAYS("a row older than 30 days is not loaded, and the next flush deletes it",
		     test_expired),
		SAYS("a table full of expired rows has room for new ones", test_expired_make_room),
		SAYS("a row in the future expires no others, and is taken as seen now",
		     test_future_row),
		SAYS("rows are unsaved until they are flushed", test_unsaved),
		SAYS("a flush writes only what changed", test_only_changes),
		SAYS("rows beyond the most are refused, counted, and stay on disk", test_most),
		SAYS("what was flushed survives kill -9", test_killed),
		SAYS("kill -9 while writing, 50 times, leaves whole flushes and loses none",
		     test_killed_while_writing),
		SAYS("two that write at once both get their rows in", test_two_writers),
	};

	return cmocka_run_group_tests_name("history_store", tests, NULL, NULL);
}
