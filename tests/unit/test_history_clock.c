/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_clock.h"

#include "history_file.h"
#include "judge/history_moves.h"

#define IN_2026 INT64_C(1795000000)
#define IN_2100 INT64_C(4102444800)

struct told {
	int64_t clock_s, counts_s;
	bool back;
};

static void must_tell(const struct told *told, size_t n)
{
	struct history_clock clock = { 0 };

	for (size_t i = 0; i < n; i++) {
		bool back;

		if (history_clock_take(&clock, told[i].clock_s, &back) != told[i].counts_s ||
		    back != told[i].back)
			fail_msg("step %zu", i);
	}
}

static void test_small(void **state)
{
	static const struct told told[] = {
		{ IN_2026, IN_2026, false },
		{ IN_2026 + HOUR, IN_2026 + HOUR, false },
		{ IN_2026 - HOUR, IN_2026 - HOUR, false },
		{ IN_2026 + 29 * DAY, IN_2026 + 29 * DAY, false },
		{ IN_2026, IN_2026, false },
	};

	(void)state;
	must_tell(told, sizeof(told) / sizeof(*told));
}

static void test_leap_ahead(void **state)
{
	static const struct told told[] = {
		{ IN_2026, IN_2026, false },
		{ IN_2100, IN_2026, false },
		{ IN_2100 + HOUR - 1, IN_2026, false },
		{ IN_2026 + 9, IN_2026 + 9, false },
		{ IN_2100 + HOUR, IN_2026 + 9, false },
		{ IN_2100 + 2 * HOUR, IN_2100 + 2 * HOUR, false },
	};

	(void)state;
	must_tell(told, sizeof(told) / sizeof(*told));
}

static void test_leap_back(void **state)
{
	static const struct told told[] = {
		{ IN_2100, IN_2100, false },
		{ IN_2026, IN_2100, false },
		{ IN_2026 + HOUR, IN_2026 + HOUR, true },
		{ IN_2026 + DAY, IN_2026 + DAY, false },
	};

	(void)state;
	must_tell(told, sizeof(told) / sizeof(*told));
}

static void test_to_1970(void **state)
{
	static const struct told told[] = {
		{ IN_2026, IN_2026, false },
		{ 5, IN_2026, false },
		{ 5 + DAY, IN_2026, false },
		{ IN_2026 + 1, IN_2026 + 1, false },
	};

	(void)state;
	must_tell(told, sizeof(told) / sizeof(*told));
}

static void test_from_1970(void **state)
{
	static const struct told told[] = {
		{ 5, 5, false },
		{ IN_2026, 5, false },
		{ IN_2026 + HOUR, IN_2026 + HOUR, false },
	};

	(void)state;
	must_tell(told, sizeof(told) / sizeof(*told));
}

/* --- in a history --- */

static int64_t now_s;

static const struct history_row *row_of(struct history *h, uint32_t number)
{
	const struct addr peer = peer_of(number);

	return history_find(h, &peer, RA_IN);
}

/* Each hour of thirty days, up to now. */
static struct history *full_history(void)
{
	struct history *h = must_open();

	now_s = clock_now_ns() / CLOCK_S / HOUR * HOUR;
	for (int64_t hour = HISTORY_HOURS - 1; hour >= 0; hour--)
		note_peer(h, 1, RA_IN, now_s - hour * HOUR);
	assert_int_equal(history_row_hours(row_of(h, 1), 0), HISTORY_HOURS);
	return h;
}

static void test_nothing_lost(void **state)
{
	static const int64_t jumps_s[] = { -HOUR, HOUR, -IN_2026, 74 * 365 * DAY };
	struct history *h = full_history();

	(void)state;
	for (size_t i = 0; i < sizeof(jumps_s) / sizeof(*jumps_s); i++) {
		for (int n = 0; n < 50; n++)
			note_peer(h, 1, RA_IN, now_s + jumps_s[i] + n * 60);
		note_peer(h, 1, RA_IN, now_s + 1);
		must_flush(h);
		history_close(h);
		h = must_open();
		assert_true(history_row_hours(row_of(h, 1), 0) >= HISTORY_HOURS - 1);
		assert_true(history_row_within(row_of(h, 1), now_s - 29 * DAY,
					       now_s - 29 * DAY + HOUR));
		assert_in_range(row_of(h, 1)->last_s, now_s, now_s + 2 * HOUR);
	}
	history_close(h);
}

static void test_nobody_expires(void **state)
{
	struct history *h = full_history();

	(void)state;
	assert_int_equal(history_time(h, IN_2100), now_s);
	assert_int_equal(history_time(h, 0), now_s);
	assert_int_equal(history_time(h, now_s + 1), now_s + 1);
	history_close(h);
}

/* Its first run was in 2100, until the network set the clock. */
static void test_not_immortal(void **state)
{
	struct history *h = must_open();

	(void)state;
	now_s = clock_now_ns() / CLOCK_S / HOUR * HOUR;
	history_set_since(h, IN_2100);
	note_peer(h, 1, RA_IN, IN_2100);
	history_move(h, row_of(h, 1), HISTORY_TRUSTED, MOVER_USER, IN_2100, NULL);
	note_peer(h, 2, RA_IN, now_s);
	note_peer(h, 2, RA_IN, now_s + HOUR);
	assert_int_equal(row_of(h, 1)->last_s, now_s + HOUR);
	assert_int_equal(row_of(h, 1)->moved_s, now_s + HOUR);
	assert_int_equal(row_of(h, 2)->last_s, now_s + HOUR);
	assert_int_equal(history_since(h), now_s + HOUR);
	must_flush(h);
	history_close(h);
}

static void test_redated_when_opened(void **state)
{
	struct history *h = full_history();

	(void)state;
	note_peer(h, 2, RA_IN, now_s);
	note_peer(h, 3, RA_IN, now_s);
	must_flush(h);
	history_close(h);
	run_sql("UPDATE peer SET last = 4102444800, first = 4102444800"
		" WHERE addr = x'20010db8000000000000000000000002'");
	h = must_open();
	assert_in_range(row_of(h, 2)->last_s, now_s, now_s + 2 * HOUR);
	assert_in_range(row_of(h, 2)->first_s, now_s, now_s + 2 * HOUR);
	assert_int_equal(row_of(h, 3)->last_s, now_s);
	assert_int_equal(history_row_hours(row_of(h, 1), 0), HISTORY_HOURS);
	must_flush(h);
	history_close(h);
	h = must_open();
	assert_int_equal(history_unsaved(h), 0);
	assert_in_range(row_of(h, 2)->last_s, now_s, now_s + 2 * HOUR);
	history_close(h);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a clock that is off by up to 30 days is taken at its word", test_small),
		SAYS("a leap ahead counts as before, until it has lasted an hour", test_leap_ahead),
		SAYS("a leap back that lasts says that what came later was wrong", test_leap_back),
		SAYS("a leap to 1970 is never believed", test_to_1970),
		SAYS("a leap away from 1970 is, once it has lasted", test_from_1970),
		SAYS("a clock that leaps an hour, to 1970 or to 2100 loses nothing",
		     test_nothing_lost),
		SAYS("nobody expires by a clock that leaps", test_nobody_expires),
		SAYS("a row dated in the future expires once the clock is right",
		     test_not_immortal),
		SAYS("a row that stands in the future is dated anew when it is opened",
		     test_redated_when_opened),
	};

	return cmocka_run_group_tests_name("history_clock", tests, NULL, NULL);
}
