/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/past.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"

#define HOUR_NS (CLOCK_HOUR_S * CLOCK_S)
#define FIRST_NS (1000 * HOUR_NS)
#define STEPS 200
#define WINDOW 48
#define ROWS 500

static const struct past_rule sliding = { .window_ns = WINDOW * HOUR_NS };

static int open_past(void **state)
{
	*state = calloc(1, sizeof(struct past));
	return *state ? 0 : -1;
}

static int close_past(void **state)
{
	past_clear(*state);
	free(*state);
	return 0;
}

static void span(struct past *p, uint32_t steps, uint32_t rows)
{
	past_take(p, &(struct stream_record){ .kind = STREAM_SPAN,
					      .span = { FIRST_NS, HOUR_NS, steps, rows, 0 } });
}

static struct stream_past row(uint32_t number, uint8_t direction, uint8_t reason)
{
	static const uint8_t verdicts[REASONS] = {
		[REASON_NO_LIST] = RA_LEARNING,	   [REASON_NEVER_SEEN] = RA_UNKNOWN,
		[REASON_EXPIRED] = RA_UNKNOWN,	   [REASON_CANDIDATE] = RA_UNKNOWN,
		[REASON_USER_BLOCK] = RA_BLOCKED,  [REASON_BLOCKLIST] = RA_BLOCKED,
		[REASON_OTHER_DIRECTION] = RA_UNKNOWN,
	};
	struct stream_past r = { .direction = direction,
				 .verdict = verdicts[reason],
				 .reason = reason,
				 .packets = number + 1,
				 .bytes = 100 };

	r.addr = (struct addr){ .b = { [10] = 255, [11] = 255, 198, 18, (uint8_t)(number >> 8),
				       (uint8_t)number } };
	return r;
}

static void see(struct stream_past *r, uint32_t step)
{
	r->steps[step / 8] |= (uint8_t)(1u << step % 8);
}

static void put(struct past *p, const struct stream_past *r)
{
	past_take(p, &(struct stream_record){ .kind = STREAM_PAST, .past = *r });
}

/* One peer that was seen in two steps, `gap` apart; its side in the second. */
static struct stream_side second_of(struct past *p, uint8_t reason, uint32_t gap)
{
	struct stream_past r = row(1, RA_IN, reason);
	struct stream_peer *peer;

	see(&r, 100);
	see(&r, 100 + gap);
	span(p, STEPS, 0);
	put(p, &r);
	span(p, STEPS, 1);
	past_at(p, &sliding, 100 + gap);
	peer = hash_table_find(&p->peers, &r.addr);
	assert_non_null(peer);
	return peer->side[RA_IN];
}

static void test_edge(void **state)
{
	static const struct {
		uint32_t gap;
		uint8_t verdict, reason;
	} cases[] = {
		{ 1, RA_ALLOWED, REASON_HISTORY },
		{ WINDOW, RA_ALLOWED, REASON_HISTORY },
		{ WINDOW + 1, RA_UNKNOWN, REASON_NEVER_SEEN },
	};

	for (size_t i = 0; i < 3; i++) {
		struct stream_side s = second_of(*state, REASON_NEVER_SEEN, cases[i].gap);

		assert_int_equal(s.verdict, cases[i].verdict);
		assert_int_equal(s.reason, cases[i].reason);
	}
	assert_int_equal(second_of(*state, REASON_HISTORY, WINDOW).reason, REASON_HISTORY);
	assert_int_equal(second_of(*state, REASON_HISTORY, WINDOW + 1).reason, REASON_EXPIRED);
}

static void test_fixed_verdicts(void **state)
{
	static const uint8_t reasons[] = { REASON_USER,	     REASON_EXTERNAL,	REASON_ALLOWLIST,
					   REASON_CANDIDATE, REASON_WAS_LISTED, REASON_USER_BLOCK,
					   REASON_BLOCKLIST, REASON_NO_LIST };

	for (size_t i = 0; i < sizeof(reasons); i++) {
		uint8_t verdict = row(0, RA_IN, reasons[i]).verdict;

		for (uint32_t gap = 1; gap < 60; gap += 48) {
			struct stream_side s = second_of(*state, reasons[i], gap);

			assert_int_equal(s.verdict, verdict);
			assert_int_equal(s.reason, reasons[i]);
		}
	}
}

