/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/sun.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"

/* Subsolar points from the Astronomical Almanac's formulas at full precision, to 0.1 degree. */
static const struct {
	const char *when;
	int64_t unix_s;
	double lat_deg, lon_deg;
} known[] = {
	{ "March equinox 2024, 03:06", 1710903960, 0.0, 135.4 },
	{ "June solstice 2024, 12:00", 1718884800, 23.4, 0.5 },
	{ "December solstice 2026, 12:00", 1797854400, -23.4, -0.5 },
	{ "2026-11-03 12:00, the sun is ahead", 1793707200, -15.1, -4.1 },
	{ "2026-02-11 12:00, the sun is late", 1770811200, -14.0, 3.5 },
};

static void test_subsolar_points(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct vec3 sun = sun_direction(known[i].unix_s * CLOCK_S);
		struct vec3 wanted = vec3_ground(known[i].lat_deg, known[i].lon_deg);
		double off_deg = acos(fmin((double)vec3_dot(sun, wanted), 1)) / VEC_RADIAN;

		if (off_deg > 0.3)
			fail_msg("%s: off by %.2f degrees", known[i].when, off_deg);
	}
}

static void test_any_time(void **state)
{
	static const int64_t times[] = { 0, INT64_MAX, INT64_MIN, -1 };

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		assert_float_equal(vec3_length(sun_direction(times[i])), 1, 1e-5);
}

#define SAYS(sentence, test) { .name = "sun: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("at equinoxes, solstices and when it is early or late", test_subsolar_points),
		SAYS("any time gives a direction", test_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
