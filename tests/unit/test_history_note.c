/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "core/clock.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define NOW INT64_C(1799996400) /* the start of an hour */
#define PEERS 12
#define SAYS(sentence, test) { "history: " sentence, test, set_up, tear_down, NULL }

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

static struct addr peer_of(uint8_t number)
{
	return (struct addr){ { [10] = 0xff, [11] = 0xff, 198, 51, 100, number } };
}

static struct event event_of(uint8_t number, uint8_t direction, int64_t time_s)
{
	return (struct event){ .time_ns = time_s * CLOCK_S,
			       .peer = peer_of(number),
			       .packets = 1,
			       .beacon = EVENT_UNSCORED,
			       .direction = direction };
}

static const struct history_row *note(uint8_t number, uint8_t direction, int64_t time_s)
{
	const struct event e = event_of(number, direction, time_s);

	return history_note(history, &e);
}

static void test_home(void **state)
{
	struct event e = event_of(1, RA_IN, NOW);
	const struct history_row *row;

	(void)state;
	e.asn = 64496;
	strcpy(e.country, "DE");
	e.reply = true;
	row = history_note(history, &e);
	assert_int_equal(row->beacon, EVENT_UNSCORED);
	assert_true(row->reply);
	e.asn = 0;
	e.country[0] = 0;
	e.reply = false;
	e.beacon = 70;
	history_note(history, &e);
	e.beacon = EVENT_UNSCORED;
	assert_ptr_equal(history_note(history, &e), row);
	assert_int_equal(row->asn, 64496);
	assert_string_equal(row->country, "DE");
	assert_true(row->reply);
	assert_int_equal(row->beacon, 70);
	e.asn = 64497;
	strcpy(e.country, "FR");
	history_note(history, &e);
	assert_int_equal(row->asn, 64497);
	assert_string_equal(row->country, "FR");
}

static void test_find(void **state)
{
	const struct addr seen = peer_of(1), other = peer_of(2);
	struct event nothing = event_of(2, RA_OUT, NOW);

	(void)state;
	assert_ptr_equal(history_find(history, &seen, RA_OUT), NULL);
	note(1, RA_OUT, NOW);
	nothing.packets = 0;
	assert_null(history_note(history, &nothing));
	assert_non_null(history_find(history, &seen, RA_OUT));
	assert_null(history_find(history, &seen, RA_IN));
	assert_null(history_find(history, &other, RA_OUT));
}

struct verdicts {
	uint32_t n;
	int8_t known[PEERS][RA_DIRECTIONS]; /* -1: not judged */
};

static void take(void *ctx, const struct history_row *row, bool known)
{
	struct verdicts *v = ctx;

	v->n++;
	v->known[row->peer.b[15]][row->direction] = known;
}

static struct verdicts judge(int64_t window_s, int64_t at_s)
{
	struct verdicts v = { 0 };

	memset(v.known, -1, sizeof(v.known));
	history_judge(history, window_s, at_s, take, &v);
	return v;
}

/* Seen once before, and once at the instant from which on is judged. */
static void test_boundaries(void **state)
{
	static const struct {
		int64_t before_s;
		int8_t known;
	} cases[] = {
		{ 48 * HOUR + 1, 0 }, { 48 * HOUR, 1 }, { 48 * HOUR - 1, 1 }, { 1, 1 }, { 0, 0 },
	};

	(void)state;
	for (uint8_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		note(i, RA_IN, NOW - cases[i].before_s);
		note(i, RA_IN, NOW);
		assert_int_equal(judge(48 * HOUR, NOW).known[i][RA_IN], cases[i].known);
	}
	assert_int_equal(judge(48 * HOUR, NOW + 1).n, 0);
}

/* --- the bitmap against all that happened --- */

#define CASES 10000
#define EVENTS 24

static struct {
	uint8_t peer, direction;
	int64_t time_s;
} raw[EVENTS];

/* Within 29 days, often at the edge of an hour, in any order. */
static void make_raw(void)
{
	for (int i = 0; i < EVENTS; i++) {
		raw[i].peer = (uint8_t)random_below(4);
		raw[i].direction = (uint8_t)random_below(RA_DIRECTIONS);
		raw[i].time_s = NOW - random_below(random_below(2) ? 29 * 24 : 60) * HOUR;
		raw[i].time_s += random_below(3) ? random_below(HOUR) :
						   random_below(2) * (HOUR - 1);
		note(raw[i].peer, raw[i].direction, raw[i].time_s);
	}
}

static bool raw_seen(uint8_t peer, uint8_t direction, int64_t from_s, int64_t until_s)
{
	bool seen = false;

	for (int i = 0; i < EVENTS; i++)
		seen |= raw[i].peer == peer && raw[i].direction == direction &&
			raw[i].time_s >= from_s && raw[i].time_s < until_s;
	return seen;
}

/* loose_s: by how much known may be known too much */
static void compare(int64_t window_s, int64_t at_s, int64_t loose_s)
{
	struct verdicts v = judge(window_s, at_s);

	for (uint8_t i = 0; i < 4 * RA_DIRECTIONS; i++) {
		uint8_t peer = i / 2, direction = i % 2;
		int8_t known = v.known[peer][direction];

		assert_int_equal(known >= 0, raw_seen(peer, direction, at_s, INT64_MAX));
		if (known < 0)
			continue;
		if (raw_seen(peer, direction, at_s - window_s, at_s))
			assert_int_equal(known, 1);
		else if (!raw_seen(peer, direction, at_s - window_s - loose_s, at_s + loose_s))
			assert_int_equal(known, 0);
	}
}

static void test_replay(void **state)
{
	(void)state;
	seed = 20261122;
	for (int i = 0; i < CASES; i++) {
		int64_t hours = random_below(4) ? 1 + random_below(72) : 1 + random_below(720);
		int64_t at_s = NOW + HOUR - random_below(29 * 24) * HOUR;

		tear_down(NULL);
		assert_int_equal(set_up(NULL), 0);
		make_raw();
		compare(hours * HOUR, at_s, 0);
		compare(hours * HOUR + random_below(HOUR), at_s + random_below(HOUR), HOUR);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a row knows where its peer lives, and forgets it for nothing", test_home),
		SAYS("a peer is found by direction, and seen in any", test_find),
		SAYS("seen a window before is known, a second earlier is not", test_boundaries),
		SAYS("10,000 pasts judged by bitmap are judged as by replaying them", test_replay),
	};

	return cmocka_run_group_tests_name("history_note", tests, NULL, NULL);
}
