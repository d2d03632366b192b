/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/storm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/clock.h"

#define TICK_NS (CLOCK_S / 4)

static struct storm storm;
static int64_t now_ns;
static uint64_t unnamed;
static uint32_t next_peer;

static int set_up(void **state)
{
	(void)state;
	now_ns = CLOCK_S;
	unnamed = 0;
	next_peer = 0xc6120000; /* 198.18.0.0, and on */
	return storm_open(&storm) || storm_tick(&storm, 0, now_ns);
}

static int tear_down(void **state)
{
	(void)state;
	storm_close(&storm);
	return 0;
}

static struct addr peer(uint32_t number)
{
	return addr_from_be32(__builtin_bswap32(number));
}

static bool admits(uint32_t number)
{
	const struct addr a = peer(number);

	return storm_admits(&storm, &a, 2);
}

/* returns how many of n new ones are let in */
static uint32_t come(uint32_t n)
{
	uint32_t in = 0;

	while (n--)
		in += admits(next_peer++);
	return in;
}

static bool tick(void)
{
	now_ns += TICK_NS;
	return storm_tick(&storm, unnamed, now_ns);
}

/* Seconds of strangers, n in each tick; returns how many storms began or ended. */
static int pass(int seconds, uint32_t n, uint32_t untold)
{
	int changes = 0;

	for (int i = 0; i < 4 * seconds; i++) {
		come(n);
		unnamed += untold;
		changes += tick();
	}
	return changes;
}

static void when(void **state)
{
	static const struct {
		uint32_t fresh, untold; /* in each quarter of a second */
		int changes;
		bool on;
	} cases[] = {
		{ 0, 0, 0, false },          { 100, 0, 0, false },
		{ STORM_RATE / 4, 0, 0, false }, { 0, STORM_RATE / 4, 0, false },
		{ STORM_RATE / 2, 0, 1, true },  { 0, STORM_RATE / 2, 1, true },
		{ 1500, 1500, 1, true },     { 0, 500000, 1, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		storm_close(&storm);
		set_up(NULL);
		assert_int_equal(pass(20, cases[i].fresh, cases[i].untold), cases[i].changes);
		assert_int_equal(storm.on, cases[i].on);
		assert_int_equal(storm.storms, cases[i].on);
	}
}

static void burst(void **state)
{
	(void)state;
	assert_int_equal(come(STORM_RATE), STORM_RATE);
	assert_false(tick());
	assert_false(storm.on);
	assert_int_equal(storm.all_packets, 0);
}

static void bounded(void **state)
{
	uint32_t in;

	(void)state;
	in = come(100000); /* a few are taken for others, who were met */
	assert_in_range(in, STORM_RATE, STORM_RATE + 50);
	assert_int_equal(storm.all_packets, 2 * (100000 - in));
	assert_true(tick());
	assert_in_range(storm.peers, 100000 - in - 50, 100000 - in);
	in = 0;
	for (int i = 0; i < 40; i++) {
		in += come(100000);
		assert_false(tick());
	}
	assert_in_range(in, 9 * STORM_SAMPLE, 11 * STORM_SAMPLE);
	assert_in_range(storm.peers, 4050000, 41 * 100000 - STORM_RATE - in);
	assert_int_equal(storm.peers, storm.all_peers);
}

static void ends(void **state)
{
	(void)state;
	assert_int_equal(pass(3, 0, 100000), 1);
	assert_int_equal(storm.peers, 12 * 100000);
	assert_int_equal(pass(STORM_CALM_S, STORM_CALM / 4 + 1, 0), 0);
	assert_int_equal(pass(STORM_CALM_S - 1, STORM_CALM / 8, 0), 0);
	assert_true(storm.on);
	assert_int_equal(pass(1, STORM_CALM / 8, 0), 1);
	assert_false(storm.on);
	assert_in_range(storm.peers, 12 * 100000, 12 * 100000 + 20 * 300 + 20 * 150);
	assert_int_equal(come(STORM_RATE), STORM_RATE);
}

static void again(void **state)
{
	uint64_t first;

	(void)state;
	pass(1, 0, 100000);
	pass(10, 0, 0);
	first = storm.peers;
	assert_int_equal(pass(1, 0, 7000), 1);
	assert_int_equal(storm.storms, 2);
	assert_int_equal(storm.all_peers, first + storm.peers);
	assert_true(storm.peers < 4 * 7000 + 1 && storm.peers > 7000);
}

/* The same strangers, four times a second: a network that just began to be watched. */
static void same_ones(void **state)
{
	const uint32_t first = next_peer;
	uint32_t in = 0;

	(void)state;
	for (int i = 0; i < 40; i++) {
		next_peer = first;
		in = come(20000);
		tick();
	}
	assert_false(storm.on);
	assert_int_equal(storm.storms, 1);
	assert_int_equal(in, 20000);
	assert_in_range(storm.peers, 1, 20000);
}

static void pause_long(void **state)
{
	(void)state;
	unnamed = 60000;
	now_ns += 9 * CLOCK_S;
	assert_false(tick());
	unnamed += 60000;
	now_ns += CLOCK_S;
	assert_true(tick());
	assert_int_equal(storm.peers, 60000);
}

static void past(void **state)
{
	(void)state;
	storm_close(&storm);
	assert_int_equal(storm_open(&storm), 0);
	assert_false(storm_tick(&storm, 1000000, CLOCK_S));
	unnamed = 1000010;
	assert_false(tick());
	unnamed = 5; /* an interface went, with what it had counted */
	assert_false(tick());
	assert_int_equal(storm.all_peers, 0);
}

#define SAYS(sentence, test) { "storm: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("begins when more come than its rate, told of or not, and once", when),
		SAYS("a second's worth of strangers may come at once", burst),
		SAYS("what is let in stays bounded, and the rest is counted", bounded),
		SAYS("ends after five seconds with few", ends),
		SAYS("each counts by itself, and all together", again),
		SAYS("whoever comes again is no news, and is let in when it is over", same_ones),
		SAYS("what came during a pause is measured by its length", pause_long),
		SAYS("what was counted before is past, and counters may start anew", past),
	};

	return cmocka_run_group_tests_name("storm", tests, NULL, NULL);
}
