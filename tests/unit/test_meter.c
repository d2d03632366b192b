/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/meter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/clock.h"

static struct meter meter;

static int set_up(void **state)
{
	(void)state;
	return meter_open(&meter, 2);
}

static int tear_down(void **state)
{
	(void)state;
	meter_close(&meter);
	return 0;
}

static void rates(void **state)
{
	static const struct {
		int64_t at_ms;
		uint64_t packets, bytes;
		double over_s;
		float packets_s, bytes_s;
	} looks[] = {
		{ 1000, 50, 5000, 0, 0, 0 }, /* the first has nothing to compare with */
		{ 2000, 150, 7000, 1, 100, 2000 },
		{ 2400, 900, 9000, 1, 100, 2000 }, /* too soon */
		{ 4000, 350, 7000, 2, 100, 0 },
		{ 5000, 340, 8000, 1, 0, 1000 }, /* a counter that began anew */
		{ 11000, 900, 9000, 0, 0, 0 },   /* too late */
		{ 12000, 901, 9001, 1, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		const struct meter_mark *mark;

		meter_look(&meter, looks[i].at_ms * CLOCK_S / 1000);
		mark = meter_read(&meter, 1, looks[i].packets, looks[i].bytes);
		assert_true(meter.over_s == looks[i].over_s);
		assert_true(mark->packets_s == looks[i].packets_s);
		assert_true(mark->bytes_s == looks[i].bytes_s);
	}
	assert_int_equal(meter.marks[0].packets, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "meter: rates are over the time between two looks", rates, set_up, tear_down,
		  NULL },
	};

	return cmocka_run_group_tests_name("meter", tests, NULL, NULL);
}
