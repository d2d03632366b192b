/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/traffic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/fake_scene.h"

#define START (1000 * CLOCK_S)

static struct traffic t;
static struct stream_peer peer;

static int begin(void **state)
{
	(void)state;
	peer = fake_peer(7, 0, RA_UNKNOWN, RA_IN, 5000).peer;
	traffic_follow(&t, NULL, 0);
	traffic_follow(&t, &peer, START);
	return 0;
}

static void grow(uint64_t in, uint64_t out, int64_t second)
{
	peer.side[RA_IN].bytes += in;
	peer.side[RA_OUT].bytes += out;
	traffic_take(&t, &peer, START + second * CLOCK_S);
}

static void test_differences(void **state)
{
	(void)state;
	assert_int_equal(traffic_peak(&t), 0); /* what was before is not now */
	grow(100, 0, 1);
	grow(50, 7, 1);
	grow(0, 9, 3);
	assert_int_equal(t.bytes[RA_IN][TRAFFIC_SAMPLES - 3], 150);
	assert_int_equal(t.bytes[RA_OUT][TRAFFIC_SAMPLES - 3], 7);
	assert_int_equal(t.bytes[RA_IN][TRAFFIC_SAMPLES - 2], 0);
	assert_int_equal(t.bytes[RA_OUT][TRAFFIC_SAMPLES - 1], 9);
	assert_int_equal(traffic_peak(&t), 150);
}

static void test_two_minutes(void **state)
{
	(void)state;
	grow(100, 0, 1);
	assert_true(traffic_step(&t, START + 100 * CLOCK_S));
	assert_false(traffic_step(&t, START + 100 * CLOCK_S + 1));
	assert_int_equal(traffic_peak(&t), 100);
	assert_true(traffic_step(&t, START + 121 * CLOCK_S));
	assert_int_equal(traffic_peak(&t), 0);
	assert_false(traffic_step(&t, START + 500 * CLOCK_S)); /* an empty one rests */
}

static void test_others(void **state)
{
	struct stream_peer other = fake_peer(8, 0, RA_UNKNOWN, RA_IN, 9000).peer;

	(void)state;
	traffic_take(&t, &other, START);
	assert_int_equal(traffic_peak(&t), 0);
	grow(100, 0, 1);
	traffic_follow(&t, &peer, START + CLOCK_S);
	assert_int_equal(traffic_peak(&t), 100);
	traffic_follow(&t, &other, START + CLOCK_S);
	assert_int_equal(traffic_peak(&t), 0);
}

static void test_restart(void **state)
{
	(void)state;
	peer.side[RA_IN].bytes = 10;
	traffic_take(&t, &peer, START);
	assert_int_equal(traffic_peak(&t), 0);
	grow(5, 0, 0);
	assert_int_equal(traffic_peak(&t), 5);
}

#define SAYS(sentence, test) { "traffic: " sentence, test, begin, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a sample is what came within its second, each way", test_differences),
		SAYS("after two minutes it is forgotten, and rests", test_two_minutes),
		SAYS("one peer is followed, and another from its beginning", test_others),
		SAYS("counters that begin anew are no traffic", test_restart),
	};

	return cmocka_run_group_tests_name("traffic", tests, NULL, NULL);
}
