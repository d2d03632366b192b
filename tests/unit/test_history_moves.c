/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_moves.h"

#include "history_file.h"

struct moves {
	uint32_t n, most;
	struct history_move move[4]; /* the first ones */
};

static int take(void *ctx, const struct history_move *move)
{
	struct moves *moves = ctx;

	if (moves->n < sizeof(moves->move) / sizeof(*moves->move))
		moves->move[moves->n] = *move;
	return ++moves->n == moves->most;
}

static struct moves moves_of(struct history *h, const struct addr *peer)
{
	struct moves moves = { 0 };

	if (history_moves(h, peer, take, &moves, &folder.e))
		fail_msg("%s", folder.e.text);
	return moves;
}

static const struct history_row *row_of(struct history *h, uint32_t number)
{
	const struct addr peer = peer_of(number);

	return history_find(h, &peer, RA_IN);
}

static void test_move(void **state)
{
	struct history *h = must_open();
	struct moves moves;

	(void)state;
	note_peer(h, 1, RA_IN, NOW);
	history_move(h, row_of(h, 1), HISTORY_TRUSTED, MOVER_RULE, NOW + 5, NULL);
	assert_int_equal(row_of(h, 1)->state, HISTORY_TRUSTED);
	assert_int_equal(row_of(h, 1)->mover, MOVER_RULE);
	assert_int_equal(row_of(h, 1)->moved_s, NOW + 5);
	history_move(h, row_of(h, 1), HISTORY_TRUSTED, MOVER_USER, NOW + 6, NULL);
	assert_int_equal(row_of(h, 1)->mover, MOVER_RULE);
	moves = moves_of(h, NULL);
	assert_int_equal(moves.n, 1);
	assert_int_equal(moves.move[0].from, HISTORY_CANDIDATE);
	assert_int_equal(moves.move[0].to, HISTORY_TRUSTED);
	assert_int_equal(moves.move[0].mover, MOVER_RULE);
	assert_int_equal(moves.move[0].time_s, NOW + 5);
	assert_string_equal(moves.move[0].why, "");
	history_close(h);
}

/* Half of them are on disk, half are not yet. */
static void test_order(void **state)
{
	struct history *h = must_open();
	const struct addr peer = peer_of(2);
	struct moves moves;

	(void)state;
	note_peer(h, 1, RA_IN, NOW);
	note_peer(h, 2, RA_IN, NOW);
	history_move(h, row_of(h, 1), HISTORY_BLOCKED, MOVER_LIST, NOW + 1, "drop");
	history_move(h, row_of(h, 2), HISTORY_TRUSTED, MOVER_LEARNING, NOW + 2, NULL);
	must_flush(h);
	history_close(h);
	h = must_open();
	history_move(h, row_of(h, 2), HISTORY_EXPIRED, MOVER_EXPIRY, NOW + 3, NULL);
	moves = moves_of(h, NULL);
	assert_int_equal(moves.n, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(moves.move[i].time_s, NOW + 3 - i);
	assert_string_equal(moves.move[2].why, "drop");
	assert_int_equal(moves.move[2].direction, RA_IN);
	moves = moves_of(h, &peer);
	assert_int_equal(moves.n, 2);
	assert_int_equal(moves.move[1].mover, MOVER_LEARNING);
	moves = (struct moves){ .most = 2 };
	assert_int_equal(history_moves(h, NULL, take, &moves, &folder.e), 1);
	assert_int_equal(moves.n, 2);
	history_close(h);
}

static void test_long_why(void **state)
{
	struct history *h = must_open();
	char why[200];

	(void)state;
	memset(why, 'x', sizeof(why) - 1);
	why[sizeof(why) - 1] = 0;
	note_peer(h, 1, RA_IN, NOW);
	history_move(h, row_of(h, 1), HISTORY_BLOCKED, MOVER_LIST, NOW, why);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(strlen(moves_of(h, NULL).move[0].why), HISTORY_WHY - 1);
	history_close(h);
}

static void test_full(void **state)
{
	struct history *h = must_open();
	uint32_t n = HISTORY_MOVES_PENDING + 10;

	(void)state;
	for (uint32_t i = 0; i < n; i++) {
		note_peer(h, i, RA_IN, NOW);
		history_move(h, row_of(h, i), HISTORY_TRUSTED, MOVER_LEARNING, NOW, NULL);
	}
	assert_int_equal(history_moves_lost(h), 10);
	assert_int_equal(row_of(h, n - 1)->state, HISTORY_TRUSTED);
	must_flush(h);
	history_move(h, row_of(h, 0), HISTORY_EXPIRED, MOVER_EXPIRY, NOW, NULL);
	must_flush(h);
	assert_int_equal(moves_of(h, NULL).n, HISTORY_MOVES_PENDING + 1);
	history_close(h);
	h = must_open();
	assert_int_equal(history_moves_lost(h), 10);
	history_close(h);
}

static void test_bounded(void **state)
{
	struct history *h;

	(void)state;
	make_history(2);
	run_sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
		" INSERT INTO move SELECT i, 3999999600, zeroblob(16), 0, 0, 1, 2, '' FROM n");
	h = must_open();
	assert_int_equal(moves_of(h, NULL).n, HISTORY_MOVES_MOST);
	note_peer(h, 0, RA_IN, NOW);
	history_move(h, row_of(h, 0), HISTORY_TRUSTED, MOVER_USER, NOW, NULL);
	must_flush(h);
	assert_int_equal(moves_of(h, NULL).n, HISTORY_MOVES_MOST);
	assert_int_equal(moves_of(h, NULL).move[0].mover, MOVER_USER);
	history_close(h);
}

