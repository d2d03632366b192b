/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/clock.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define NOW INT64_C(1800000000) /* the start of an hour */

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

static void note(uint8_t peer, uint8_t direction, int64_t time_s)
{
	struct event e = { .time_ns = time_s * CLOCK_S + CLOCK_S / 2,
			   .peer = { { [10] = 0xff, [11] = 0xff, 198, 51, 100, peer } },
			   .packets = 1,
			   .bytes = 60,
			   .direction = direction };

	history_note(history, &e);
}

struct found {
	uint32_t n;
	struct history_row row; /* the last one */
};

static void find(void *ctx, const struct history_row *row)
{
	struct found *found = ctx;

	found->n++;
	found->row = *row;
}

static struct found within(int64_t from_s, int64_t until_s)
{
	struct found found = { 0 };

	history_each(history, from_s, until_s, find, &found);
	return found;
}

static void test_two_days(void **state)
{
	struct found found;

	(void)state;
	note(47, RA_IN, NOW - 47 * HOUR);
	note(49, RA_IN, NOW - 49 * HOUR);
	found = within(NOW - 48 * HOUR, NOW);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.row.peer.b[15], 47);
}

/* One event at `at`, against the 48 hours before NOW. */
static void test_second(void **state)
{
	static const struct {
		int64_t at;
		uint32_t known;
	} cases[] = {
		{ NOW - 48 * HOUR - 1, 0 }, { NOW - 48 * HOUR, 1 }, { NOW - 48 * HOUR + 1, 1 },
		{ NOW - 1, 1 },             { NOW, 0 },             { NOW + 1, 0 },
	};

	(void)state;
	for (uint8_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t before = within(NOW - 48 * HOUR, NOW).n;

		note(i, RA_OUT, cases[i].at);
		assert_int_equal(within(NOW - 48 * HOUR, NOW).n - before, cases[i].known);
	}
}

/* The window starts inside an hour in which the peer was seen just before, and long ago too. */
static void test_second_of_last(void **state)
{
	int64_t now = NOW + 1234;

	(void)state;
	note(1, RA_IN, now - 20 * DAY);
	note(1, RA_IN, now - 48 * HOUR - 1);
	assert_int_equal(within(now - 48 * HOUR, now).n, 0);
	note(1, RA_IN, now - 48 * HOUR);
	assert_int_equal(within(now - 48 * HOUR, now).n, 1);
}

static void test_directions(void **state)
{
	struct found found;

	(void)state;
	note(1, RA_IN, NOW - HOUR);
	found = within(NOW - 48 * HOUR, NOW);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.row.direction, RA_IN);
	note(1, RA_OUT, NOW - HOUR);
	assert_int_equal(within(NOW - 48 * HOUR, NOW).n, 2);
	assert_int_equal(history_count(history), 2);
}

static void test_counts(void **state)
{
	struct event e = { .time_ns = NOW * CLOCK_S, .packets = 3, .bytes = 500 };
	struct found found;

	(void)state;
	history_note(history, &e);
	e.time_ns += 10 * CLOCK_S;
	history_note(history, &e);
	found = within(0, INT64_MAX);
	assert_int_equal(found.row.packets, 6);
	assert_int_equal(found.row.bytes, 1000);
	assert_int_equal(found.row.first_s, NOW);
	assert_int_equal(found.row.last_s, NOW + 10);
}

static void test_absurd_counts(void **state)
{
	struct event e = { .time_ns = NOW * CLOCK_S, .packets = UINT64_MAX, .bytes = 1 };
	struct found found;

	(void)state;
	history_note(history, &e);
	e.bytes = UINT64_MAX;
	history_note(history, &e);
	e.packets = e.bytes = 1;
	history_note(history, &e);
	found = within(0, INT64_MAX);
	assert_int_equal(found.row.packets, HISTORY_COUNT_MOST);
	assert_int_equal(found.row.bytes, HISTORY_COUNT_MOST);
}

