/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/clock.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE (60 * CLOCK_S)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static void test_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
	} cases[] = {
		{ "0", 0 },
		{ "90", 90 * CLOCK_S },
		{ "0s", 0 },
		{ "500ms", CLOCK_S / 2 },
		{ "48h", 48 * HOUR },
		{ "2d", 2 * DAY },
		{ "1h30m", HOUR + 30 * MINUTE },
		{ "1d2h3m4s5ms", DAY + 2 * HOUR + 3 * MINUTE + 4 * CLOCK_S + 5000000 },
		{ "30m1h", HOUR + 30 * MINUTE },
		{ "007s", 7 * CLOCK_S },
		{ "9223372036s", INT64_C(9223372036) * CLOCK_S },
		{ "9223372036854ms", INT64_C(9223372036854000000) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t ns = -1;

		if (clock_parse_duration(cases[i].text, &ns) || ns != cases[i].ns)
			fail_msg("%s: %lld ns", cases[i].text, (long long)ns);
	}
}

static void test_no_durations(void **state)
{
	static const char *const cases[] = {
		"",      "h",     "-1",    "+1",      "1 h",         " 1h",
		"1h ",   "1.5h",  "1hm",   "1x",      "1h30",        "1ms5",
		"90 90", "0x10",  "1H",    "9223372037s", "106752d", "99999999999999999999",
		"9223372036854775807h",    "9223372036s855ms", "1h2", "dhms",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t ns = 42;

		if (clock_parse_duration(cases[i], &ns) != -EINVAL)
			fail_msg("\"%s\" was taken for a duration", cases[i]);
		assert_int_equal(ns, 42);
	}
}

static void test_stamps(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000000+0000" },
		{ INT64_C(1795344127123456789), "2026-11-22T10:42:07.123456+0000" },
		{ -1, "1969-12-31T23:59:59.999999+0000" },
		{ -CLOCK_S, "1969-12-31T23:59:59.000000+0000" },
		{ INT64_C(951782400) * CLOCK_S, "2000-02-29T00:00:00.000000+0000" },
		{ INT64_MAX, "2262-04-11T23:47:16.854775+0000" },
		{ INT64_MIN, "1677-09-21T00:12:43.145224+0000" },
	};
	char text[CLOCK_STAMP];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(clock_stamp(cases[i].ns, text), cases[i].text);
}

static void test_words(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0 s" },
		{ CLOCK_S - 1, "0 s" },
		{ 59 * CLOCK_S, "59 s" },
		{ MINUTE, "1 min" },
		{ 3 * MINUTE + 20 * CLOCK_S, "3 min 20 s" },
		{ HOUR - 1, "59 min 59 s" },
		{ HOUR + 59 * CLOCK_S, "1 h" },
		{ 23 * HOUR + 59 * MINUTE, "23 h 59 min" },
		{ 2 * DAY, "2 d" },
		{ 2 * DAY - CLOCK_S, "1 d 23 h" },
		{ INT64_MAX, "106751 d 23 h" },
	};
	char text[CLOCK_STAMP];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(clock_words(cases[i].ns, text), cases[i].text);
}

static void test_steady(void **state)
{
	int64_t last = clock_steady_ns();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_steady_ns();

		assert_true(now >= last);
		last = now;
	}
	assert_true(clock_now_ns() > INT64_C(1600000000) * CLOCK_S);
}

#define SAYS(sentence, test) { "clock: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("durations are read as people write them", test_durations),
		SAYS("what is no duration, or does not fit, is refused", test_no_durations),
		SAYS("timestamps are UTC, to the microsecond, before 1970 too", test_stamps),
		SAYS("a duration in words has two units at most", test_words),
		SAYS("steady time never goes back", test_steady),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
