/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"

#define HOUR INT64_C(3600)
#define NOW (20000 * 24 * HOUR)

static struct history *history;
static struct options options;

static void see(int64_t at_s)
{
	const struct event e = { .peer.b[15] = 7, .packets = 1, .time_ns = at_s * CLOCK_S,
				 .beacon = EVENT_UNSCORED };

	history_note(history, &e);
}

static int64_t until(uint32_t known)
{
	uint32_t found;
	int64_t until_ns = plan_learn_until(history, &options, NOW * CLOCK_S, &found);

	assert_int_equal(found, known);
	return until_ns / CLOCK_S;
}

static void spans(void **state)
{
	(void)state;
	assert_true(until(0) == NOW + 48 * HOUR);
	history_set_since(history, NOW - 47 * HOUR);
	assert_true(until(0) == NOW + 48 * HOUR); /* who saw nobody has learned nothing */
	see(NOW - HOUR);
	assert_true(until(1) == NOW + HOUR);
	history_set_since(history, NOW - 49 * HOUR);
	assert_true(until(1) <= NOW);
	options.learn_ns = 2 * HOUR * CLOCK_S;
	assert_true(until(1) == NOW + 2 * HOUR);
}

static void taught(void **state)
{
	(void)state;
	assert_true(plan_taught_s(history) == 0);
	assert_true(plan_taught_s(NULL) == 0);
	plan_learn_more(history, NOW); /* it never ended: all of it counts as it is */
	assert_true(plan_taught_s(history) == 0);
	plan_learned(history, NOW);
	assert_true(plan_taught_s(history) == INT64_MAX);
	plan_learn_more(history, NOW + HOUR);
	assert_true(plan_taught_s(history) == NOW + HOUR);
	plan_learn_more(history, NOW + 2 * HOUR); /* asked again, after it was killed */
	assert_true(plan_taught_s(history) == NOW + HOUR);
	plan_learned(history, NOW + 3 * HOUR);
	assert_true(plan_taught_s(history) == INT64_MAX);
	plan_begin_anew(history, NOW + 4 * HOUR);
	assert_true(plan_taught_s(history) == 0);
	assert_true(history_since(history) == NOW + 4 * HOUR);
}

static int set_up(void **state)
{
	(void)state;
	options_default(&options);
	return history_open_memory(8, &history);
}

static int tear_down(void **state)
{
	(void)state;
	history_close(history);
	options_clear(&options);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{ "plan: learning spans the window, and a past without peers is none",
		  spans, set_up,
		  tear_down, NULL },
		{ "plan: an end of learning lasts, until more of it is asked for", taught, set_up,
		  tear_down, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