static void test_nothing_seen(void **state)
{
	struct event e = { .time_ns = NOW * CLOCK_S, .packets = 0, .judged = true };

	(void)state;
	history_note(history, &e);
	assert_int_equal(history_count(history), 0);
}

static void test_clock_set_back(void **state)
{
	struct found found;

	(void)state;
	note(1, RA_IN, NOW);
	note(1, RA_IN, NOW - 5 * DAY);
	note(1, RA_IN, NOW - 31 * DAY);
	found = within(0, INT64_MAX);
	assert_int_equal(found.row.last_s, NOW);
	assert_int_equal(found.row.first_s, NOW - 31 * DAY);
	assert_int_equal(within(NOW - 5 * DAY, NOW - 4 * DAY).n, 1);
	assert_int_equal(within(NOW - 4 * DAY, NOW - 3 * DAY).n, 0);
}

/* A ring of 720 hours must not take an hour for the one 30 days later. */
static void test_long_silence(void **state)
{
	(void)state;
	for (int64_t t = NOW - 29 * DAY; t < NOW; t += HOUR)
		note(1, RA_IN, t);
	note(1, RA_IN, NOW + 100 * DAY);
	assert_int_equal(within(NOW + 70 * DAY, NOW + 100 * DAY).n, 0);
	assert_int_equal(within(NOW + 70 * DAY, NOW + 100 * DAY + 1).n, 1);
}

static void test_before_1970(void **state)
{
	(void)state;
	note(1, RA_IN, -5 * DAY);
	note(1, RA_IN, 2 * HOUR);
	assert_int_equal(within(-100, 1).n, 1);
	assert_int_equal(within(-100, 0).n, 0);
	assert_int_equal(within(-100, HOUR + 1).n, 1);
	assert_int_equal(within(HOUR, 2 * HOUR).n, 0);
}

static void test_full(void **state)
{
	(void)state;
	for (uint8_t i = 0; i < 70; i++)
		note(i, RA_IN, NOW);
	assert_int_equal(history_count(history), 64);
	assert_int_equal(history_refused(history), 6);
	note(3, RA_IN, NOW + 1);
	assert_int_equal(history_refused(history), 6);
	assert_int_equal(within(NOW + 1, NOW + 2).n, 1);
}

static void test_memory(void **state)
{
	size_t before = mallinfo2().uordblks;

	(void)state;
	for (int i = 0; i < 10000; i++)
		note((uint8_t)i, (uint8_t)(i % 2), NOW + i * 600);
	assert_int_equal(mallinfo2().uordblks, before);
}

static void test_only_memory(void **state)
{
	struct err e = { "" };

	(void)state;
	note(1, RA_IN, NOW);
	assert_int_equal(history_unsaved(history), 0);
	assert_int_equal(history_flush(history, &e), 0);
	assert_int_equal(e.text[0], 0);
}

/* --- the bitmap against all that happened --- */

#define PEERS 16
#define EVENTS 10000

static struct {
	int64_t time_s[EVENTS];
	uint32_t n;
} raw[PEERS];

static uint64_t seed;

/* source: splitmix64, Vigna, public domain */
static int64_t random_below(int64_t n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return (int64_t)((z ^ (z >> 31)) % (uint64_t)n);
}

static int64_t raw_last(uint8_t peer)
{
	int64_t last = 0;

	for (uint32_t i = 0; i < raw[peer].n; i++)
		last = raw[peer].time_s[i] > last ? raw[peer].time_s[i] : last;
	return last;
}

static int64_t raw_first(uint8_t peer)
{
	int64_t first = INT64_MAX;

	for (uint32_t i = 0; i < raw[peer].n; i++)
		first = raw[peer].time_s[i] < first ? raw[peer].time_s[i] : first;
	return first;
}

/* Events in [from_s, until_s) that are not older than oldest_s. */
static bool raw_within(uint8_t peer, int64_t from_s, int64_t until_s, int64_t oldest_s)
{
	for (uint32_t i = 0; i < raw[peer].n; i++)
		if (raw[peer].time_s[i] >= from_s && raw[peer].time_s[i] < until_s &&
		    raw[peer].time_s[i] >= oldest_s)
			return true;
	return false;
}

