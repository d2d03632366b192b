/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_stamp.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_read(void **state)
{
	static const struct {
		const char *text;
		int64_t time_s;
	} cases[] = {
		{ "1970-01-01", 0 },
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-11-22 05:17:00", 1795324620 },
		{ "2026-11-22T05:17:00", 1795324620 },
		{ "2026-11-22 05:17:00 UTC", 1795324620 },
		{ "2026-11-22T05:17:00Z", 1795324620 },
		{ "2026-11-22T05:17:00.999999Z", 1795324620 },
		{ "2026-11-22T05:17:00+00:00", 1795324620 },
		{ "2024-02-29", 1709164800 },
		{ "2016-12-31T23:59:60Z", 1483228800 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
	};
	int64_t time_s;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (list_stamp_parse(cases[i].text, &time_s))
			fail_msg("%s", cases[i].text);
		assert_int_equal(time_s, cases[i].time_s);
	}
}

static void test_no_time(void **state)
{
	static const char *const cases[] = {
		"", "None", "2026", "2026-11", "2026-11-22x", "2026-11-22 05:17", "2026-13-01",
		"2026-00-01", "2026-02-30", "2023-02-29", "2026-11-00", "2026-11-22 24:00:00",
		"2026-11-22 05:60:00", "2026-11-22 05:17:61", "1969-12-31", "0000-01-01",
		"2026-11-22T05:17:00+09:00", "2026-11-22T05:17:00.Z", "2026-11-22T05:17:00 PST",
		" 2026-11-22", "-026-11-22", "2026/11/22", "1795324620",
	};
	int64_t time_s;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (list_stamp_parse(cases[i], &time_s) != -EINVAL)
			fail_msg("\"%s\" was taken for a time", cases[i]);
}

static void test_write(void **state)
{
	static const struct {
		int64_t time_s;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 1795324620, "2026-11-22T05:17:00.000Z" },
		{ 253402300799, "9999-12-31T23:59:59.000Z" },
		{ INT64_MAX, "9999-12-31T23:59:59.000Z" },
		{ INT64_MIN, "1970-01-01T00:00:00.000Z" },
	};
	char text[LIST_STAMP];
	int64_t again;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(list_stamp(cases[i].time_s, text), cases[i].text);
	for (int64_t t = 0; t < 253402300799; t += 86399 * 997) {
		assert_int_equal(list_stamp_parse(list_stamp(t, text), &again), 0);
		assert_int_equal(again, t);
	}
}

#define SAYS(sentence, test) { "list: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a time is read as feeds write it", test_read),
		SAYS("what is no day, or not in UTC, is no time", test_no_time),
		SAYS("a time that was written is read as the same", test_write),
	};

	return cmocka_run_group_tests_name("list_stamp", tests, NULL, NULL);
}
