/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_folder.h"

#include "judge/history_moves.h"

static struct history *history;

static int set_up(void **state)
{
	(void)state;
	return history_open_memory(64, &history);
}

static int tear_down(void **state)
{
	(void)state;
	history_close(history);
	return 0;
}

static const struct history_row *row_of(uint32_t number)
{
	const struct addr peer = peer_of(number);

	return history_find(history, &peer, RA_IN);
}

/* Seen at these hours before NOW, half an hour later each; -1 ends them. */
static void see(uint32_t number, const int *hours_ago)
{
	for (; *hours_ago >= 0; hours_ago++)
		note_peer(history, number, RA_IN, NOW - *hours_ago * HOUR + 1800);
}

static void test_last_hour(void **state)
{
	static const struct {
		int seen[4];      /* hours ago */
		int64_t from_s;   /* before NOW */
		int64_t last_s;   /* before NOW; -1: it vanishes */
		uint32_t changed;
	} cases[] = {
		{ { 1, -1 }, HOUR, -1, 1 },
		{ { 5, 1, -1 }, HOUR, 4 * HOUR + 1, 1 },
		{ { 5, 3, 1, -1 }, HOUR, 2 * HOUR + 1, 1 },
		{ { 5, 3, 1, -1 }, 0, HOUR / 2, 0 },
		{ { 5, 3, 1, -1 }, HOUR / 2, 2 * HOUR + 1, 1 },
		{ { 5, 3, 1, -1 }, HOUR / 2 - 1, HOUR / 2, 0 },
		{ { 5, 3, 1, -1 }, 3 * HOUR, 4 * HOUR + 1, 1 },
		{ { 5, 3, 1, -1 }, 5 * HOUR - 1801, 5 * HOUR - 1800, 1 },
		{ { 5, 3, 1, -1 }, 5 * HOUR - 1800, -1, 1 },
		{ { 700, 1, -1 }, 2 * HOUR, 699 * HOUR + 1, 1 },
		{ { 800, 300, 1, -1 }, 2 * HOUR, 299 * HOUR + 1, 1 },
	};

	(void)state;
	for (uint32_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t n;

		see(i, cases[i].seen);
		n = history_forget(history, NOW - cases[i].from_s,
				   &(struct cidr){ peer_of(i), 128 }, NOW);
		if (n != cases[i].changed ||
		    (cases[i].last_s < 0 ? !!row_of(i) :
					   row_of(i)->last_s != NOW - cases[i].last_s))
			fail_msg("case %u", i);
	}
}

static void test_hours(void **state)
{
	static const int seen[] = { 9, 7, 5, 3, 1, -1 };
	const struct history_row *row;

	(void)state;
	see(1, seen);
	assert_int_equal(history_forget(history, NOW - 4 * HOUR, NULL, NOW), 1);
	row = row_of(1);
	assert_int_equal(history_row_hours(row, 0), 3);
	assert_false(history_row_within(row, NOW - 4 * HOUR, NOW));
	assert_true(history_row_within(row, NOW - 5 * HOUR, NOW));
	assert_int_equal(row->packets, 5);
	note_peer(history, 1, RA_IN, NOW + 715 * HOUR);
	assert_int_equal(history_row_hours(row, NOW - 4 * HOUR), 1);
}

static void test_all(void **state)
{
	const struct addr peer = peer_of(1);

	(void)state;
	note_peers(history, 20, NOW);
	note_peer(history, 1, RA_IN, NOW);
	assert_int_equal(history_forget(history, 0, NULL, NOW), 21);
	assert_int_equal(history_count(history), 0);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		assert_null(history_find(history, &peer, d));
	note_peer(history, 1, RA_IN, NOW + HOUR);
	assert_int_equal(history_count(history), 1);
	assert_int_equal(row_of(1)->packets, 1);
	assert_int_equal(row_of(1)->first_s, NOW + HOUR);
	assert_int_equal(history_row_hours(row_of(1), 0), 1);
}

static void test_peers(void **state)
{
	static const struct cidr net = { { { 0x20, 0x01, 0x0d, 0xb8, [15] = 8 } }, 126 };

	(void)state;
	for (uint32_t i = 0; i < 16; i++)
		note_peer(history, i, RA_IN, NOW);
	assert_int_equal(history_forget(history, 0, &net, NOW), 4);
	assert_int_equal(history_count(history), 12);
	assert_null(row_of(8));
	assert_null(row_of(11));
	assert_non_null(row_of(12));
}

