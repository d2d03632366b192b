/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/beacon.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "chance.h"
#include "core/clock.h"

#define START (INT64_C(1795000000) * CLOCK_S)
#define HIGH 80 /* from which on trust_defaults() takes a score for a beacon */
#define RUNS 300

static struct beacons *beacons;

static int set_up(void **state)
{
	(void)state;
	seed = 5;
	return beacons_open(100, &beacons);
}

static int tear_down(void **state)
{
	(void)state;
	beacons_close(beacons);
	return 0;
}

static struct addr peer_of(uint8_t last)
{
	struct addr a = { { [10] = 0xff, 0xff, 198, 51, 100, last } };

	return a;
}

static uint8_t note(uint8_t last, uint8_t direction, int64_t time_ns, uint64_t bytes)
{
	const struct event e = { .time_ns = time_ns, .peer = peer_of(last), .packets = 1,
				 .bytes = bytes, .direction = direction };

	return beacons_note(beacons, &e);
}

/* --- kinds of traffic: seconds to the next contact, and its bytes --- */
static double chance(void)
{
	return (random_below(1000000) + 0.5) / 1e6;
}

/* source: Box and Muller, 1958 */
static double normal(void)
{
	return sqrt(-2 * log(chance())) * cos(2 * M_PI * chance());
}

static uint32_t log_normal(double median, double sigma)
{
	return (uint32_t)fmin(median * exp(sigma * normal()), 1e6);
}

static uint32_t page_bytes(void)
{
	return log_normal(20000, 1.2);
}

static void exact(uint32_t *gap, uint32_t *bytes)
{
	*gap = 60;
	*bytes = 312;
}

static void jitter_20(uint32_t *gap, uint32_t *bytes)
{
	*gap = 240 + random_below(121);
	*bytes = 312;
}

static void jitter_30(uint32_t *gap, uint32_t *bytes)
{
	*gap = 42 + random_below(37);
	*bytes = 300 + random_below(60);
}

/* Sleeps up to a third less than told, as known implants do; now and then an order comes. */
static void implant(uint32_t *gap, uint32_t *bytes)
{
	*gap = 200 + random_below(101);
	*bytes = random_below(10) ? 480 : 480 + random_below(20000);
}

static void sleepy(uint32_t *gap, uint32_t *bytes)
{
	*gap = random_below(12) ? 300 : 9 * 3600;
	*bytes = 500;
}

static void ntp(uint32_t *gap, uint32_t *bytes)
{
	*gap = 1020 + random_below(9);
	*bytes = 76;
}

/* A request that is answered after five minutes, or as soon as there is news. */
static void long_poll(uint32_t *gap, uint32_t *bytes)
{
	*gap = random_below(4) ? 300 : 20 + random_below(280);
	*bytes = 900 + random_below(100);
}

static void people(uint32_t *gap, uint32_t *bytes)
{
	*gap = 6 + log_normal(60, 1.3);
	*bytes = page_bytes();
}

static void bursts(uint32_t *gap, uint32_t *bytes)
{
	*gap = (uint32_t)fmin(6 / pow(chance(), 1 / 0.9), 1e6); /* Pareto */
	*bytes = page_bytes();
}

static void resolver(uint32_t *gap, uint32_t *bytes)
{
	*gap = (uint32_t)(6 - 30 * log(chance())); /* Poisson arrivals */
	*bytes = 60 + random_below(30) * (1 + random_below(4));
}

/* Push messages that come when somebody writes. */
static void push(uint32_t *gap, uint32_t *bytes)
{
	*gap = 6 + log_normal(400, 1.5);
	*bytes = log_normal(900, 0.8);
}

static void one_size(uint32_t *gap, uint32_t *bytes)
{
	people(gap, bytes);
	*bytes = 76;
}

typedef void traffic(uint32_t *gap, uint32_t *bytes);

static uint32_t score_of(traffic *next, uint32_t n)
{
	uint32_t gaps[BEACON_INTERVALS], bytes[BEACON_INTERVALS];

	for (uint32_t i = 0; i < n; i++)
		next(&gaps[i], &bytes[i]);
	return beacon_score(gaps, bytes, n);
}

/* Runs of 1000 that score HIGH. */
static uint32_t high_of(traffic *next, uint32_t n)
{
	uint32_t high = 0;

	for (uint32_t i = 0; i < RUNS; i++)
		high += score_of(next, n) >= HIGH;
	return high * 1000 / RUNS;
}

static void regular(void **state)
{
	(void)state;
	for (uint32_t n = BEACON_LEAST; n <= BEACON_INTERVALS; n++)
		assert_int_equal(score_of(exact, n), 100);
}

static void machines(void **state)
{
	static traffic *const kinds[] = { jitter_20, jitter_30, implant, sleepy, ntp };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		assert_in_range(high_of(kinds[i], BEACON_INTERVALS), 900, 1000);
}

static void humans(void **state)
{
	static traffic *const kinds[] = { people, bursts, resolver, push, one_size };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		assert_in_range(high_of(kinds[i], BEACON_INTERVALS), 0, 5);
		assert_in_range(high_of(kinds[i], BEACON_LEAST), 0, 30);
	}
}

static void polling(void **state)
{
	(void)state;
	assert_in_range(high_of(long_poll, BEACON_INTERVALS), 800, 1000);
}

