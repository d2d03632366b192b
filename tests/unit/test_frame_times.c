/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/frame_times.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MS INT64_C(1000000)
#define SAYS(sentence, test) { "frame_times: " sentence, test, NULL, NULL, NULL }

static void none(void **state)
{
	const struct frame_times t = { 0 };

	(void)state;
	assert_int_equal(frame_times_within(&t, 0.5), 0);
	assert_int_equal(frame_times_within(&t, 1), 0);
}

static void near_enough(int64_t told_ns, int64_t true_ns)
{
	assert_true(told_ns >= true_ns);
	assert_true(told_ns <= true_ns + true_ns / FRAME_TIMES_STEPS + 1024);
}

static void hundred(void **state)
{
	struct frame_times t = { 0 };

	(void)state;
	for (int i = 100; i >= 1; i--)
		frame_times_add(&t, i * MS);
	assert_int_equal(t.drawn, 100);
	near_enough(frame_times_within(&t, 0.5), 50 * MS);
	near_enough(frame_times_within(&t, 0.95), 95 * MS);
	near_enough(frame_times_within(&t, 0.99), 99 * MS);
	assert_int_equal(frame_times_within(&t, 1), 100 * MS);
}

static void one_slow(void **state)
{
	struct frame_times t = { 0 };

	(void)state;
	for (int i = 0; i < 999; i++)
		frame_times_add(&t, 16 * MS);
	frame_times_add(&t, 900 * MS);
	near_enough(frame_times_within(&t, 0.99), 16 * MS);
	assert_int_equal(frame_times_within(&t, 1), 900 * MS);
}

static void every_length(void **state)
{
	(void)state;
	for (int64_t took_ns = 1; took_ns < INT64_C(1) << 38; took_ns += 1 + took_ns / 7) {
		struct frame_times t = { 0 };

		frame_times_add(&t, took_ns);
		frame_times_add(&t, INT64_C(1) << 38);
		near_enough(frame_times_within(&t, 0.5), took_ns);
	}
}

static void out_of_range(void **state)
{
	static const int64_t took_ns[] = { -5, 0, INT64_MAX };
	struct frame_times t = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(took_ns) / sizeof(*took_ns); i++)
		frame_times_add(&t, took_ns[i]);
	assert_int_equal(t.drawn, 3);
	assert_int_equal(t.classes[0], 2);
	assert_int_equal(t.classes[FRAME_TIMES_CLASSES - 1], 1);
	assert_int_equal(frame_times_within(&t, 1), INT64_MAX);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("without a frame no time is told", none),
		SAYS("of a hundred the shares are right to a sixteenth", hundred),
		SAYS("one slow frame of a thousand is the worst and no other's", one_slow),
		SAYS("any time up to minutes is told to a sixteenth", every_length),
		SAYS("what no frame takes is counted all the same", out_of_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