static void test_trust(void **state)
{
	static const int seen[] = { 40, 1, -1 };
	static const struct {
		uint8_t state;
		int64_t moved_s;
		uint8_t after;
	} cases[] = {
		{ HISTORY_TRUSTED, NOW - HOUR, HISTORY_CANDIDATE },
		{ HISTORY_TRUSTED, NOW - HOUR - 1, HISTORY_TRUSTED },
		{ HISTORY_EXPIRED, NOW - HOUR, HISTORY_EXPIRED },
	};

	(void)state;
	for (uint32_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		see(i, seen);
		history_move(history, row_of(i), cases[i].state, MOVER_RULE, cases[i].moved_s,
			     NULL);
	}
	assert_int_equal(history_forget(history, NOW - HOUR, NULL, NOW + 7), 3);
	for (uint32_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(row_of(i)->state, cases[i].after);
	assert_int_equal(row_of(0)->mover, MOVER_FORGET);
	assert_int_equal(row_of(0)->moved_s, NOW + 7);
}

static void test_blocked(void **state)
{
	const struct cidr net = { peer_of(1), 128 };

	(void)state;
	note_peer(history, 1, RA_IN, NOW);
	history_move(history, row_of(1), HISTORY_BLOCKED, MOVER_LIST, NOW, "drop");
	assert_int_equal(history_forget(history, 0, NULL, NOW), 0);
	assert_int_equal(row_of(1)->state, HISTORY_BLOCKED);
	assert_int_equal(history_forget(history, 0, &net, NOW), 1);
	assert_null(row_of(1));
	note_peer(history, 1, RA_IN, NOW + 1);
	assert_int_equal(row_of(1)->state, HISTORY_CANDIDATE);
}

struct acts {
	uint32_t n;
	struct history_move newest;
};

static int take_act(void *ctx, const struct history_move *move)
{
	struct acts *acts = ctx;

	if (move->from == move->to && !acts->n++)
		acts->newest = *move;
	return 0;
}

static struct acts acts_of(struct history *h)
{
	struct acts acts = { 0 };

	assert_int_equal(history_moves(h, NULL, take_act, &acts, &folder.e), 0);
	return acts;
}

static void test_act(void **state)
{
	const struct cidr one = { peer_of(3), 128 };
	const struct addr all = { { 0 } };
	char net[CIDR_TEXT], why[HISTORY_WHY];
	struct acts acts;

	(void)state;
	for (uint32_t i = 0; i < 20; i++)
		note_peer(history, i, RA_IN, NOW);
	assert_int_equal(history_forget(history, NOW + 1, NULL, NOW), 0);
	assert_int_equal(acts_of(history).n, 0);
	assert_int_equal(history_forget(history, 0, &one, NOW), 1);
	acts = acts_of(history);
	assert_int_equal(acts.n, 1);
	assert_int_equal(acts.newest.mover, MOVER_USER);
	assert_int_equal(acts.newest.time_s, NOW);
	assert_true(addr_equal(&acts.newest.peer, &one.net));
	snprintf(why, sizeof(why), "forgot 1 row of %s", cidr_format(&one, net));
	assert_string_equal(acts.newest.why, why);
	assert_int_equal(history_forget(history, NOW - HOUR, NULL, NOW), 19);
	acts = acts_of(history);
	assert_int_equal(acts.n, 2);
	assert_true(addr_equal(&acts.newest.peer, &all));
	assert_string_equal(acts.newest.why, "forgot 19 rows since 2096-10-02T06:00Z");
}

/* --- on disk --- */

/* Even when more rows move than the journal has room for before it is written. */
static void test_act_of_many(void **state)
{
	struct history *h = must_open();

	(void)state;
	for (uint32_t i = 0; i < HISTORY_MOVES_PENDING + 5; i++) {
		const struct addr peer = peer_of(i);

		note_peer(h, i, RA_IN, NOW - DAY);
		note_peer(h, i, RA_IN, NOW);
		history_move(h, history_find(h, &peer, RA_IN), HISTORY_TRUSTED, MOVER_RULE, NOW,
			     NULL);
	}
	must_flush(h);
	assert_int_equal(history_forget(h, NOW, NULL, NOW), HISTORY_MOVES_PENDING + 5);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(acts_of(h).n, 1);
	assert_int_equal(history_moves_lost(h), 5 + 6);
	history_close(h);
}

static void test_disk(void **state)
{
	struct history *h;

	(void)state;
	make_history(30);
	h = must_open();
	note_peers(h, 40, NOW + 10);
	assert_int_equal(history_unsaved(h), 10);
	assert_int_equal(history_forget(h, NOW + 10, NULL, NOW + 10), 40);
	assert_int_equal(history_unsaved(h), 0);
	assert_int_equal(history_count(h), 30);
	must_flush(h);
	assert_int_equal(history_forget(h, 0, NULL, NOW + 10), 30);
	note_peer(h, 0, RA_IN, NOW + 11);
	assert_int_equal(history_unsaved(h), 0);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(history_count(h), 1);
	history_close(h);
}

static void test_room(void **state)
{
	struct history *h = must_open();
	const struct addr kept = peer_of(5);

	(void)state;
	note_peer(h, 5, RA_OUT, NOW - 9 * HOUR);
	note_peer(h, 5, RA_OUT, NOW - 8 * HOUR);
	note_peer(h, 5, RA_OUT, NOW - 7 * HOUR);
	note_peers(h, MOST, NOW);
	assert_int_equal(history_count(h), MOST);
	assert_int_equal(history_forget(h, NOW, NULL, NOW), MOST - 1);
	must_flush(h);
	for (uint32_t i = 1; i < MOST; i++)
		note_peer(h, 1000000 + i, RA_IN, NOW + 1);
	assert_int_equal(history_refused(h), 1);
	assert_int_equal(history_row_hours(history_find(h, &kept, RA_OUT), 0), 3);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(history_count(h), MOST);
	history_close(h);
}

#define HOLDS(sentence, test) { "history: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		HOLDS("forgetting goes back to the end of the last hour that remains",
		      test_last_hour),
		HOLDS("the hours from that one on are forgotten, for good", test_hours),
		HOLDS("forgetting all leaves nobody, who can come back as new", test_all),
		HOLDS("only the peers that are meant are forgotten", test_peers),
		HOLDS("who became trusted in what is forgotten is a candidate again", test_trust),
		HOLDS("who is blocked is only forgotten by name", test_blocked),
		HOLDS("the act is on record, with who is meant and since when", test_act),
		SAYS("who is forgotten is deleted by the next flush", test_disk),
		SAYS("the places of who is forgotten go to others", test_room),
		SAYS("that much was forgotten is on record, whatever else is not",
		     test_act_of_many),
	};

	return cmocka_run_group_tests_name("history_forget", tests, NULL, NULL);
}
