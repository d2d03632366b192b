/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "bpf/redarc.h"
#include "core/clock.h"
#include "unit/chance.h"

#define PEERS 8
#define NOTES 500
#define AT INT64_C(1795338120)

static struct steps *steps;

static int begin(void **state)
{
	(void)state;
	return steps_open(PEERS, &steps);
}

static int end(void **state)
{
	(void)state;
	steps_close(steps);
	return 0;
}

static bool was_seen(uint32_t peer, uint8_t direction, uint32_t step)
{
	uint8_t bits[STEPS / 8];

	steps_seen(steps, peer, direction, bits);
	return bits[step / 8] >> step % 8 & 1;
}

static uint32_t count_seen(uint32_t peer, uint8_t direction)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < STEPS; i++)
		n += was_seen(peer, direction, i);
	return n;
}

static void expect_span(int64_t first_s, int64_t step_s, uint32_t n)
{
	const struct steps_span span = steps_span(steps);

	assert_int_equal(span.first_ns, first_s * CLOCK_S);
	assert_int_equal(span.step_ns, step_s * CLOCK_S);
	assert_int_equal(span.steps, n);
}

static void test_nothing(void **state)
{
	(void)state;
	assert_int_equal(steps_span(steps).steps, 0);
	assert_int_equal(count_seen(0, RA_IN), 0);
}

static void test_seconds(void **state)
{
	(void)state;
	steps_note(steps, 1, RA_OUT, AT * CLOCK_S + 999);
	steps_note(steps, 1, RA_OUT, (AT + 1) * CLOCK_S);
	steps_note(steps, 2, RA_IN, (AT + STEPS - 1) * CLOCK_S);
	expect_span(AT, 1, STEPS);
	assert_true(was_seen(1, RA_OUT, 0));
	assert_true(was_seen(1, RA_OUT, 1));
	assert_int_equal(count_seen(1, RA_OUT), 2);
	assert_int_equal(count_seen(1, RA_IN), 0);
	assert_true(was_seen(2, RA_IN, STEPS - 1));
	assert_int_equal(count_seen(2, RA_IN), 1);
}

static void test_merge(void **state)
{
	(void)state;
	for (int64_t i = 0; i < STEPS; i++)
		steps_note(steps, 3, RA_IN, (AT + i) * CLOCK_S);
	steps_note(steps, 4, RA_IN, (AT + STEPS) * CLOCK_S);
	expect_span(AT, 2, STEPS / 2 + 1);
	assert_int_equal(count_seen(3, RA_IN), STEPS / 2);
	assert_true(was_seen(4, RA_IN, STEPS / 2));
}

static void test_odd_merge(void **state)
{
	(void)state;
	steps_note(steps, 0, RA_IN, (AT + 1) * CLOCK_S);
	steps_note(steps, 0, RA_IN, (AT + 2) * CLOCK_S);
	steps_note(steps, 0, RA_IN, (AT + 1 + STEPS) * CLOCK_S);
	expect_span(AT, 2, STEPS / 2 + 1);
	assert_true(was_seen(0, RA_IN, 0));
	assert_true(was_seen(0, RA_IN, 1));
	assert_int_equal(count_seen(0, RA_IN), 3);
}

static void test_earlier(void **state)
{
	struct steps_span span;
	int64_t at;

	(void)state;
	steps_note(steps, 0, RA_IN, AT * CLOCK_S);
	steps_note(steps, 0, RA_IN, (AT - 10) * CLOCK_S);
	span = steps_span(steps);
	assert_int_equal(span.step_ns, CLOCK_S);
	at = AT - span.first_ns / CLOCK_S;
	assert_true(at >= 10);
	assert_true(was_seen(0, RA_IN, (uint32_t)at));
	assert_true(was_seen(0, RA_IN, (uint32_t)at - 10));
	assert_int_equal(count_seen(0, RA_IN), 2);
}

static void test_before_1970(void **state)
{
	(void)state;
	steps_note(steps, 0, RA_IN, -5);
	steps_note(steps, 0, RA_IN, INT64_MIN);
	expect_span(0, 1, 1);
}

static void test_ages(void **state)
{
	struct steps_span span;

	(void)state;
	steps_note(steps, 0, RA_IN, 0);
	steps_note(steps, 0, RA_OUT, INT64_MAX);
	span = steps_span(steps);
	assert_in_range(span.steps, STEPS / 2, STEPS);
	assert_true(was_seen(0, RA_IN, 0));
	assert_true(was_seen(0, RA_OUT, span.steps - 1));
}

/* Whatever came, each note is in the step of its time, and no step says more than was noted. */
static void expect_notes(const int64_t (*notes)[3], int n)
{
	const struct steps_span span = steps_span(steps);
	bool seen[PEERS][RA_DIRECTIONS][STEPS] = { 0 };

	for (int i = 0; i < n; i++)
		seen[notes[i][0]][notes[i][1]]
		    [(notes[i][2] - span.first_ns) / span.step_ns] = true;
	for (uint32_t p = 0; p < PEERS; p++)
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
			for (uint32_t i = 0; i < STEPS; i++)
				assert_int_equal(was_seen(p, d, i), seen[p][d][i]);
}

static void test_any_order(void **state)
{
	static int64_t notes[NOTES][3];

	for (uint32_t run = 1; run <= 30; run++) {
		int64_t reach = INT64_C(1) << (1 + run / 2);

		seed = run;
		for (int i = 0; i < NOTES; i++) {
			notes[i][0] = random_below(PEERS);
			notes[i][1] = random_below(RA_DIRECTIONS);
			notes[i][2] = AT + i * reach / 8 + random_below((uint32_t)reach);
			notes[i][2] *= CLOCK_S;
			steps_note(steps, (uint32_t)notes[i][0], (uint8_t)notes[i][1],
				   notes[i][2]);
		}
		assert_in_range(steps_span(steps).steps, 1, STEPS);
		expect_notes(notes, NOTES);
		end(state);
		begin(state);
	}
}

#define SAYS(sentence, test) { "steps: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("before the first packet there are none", test_nothing),
		SAYS("a short capture has steps of a second", test_seconds),
		SAYS("a capture that outgrows its steps makes one of two", test_merge),
		SAYS("one that begins in an odd second does so too", test_odd_merge),
		SAYS("a packet from before the first one moves the others on", test_earlier),
		SAYS("times before 1970 count as of then", test_before_1970),
		SAYS("the longest time there is fits", test_ages),
		SAYS("in any order each is in the step of its time", test_any_order),
	};

	return cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