static void test_old(void **state)
{
	int64_t now_s = clock_now_ns() / CLOCK_S;
	struct history *h = must_open();

	(void)state;
	note_peer(h, 1, RA_IN, now_s);
	history_move(h, row_of(h, 1), HISTORY_TRUSTED, MOVER_USER, now_s, NULL);
	history_move(h, row_of(h, 1), HISTORY_BLOCKED, MOVER_LIST, now_s, NULL);
	must_flush(h);
	history_close(h);
	run_sql("UPDATE move SET time = time - 2678400 WHERE mover = 3");
	h = must_open();
	note_peer(h, 1, RA_IN, now_s + 1);
	must_flush(h);
	assert_int_equal(moves_of(h, NULL).n, 1);
	assert_int_equal(moves_of(h, NULL).move[0].mover, MOVER_LIST);
	history_close(h);
}

static void test_damaged(void **state)
{
	static const char *const damages[] = {
		"UPDATE move SET why = x'07'",    "UPDATE move SET became = 9",
		"UPDATE move SET addr = x'00'",   "UPDATE move SET time = 'now'",
		"UPDATE move SET direction = 2",  "UPDATE move SET mover = 8",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		struct moves moves = { 0 };
		struct history *h = must_open();

		note_peer(h, 1, RA_IN, NOW);
		history_move(h, row_of(h, 1), i % 2 ? HISTORY_TRUSTED : HISTORY_BLOCKED,
			     MOVER_USER, NOW, NULL);
		must_flush(h);
		history_close(h);
		run_sql(damages[i]);
		h = must_open();
		assert_int_equal(history_moves(h, NULL, take, &moves, &folder.e), -EBADMSG);
		assert_int_equal(history_flush(h, &folder.e), 0);
		history_close(h);
		run_sql("DELETE FROM move");
	}
}

static void test_earlier(void **state)
{
	struct history *h = NULL;

	(void)state;
	make_version_1();
	assert_int_equal(open_history(HISTORY_READ, &h), 0);
	assert_int_equal(moves_of(h, NULL).n, 0);
	history_close(h);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a row that moves says where to, by whom and when", test_move),
		SAYS("the newest move comes first, written or not", test_order),
		SAYS("a long reason is cut", test_long_why),
		SAYS("a full journal counts what it cannot hold, and the row moves", test_full),
		SAYS("the oldest moves make room for the newest", test_bounded),
		SAYS("moves older than 30 days go", test_old),
		SAYS("a damaged journal is told when it is read", test_damaged),
		SAYS("a history of an earlier version has no journal", test_earlier),
	};

	return cmocka_run_group_tests_name("history_moves", tests, NULL, NULL);
}
