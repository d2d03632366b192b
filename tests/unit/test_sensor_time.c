/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/sensor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "app/learning.h"
#include "core/clock.h"
#include "judge/history_moves.h"
#include "list_folder.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define NOW (20000 * DAY) /* in 2024 */

static struct options options;
static struct sensor sensor;
static char path[32];

static struct addr address(uint8_t n)
{
	struct addr a = { { [10] = 0xff, [11] = 0xff, 203, 0, 113, n } };

	return a;
}

static struct event event_at(int64_t at_s)
{
	return (struct event){ .peer = address(9), .direction = RA_OUT, .packets = 1,
			       .time_ns = at_s * CLOCK_S, .beacon = EVENT_UNSCORED };
}

static void begin_at(int64_t at_s)
{
	struct err e;

	assert_int_equal(sensor_begin(&sensor, at_s * CLOCK_S, &e), 0);
}

static void tick_at(int64_t at_s)
{
	struct err e;

	assert_int_equal(sensor_tick(&sensor, at_s * CLOCK_S, &e), 0);
	while (sensor_step(&sensor))
		;
}

/* The clock of a board without a battery, until it is set. */
static void leaps(void **state)
{
	(void)state;
	begin_at(HOUR);
	assert_true(sensor.roll.judge.learning);
	tick_at(HOUR + 1);
	tick_at(NOW);
	assert_true(sensor.roll.judge.learning);
	assert_true(sensor.learn_until_ns / CLOCK_S >= NOW + 2 * DAY - 10);
	tick_at(NOW + HOUR); /* an hour is no leap: it counts */
	assert_true(sensor.learn_until_ns / CLOCK_S <= NOW + 2 * DAY + 10);
}

static void learns(void **state)
{
	struct event e = event_at(NOW + HOUR);

	(void)state;
	options.learn_ns = 2 * HOUR * CLOCK_S;
	begin_at(NOW);
	history_note(sensor.history, &e);
	tick_at(NOW + 2 * HOUR - 1);
	assert_true(sensor.roll.judge.learning);
	tick_at(NOW + 2 * HOUR);
	assert_false(sensor.roll.judge.learning);
	assert_int_equal(history_find(sensor.history, &e.peer, RA_OUT)->state, HISTORY_TRUSTED);
}

/* What was seen before the frost is learned at the thaw, also when learning ended meanwhile. */
static void freezes(void **state)
{
	struct event e = event_at(NOW + HOUR);
	struct err err;

	(void)state;
	options.learn_ns = 2 * HOUR * CLOCK_S;
	begin_at(NOW);
	history_note(sensor.history, &e);
	assert_int_equal(sensor_freeze(&sensor, true, &err), 0);
	tick_at(NOW + 2 * HOUR);
	assert_false(sensor.roll.judge.learning);
	assert_int_equal(history_find(sensor.history, &e.peer, RA_OUT)->state, HISTORY_CANDIDATE);
	assert_int_equal(allow_count(&sensor.roll.judge.allow), 0);
	assert_int_equal(sensor_freeze(&sensor, false, &err), 0);
	assert_int_equal(history_find(sensor.history, &e.peer, RA_OUT)->state, HISTORY_TRUSTED);
	assert_int_equal(allow_count(&sensor.roll.judge.allow), 1);
}

static void trust_expires(void **state)
{
	struct event e = event_at(NOW);

	(void)state;
	history_note(sensor.history, &e);
	history_set_since(sensor.history, NOW - 3 * DAY);
	begin_at(NOW + 1);
	assert_false(sensor.roll.judge.learning);
	assert_int_equal(allow_count(&sensor.roll.judge.allow), 1);
	for (int64_t at_s = NOW + 60; at_s <= NOW + 2 * DAY; at_s += HOUR)
		tick_at(at_s);
	assert_int_equal(allow_count(&sensor.roll.judge.allow), 1);
	tick_at(NOW + 2 * DAY + 61);
	assert_int_equal(allow_count(&sensor.roll.judge.allow), 0);
	assert_int_equal(history_find(sensor.history, &e.peer, RA_OUT)->state, HISTORY_EXPIRED);
}

/* Added, and expiring an hour later. */
static void block_for_an_hour(void)
{
	struct list_entry entry = { .net = { address(9), 128 }, .directions = RA_BOTH,
				    .expires_s = NOW + HOUR };
	int folder = list_folder(sensor.state_fd, true);
	struct list list;
	struct err e;

	assert_true(folder >= 0);
	assert_int_equal(list_init(&list, LIST_BLOCK, "feodo"), 0);
	assert_int_equal(list_add(&list, &entry, NULL), 0);
	assert_int_equal(list_settle(&list), 0);
	assert_int_equal(list_save(folder, &list, &e), 0);
	list_clear(&list);
	close(folder);
}

static uint8_t verdict(void)
{
	struct event e = event_at(NOW);

	return judge_event(&sensor.roll.judge, &e).verdict;
}

static void entries_expire(void **state)
{
	(void)state;
	sensor.replay = true; /* its own time counts */
	options.learn_ns = 0;
	block_for_an_hour();
	begin_at(NOW);
	assert_int_equal(verdict(), RA_BLOCKED);
	sensor.now_ns = (NOW + HOUR - 1) * CLOCK_S;
	sensor_look(&sensor, sensor.now_ns);
	while (sensor_step(&sensor))
		;
	assert_int_equal(verdict(), RA_BLOCKED);
	sensor.now_ns = (NOW + HOUR) * CLOCK_S;
	sensor_look(&sensor, sensor.now_ns);
	while (sensor_step(&sensor))
		;
	assert_int_equal(verdict(), RA_UNKNOWN);
}

static void lists_are_followed(void **state)
{
	(void)state;
	options.learn_ns = 0;
	begin_at(NOW);
	assert_int_equal(verdict(), RA_UNKNOWN);
	block_for_an_hour();
	tick_at(NOW + 1);
	assert_int_equal(verdict(), RA_BLOCKED);
	tick_at(NOW + HOUR);
	assert_int_equal(verdict(), RA_UNKNOWN);
}

static int set_up(void **state)
{
	const struct geo_config nowhere = { 0 };
	struct err e;

	(void)state;
	options_default(&options);
	sensor = (struct sensor){ .options = &options, .source.ops = &source_null,
				  .teaches = true, .lists_fd = -1 };
	sensor.state_fd = list_folder_make(path);
	return sensor.state_fd < 0 || geo_open(&nowhere, &sensor.geo, &e) ||
	       sensor_open(&sensor, &e) || history_open_memory(64, &sensor.history);
}

static int tear_down(void **state)
{
	(void)state;
	history_close(sensor.history);
	sensor.history = NULL;
	sensor_close(&sensor);
	list_folder_remove(sensor.state_fd, path);
	options_clear(&options);
	return 0;
}

#define TEST(sentence, f) { "sensor: " sentence, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("a clock that is set late does not end learning", leaps),
		TEST("learning ends at its second, and who was seen is trusted", learns),
		TEST("frozen, nobody is learned until the thaw", freezes),
		TEST("who is not seen for the window expires", trust_expires),
		TEST("in a replay entries of lists expire by its own time", entries_expire),
		TEST("a list that is published is followed, and so is its expiry",
		     lists_are_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