/* As the header says: exact where first or last decide, else by whole hours of 30 days. */
static bool raw_answer(uint8_t peer, int64_t from_s, int64_t until_s)
{
	int64_t last = raw_last(peer);
	int64_t oldest = (last / HOUR - HISTORY_HOURS + 1) * HOUR;

	if (from_s >= until_s)
		return false;
	if (until_s > last || from_s <= raw_first(peer))
		return raw_within(peer, from_s, until_s, 0);
	return raw_within(peer, from_s / HOUR * HOUR, (until_s + HOUR - 1) / HOUR * HOUR, oldest);
}

struct wanted {
	uint8_t peer;
	bool found;
};

static void look_for(void *ctx, const struct history_row *row)
{
	struct wanted *wanted = ctx;

	wanted->found |= row->peer.b[15] == wanted->peer;
}

static void compare_windows(int64_t now)
{
	for (int i = 0; i < 20; i++) {
		struct wanted wanted = { (uint8_t)random_below(PEERS), false };
		int64_t from = now - random_below(35 * DAY);
		int64_t len = random_below(i % 2 ? 3 * HOUR : 3 * DAY);

		if (!raw[wanted.peer].n)
			continue;
		history_each(history, from, from + len, look_for, &wanted);
		if (wanted.found != raw_answer(wanted.peer, from, from + len))
			fail_msg("peer %u, window [%lld, %lld): history says %d", wanted.peer,
				 (long long)from, (long long)(from + len), wanted.found);
	}
}

static void test_piece_by_piece(void **state)
{
	const struct history_row *row;
	uint32_t at = 0, sum = 0;

	(void)state;
	note(3, RA_IN, NOW);
	note(4, RA_OUT, NOW - DAY);
	note(5, RA_IN, NOW);
	assert_int_equal(history_forget(history, NOW - HOUR, NULL, NOW), 2);
	note(6, RA_IN, NOW);
	while ((row = history_next(history, &at)))
		sum += row->peer.b[15];
	assert_int_equal(sum, 4 + 6);
	assert_null(history_next(history, &at));
}

/* Mostly forward in small steps, sometimes far ahead or late, by up to 40 days. */
static void test_brute_force(void **state)
{
	int64_t now = NOW;

	(void)state;
	seed = 20261122;
	for (int i = 0; i < EVENTS; i++) {
		uint8_t peer = (uint8_t)random_below(PEERS);
		int64_t late = random_below(20) ? 0 : random_below(40 * DAY);

		now += random_below(500) ? random_below(2 * HOUR) : random_below(40 * DAY);
		note(peer, RA_IN, now - late);
		raw[peer].time_s[raw[peer].n++] = now - late;
		if (i % 10 == 0)
			compare_windows(now);
	}
	assert_int_equal(history_count(history), PEERS);
}

#define SAYS(sentence, test) { "history: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a peer seen once 47 h ago is known, one seen 49 h ago is not", test_two_days),
		SAYS("the window is exact to the second", test_second),
		SAYS("a window that starts inside an hour is exact by the last event",
		     test_second_of_last),
		SAYS("inbound does not whiten outbound", test_directions),
		SAYS("packets and bytes add up, first and last are kept", test_counts),
		SAYS("an absurd count stops at the most and stays there", test_absurd_counts),
		SAYS("an event without packets was not seen", test_nothing_seen),
		SAYS("a clock set back never moves the last event", test_clock_set_back),
		SAYS("an hour is not taken for the one 30 days later", test_long_silence),
		SAYS("times before 1970 are times at 1970", test_before_1970),
		SAYS("a full table refuses, counts, and goes on with who is in it", test_full),
		SAYS("counting an event allocates nothing", test_memory),
		SAYS("without a state folder nothing is written, nor left to write",
		     test_only_memory),
		SAYS("its rows can be read piece by piece, without the forgotten",
		     test_piece_by_piece),
		SAYS("the hours answer 20,000 windows as 10,000 raw events do", test_brute_force),
	};

	return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