static void test_gap(void **state)
{
	struct stream_past r = row(1, RA_OUT, REASON_HISTORY);
	const struct stream_peer *peer;
	struct past *p = *state;

	see(&r, 100);
	see(&r, 102);
	span(p, STEPS, 0);
	put(p, &r);
	span(p, STEPS, 1);
	for (uint32_t step = 99; step < 104; step++) {
		past_at(p, &sliding, step);
		peer = hash_table_row(&p->peers, 0);
		assert_int_equal(peer->side[RA_IN].first_ns, 0);
		if (step == 100 || step == 102) {
			assert_int_equal(peer->side[RA_OUT].first_ns, FIRST_NS + 100 * HOUR_NS);
			assert_int_equal(peer->side[RA_OUT].last_ns, FIRST_NS + step * HOUR_NS);
			assert_int_equal(peer->side[RA_OUT].packets, 2);
		} else {
			assert_int_equal(peer->side[RA_OUT].first_ns, 0);
		}
	}
}

/* Less than a window is behind it: what the sensor knows now decides. */
static void test_early(void **state)
{
	static const uint8_t reasons[] = { REASON_HISTORY, REASON_NEVER_SEEN };
	struct past *p = *state;

	for (size_t i = 0; i < 2; i++) {
		struct stream_past r = row(1, RA_IN, reasons[i]);
		const struct stream_peer *peer;

		for (uint32_t step = 10; step < 70; step += 50)
			see(&r, step);
		span(p, STEPS, 0);
		put(p, &r);
		span(p, STEPS, 1);
		past_at(p, &sliding, 10);
		peer = hash_table_row(&p->peers, 0);
		assert_int_equal(peer->side[RA_IN].verdict, i ? RA_UNKNOWN : RA_ALLOWED);
		past_at(p, &sliding, 60);
		assert_int_equal(peer->side[RA_IN].verdict, RA_UNKNOWN);
	}
}

/* From then on the sensor's judgement stands; with another window what was before it counts. */
static void test_fixed_list(void **state)
{
	struct past_rule rule = { WINDOW * HOUR_NS, FIRST_NS + 150 * HOUR_NS, true };
	struct stream_past r = row(1, RA_IN, REASON_NEVER_SEEN);
	const struct stream_peer *peer;
	struct past *p = *state;

	see(&r, 130);
	see(&r, 149);
	see(&r, 151);
	see(&r, 190);
	span(p, STEPS, 0);
	put(p, &r);
	span(p, STEPS, 1);
	past_at(p, &rule, 149);
	peer = hash_table_row(&p->peers, 0);
	assert_int_equal(peer->side[RA_IN].verdict, RA_ALLOWED);
	past_at(p, &rule, 190);
	assert_int_equal(peer->side[RA_IN].verdict, RA_UNKNOWN);
	rule.as_told = false;
	past_at(p, &rule, 190);
	assert_int_equal(peer->side[RA_IN].verdict, RA_ALLOWED);
	rule.judged_from_ns = FIRST_NS + 149 * HOUR_NS;
	rule.window_ns = 10 * HOUR_NS;
	past_at(p, &rule, 190);
	assert_int_equal(peer->side[RA_IN].verdict, RA_UNKNOWN);
}

static uint32_t draw(uint64_t *seed)
{
	return (uint32_t)((*seed = hash_mix(*seed + 1)) >> 32);
}

/* Rows of few addresses, so that many have both directions; all kinds of reasons. */
static void put_random(struct past *p, uint64_t seed, uint32_t rows, uint32_t steps)
{
	span(p, steps, 0);
	for (uint32_t i = 0; i < rows; i++) {
		uint8_t reason = (uint8_t)(1 + draw(&seed) % (REASONS - 1));
		struct stream_past r = row(i / 2, i % 2, reason);
		uint32_t often = 1 + draw(&seed) % 100;

		for (uint32_t step = 0; step < steps; step++)
			if (draw(&seed) % often == 0)
				see(&r, step);
		put(p, &r);
	}
	span(p, steps, rows);
}

/* How the peers that past_at() gives are coloured: 0 nobody, 1 blue, 2 red. */
static void color_peers(const struct past *p, uint8_t directions, uint8_t *color)
{
	for (uint32_t i = 0; i < p->peers.count; i++) {
		const struct stream_peer *peer = hash_table_row(&p->peers, i);

		color[i] = 0;
		for (int d = 0; d < RA_DIRECTIONS; d++) {
			uint8_t c = peer->side[d].verdict >= RA_UNKNOWN ? 2 : 1;

			if (peer->side[d].first_ns && (directions & RA_DIR_BIT(d)) && c > color[i])
				color[i] = c;
		}
	}
}

static struct past_volume naive(const struct past *p, const uint8_t *before, const uint8_t *now)
{
	struct past_volume v = { 0 };

