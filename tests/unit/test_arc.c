/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/arc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
	const char *what;
	double from[2], to[2];
	double angle_deg;
} pairs[] = {
	{ "a quarter of the equator", { 0, 0 }, { 0, 90 }, 90 },
	{ "Koganei to Amsterdam", { 35.70, 139.51 }, { 52.37, 4.90 }, 83.47 },
	{ "over the antimeridian", { 10, 170 }, { 10, -170 }, 19.69 },
	{ "pole to pole", { 90, 0 }, { -90, 0 }, 180 },
	{ "antipodes", { 35.70, 139.51 }, { -35.70, -40.49 }, 180 },
	{ "a few metres", { 35.70, 139.51 }, { 35.7001, 139.51 }, 0.0001 },
	{ "no distance", { 35.70, 139.51 }, { 35.70, 139.51 }, 0 },
};
#define PAIRS (sizeof(pairs) / sizeof(*pairs))

static struct arc arc_of(size_t i, float stack)
{
	return arc_between(vec3_ground(pairs[i].from[0], pairs[i].from[1]),
			   vec3_ground(pairs[i].to[0], pairs[i].to[1]), stack);
}

static double apart(struct vec3 a, struct vec3 b)
{
	return (double)vec3_length(vec3_sub(a, b));
}

static void test_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < PAIRS; i++) {
		struct arc a = arc_of(i, 0);
		struct vec3 from = vec3_ground(pairs[i].from[0], pairs[i].from[1]);
		struct vec3 to = vec3_ground(pairs[i].to[0], pairs[i].to[1]);

		if (fabs((double)a.angle / VEC_RADIAN - pairs[i].angle_deg) > 0.02)
			fail_msg("%s: %f degrees", pairs[i].what, (double)a.angle / VEC_RADIAN);
		if (apart(arc_point(&a, 0), vec3_scale(from, ARC_GROUND)) > 1e-4 ||
		    apart(arc_point(&a, 1), vec3_scale(to, ARC_GROUND)) > 1e-4)
			fail_msg("%s: does not end where it should", pairs[i].what);
	}
}

static void test_above_ground(void **state)
{
	(void)state;
	for (size_t i = 0; i < PAIRS; i++) {
		struct arc a = arc_of(i, 0);
		float before = 0;

		for (int k = 0; k <= 50; k++) {
			float height = vec3_length(arc_point(&a, (float)k / 100));

			assert_true(height >= 1.0019f && height < 1.5f);
			assert_true(height >= before - 1e-6f);
			before = height;
		}
	}
}

static void test_stack(void **state)
{
	(void)state;
	for (size_t i = 0; i < PAIRS; i++) {
		struct arc low = arc_of(i, 0), high = arc_of(i, 3);

		assert_true(high.lift > low.lift);
	}
}

static void test_frame(void **state)
{
	(void)state;
	for (size_t i = 0; i < PAIRS; i++) {
		struct arc a = arc_of(i, 1);

		assert_float_equal(vec3_length(a.side), 1, 1e-4);
		assert_float_equal(vec3_dot(a.side, a.from), 0, 1e-4);
	}
}

#define SAYS(sentence, test) { .name = "arc: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("it starts at the sender and ends at the receiver", test_ends),
		SAYS("it never goes through the ground, and is highest in the middle",
		     test_above_ground),
		SAYS("each of a stack is higher than the one below", test_stack),
		SAYS("its frame is square, also for antipodes and no distance", test_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