static void bounds(void **state)
{
	uint32_t ends[BEACON_INTERVALS], one[BEACON_INTERVALS];

	(void)state;
	for (uint32_t i = 0; i < BEACON_INTERVALS; i++) {
		one[i] = 1;
		ends[i] = i % 3 ? UINT32_MAX : 0;
	}
	assert_in_range(beacon_score(ends, ends, BEACON_INTERVALS), 0, 100);
	assert_in_range(beacon_score(one, ends, BEACON_INTERVALS), 0, 100);
	assert_int_equal(beacon_score(one, one, BEACON_LEAST - 1), BEACON_UNSCORED);
	assert_int_equal(beacon_score(one, one, BEACON_INTERVALS + 1), BEACON_UNSCORED);
}

static void any_values(void **state)
{
	uint32_t gaps[BEACON_INTERVALS], bytes[BEACON_INTERVALS];

	(void)state;
	for (uint32_t run = 0; run < 2000; run++) {
		for (uint32_t i = 0; i < BEACON_INTERVALS; i++) {
			gaps[i] = random_below(UINT32_MAX) >> random_below(32);
			bytes[i] = random_below(UINT32_MAX) >> random_below(32);
		}
		assert_in_range(beacon_score(gaps, bytes, BEACON_INTERVALS), 0, 100);
	}
}

static void least(void **state)
{
	struct addr peer = peer_of(1);

	(void)state;
	for (int i = 0; i < BEACON_LEAST; i++)
		assert_int_equal(note(1, RA_OUT, START + i * 60 * CLOCK_S, 90), BEACON_UNSCORED);
	assert_int_equal(note(1, RA_OUT, START + BEACON_LEAST * 60 * CLOCK_S, 90), 100);
	assert_int_equal(beacons_score(beacons, &peer, RA_OUT), 100);
}

/* Each contact is four packets within 12 s, the last of which decides where it ends. */
static void contact(void **state)
{
	uint8_t score = 0;

	(void)state;
	for (int i = 0; i <= BEACON_INTERVALS; i++)
		for (int p = 0; p < 4; p++)
			score = note(1, RA_OUT, START + (i * 30 + p * 4) * CLOCK_S, 500 * (p + 1));
	assert_int_equal(score, 100);
}

static void apart(void **state)
{
	struct addr peer = peer_of(1);

	(void)state;
	for (int i = 0; i <= BEACON_LEAST; i++)
		note(1, RA_OUT, START + i * 60 * CLOCK_S, 90);
	assert_int_equal(beacons_score(beacons, &peer, RA_IN), BEACON_UNSCORED);
	assert_int_equal(note(1, RA_IN, START, 90), BEACON_UNSCORED);
}

static void clock_set_back(void **state)
{
	int64_t time_ns = START;
	uint8_t score = 0;

	(void)state;
	for (int i = 0; i <= BEACON_LEAST; i++, time_ns += 60 * CLOCK_S) {
		if (i == 5)
			time_ns -= 3600 * CLOCK_S;
		score = note(1, RA_OUT, time_ns, 90);
	}
	assert_int_equal(score, BEACON_UNSCORED); /* one interval is missing */
	assert_int_equal(note(1, RA_OUT, time_ns, 90), 100);
}

static void overtaken(void **state)
{
	(void)state;
	for (int i = 0; i <= BEACON_LEAST; i++) {
		note(1, RA_OUT, START + i * 60 * CLOCK_S, 90);
		note(1, RA_OUT, START + i * 60 * CLOCK_S - CLOCK_S, 90);
	}
	assert_int_equal(note(1, RA_OUT, START + (BEACON_LEAST + 1) * 60 * CLOCK_S, 90), 100);
}

static void only_judged(void **state)
{
	struct event e = { .time_ns = START, .peer = peer_of(1), .direction = RA_OUT };

	(void)state;
	for (int i = 0; i <= BEACON_LEAST; i++, e.time_ns += 60 * CLOCK_S)
		assert_int_equal(beacons_note(beacons, &e), BEACON_UNSCORED);
}

static void full(void **state)
{
	struct addr kept = peer_of(1), gone = peer_of(2);

	(void)state;
	for (int i = 0; i <= BEACON_LEAST; i++)
		for (uint8_t peer = 1; peer <= 100; peer++)
			note(peer, RA_OUT, START + i * 60 * CLOCK_S, 90);
	note(1, RA_OUT, START + 3600 * CLOCK_S, 90);
	note(101, RA_OUT, START + 3600 * CLOCK_S, 90);
	assert_int_equal(beacons_score(beacons, &kept, RA_OUT), 100);
	assert_int_equal(beacons_score(beacons, &gone, RA_OUT), BEACON_UNSCORED);
}

#define SAYS(sentence, test) { "beacon: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who comes to the second, with the same bytes, scores 100", regular),
		SAYS("machines score high, with 30 % of jitter, orders and nights too", machines),
		SAYS("what people cause scores low, also in packets of one size", humans),
		SAYS("a poll that waits as long as it may is as regular as a beacon", polling),
		SAYS("the score has its bounds, and its least number of intervals", bounds),
		SAYS("whatever the values, the score is one of 0 to 100", any_values),
		SAYS("there is a score from the eighth interval on", least),
		SAYS("packets less than five seconds apart are one contact", contact),
		SAYS("directions are apart", apart),
		SAYS("a clock that is set back costs an interval", clock_set_back),
		SAYS("an event that was overtaken begins no contact", overtaken),
		SAYS("an event without packets is no contact", only_judged),
		SAYS("when full, who was longest unheard of goes", full),
	};

	return cmocka_run_group_tests_name("beacon", tests, NULL, NULL);
}