	for (uint32_t i = 0; i < p->peers.count; i++) {
		v.blue += now[i] == 1;
		v.red += now[i] == 2;
		v.fresh += now[i] == 2 && before[i] != 2;
	}
	return v;
}

static void test_volumes(void **state)
{
	static const struct past_rule rules[] = {
		{ 48 * HOUR_NS, 0, true },
		{ 7 * HOUR_NS, FIRST_NS + 150 * HOUR_NS, false },
		{ 100 * HOUR_NS, FIRST_NS + 150 * HOUR_NS, true },
		{ 1, FIRST_NS - HOUR_NS, false },
		{ INT64_MAX, FIRST_NS - HOUR_NS, true },
	};
	static struct past_volume volumes[STREAM_STEPS];
	struct past *p = *state;

	for (size_t i = 0; i < 5; i++) {
		uint8_t directions = i ? RA_BOTH : RA_DIR_BIT(RA_OUT);
		uint8_t color[2][ROWS] = { { 0 } };

		put_random(p, i, ROWS, STEPS + (uint32_t)i * 142);
		past_volumes(p, &rules[i], directions, volumes);
		for (uint32_t step = 0; step < p->shown.span.steps; step++) {
			struct past_volume v;

			past_at(p, &rules[i], step);
			color_peers(p, directions, color[step % 2]);
			v = naive(p, color[1 - step % 2], color[step % 2]);
			assert_memory_equal(&volumes[step], &v, sizeof(v));
		}
	}
}

static void test_replaced(void **state)
{
	struct stream_past r = row(1, RA_IN, REASON_HISTORY);
	struct past *p = *state;

	assert_false(past_is_known(p));
	put(p, &r); /* of no set */
	assert_int_equal(p->refused, 1);
	put_random(p, 1, 10, STEPS);
	span(p, STEPS + 1, 0);
	put(p, &r);
	assert_true(past_is_known(p) && past_is_coming(p));
	assert_int_equal(p->shown.peers.count, 5);
	span(p, STEPS + 1, 2); /* one was lost on the way */
	assert_int_equal(p->shown.peers.count, 5);
	span(p, STEPS + 1, 1);
	assert_false(past_is_coming(p));
	assert_int_equal(p->shown.peers.count, 1);
	assert_int_equal(p->peers.count, 1);
	assert_int_equal(p->shown.span.steps, STEPS + 1);
}

static void test_steps(void **state)
{
	const struct stream_span s = { FIRST_NS, HOUR_NS, STEPS, 0, 0 };

	(void)state;
	assert_int_equal(past_step(&s, 0), 0);
	assert_int_equal(past_step(&s, FIRST_NS + 3 * HOUR_NS - 1), 2);
	assert_int_equal(past_step(&s, FIRST_NS + 3 * HOUR_NS), 3);
	assert_int_equal(past_step(&s, INT64_MAX / 2), STEPS - 1);
	assert_int_equal(past_begin_ns(&s, 3), FIRST_NS + 3 * HOUR_NS);
}

/* Times that overflow are no span. */
static void test_insane(void **state)
{
	static const struct stream_span spans[] = {
		{ -1, HOUR_NS, 3, 0, 0 },
		{ 0, 0, 3, 0, 0 },
		{ 0, INT64_MIN, 3, 0, 0 },
		{ INT64_MAX, 1, 3, 0, 0 },
		{ 0, INT64_MAX / STREAM_STEPS, 3, 0, 0 },
	};
	struct past *p = *state;

	for (size_t i = 0; i < 5; i++)
		past_take(p, &(struct stream_record){ .kind = STREAM_SPAN, .span = spans[i] });
	assert_int_equal(p->refused, 5);
	assert_false(past_is_known(p) || past_is_coming(p));
}

#define SAYS(sentence, test) \
	{ .name = "past: " sentence, .test_func = test, .setup_func = open_past, \
	  .teardown_func = close_past }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who was seen a window before is known, a step earlier is not", test_edge),
		SAYS("what a list or the user decided stays, and so does learning",
		     test_fixed_verdicts),
		SAYS("a peer is there in the steps it was seen in, and in no other", test_gap),
		SAYS("with less than a window behind it, what was told decides", test_early),
		SAYS("from when the list was fixed on, it judges as the sensor", test_fixed_list),
		SAYS("volumes are what a count of each step's peers finds", test_volumes),
		SAYS("a set is shown until the next is whole", test_replaced),
		SAYS("a moment is in a step, or at an end", test_steps),
		SAYS("a span whose times overflow is refused", test_insane),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
