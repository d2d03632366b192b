/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/camera.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define WIDTH 1280
#define HEIGHT 720

static const struct area whole = { 0, 0, WIDTH, HEIGHT };

static struct view view_over(double lat_deg, double lon_deg, struct area free)
{
	struct camera c = { .dist = CAMERA_REST };
	struct view v;

	camera_look(&c, lat_deg, lon_deg);
	view_make(&v, &c, WIDTH, HEIGHT, free);
	return v;
}

static void test_middle(void **state)
{
	const struct area right = { 400, 100, 800, 500 };
	struct view v = view_over(35.7, 139.5, right);
	float x, y;

	(void)state;
	assert_true(view_project(&v, vec3_ground(35.7, 139.5), &x, &y));
	assert_float_equal(x, 800, 0.01);
	assert_float_equal(y, 350, 0.01);
}

static void test_north_is_up(void **state)
{
	struct view v = view_over(10, 20, whole);
	float x, y;

	(void)state;
	assert_true(view_project(&v, vec3_ground(30, 20), &x, &y));
	assert_true(fabsf(x - WIDTH / 2) < 0.01f && y < HEIGHT / 2 - 50);
	assert_true(view_project(&v, vec3_ground(10, 40), &x, &y));
	assert_true(x > WIDTH / 2 + 50);
}

static void test_round(void **state)
{
	struct view v = view_over(0, 0, whole);
	float east, north, ignored;

	(void)state;
	assert_true(view_project(&v, vec3_ground(0, 45), &east, &ignored));
	assert_true(view_project(&v, vec3_ground(45, 0), &ignored, &north));
	assert_float_equal(east - WIDTH / 2, HEIGHT / 2 - north, 0.01);
}

static void test_behind_the_earth(void **state)
{
	struct view v = view_over(0, 0, whole);
	double horizon_deg = acos(1 / CAMERA_REST) / VEC_RADIAN;

	(void)state;
	assert_true(view_sees(&v, vec3_ground(0, horizon_deg - 0.5)));
	assert_false(view_sees(&v, vec3_ground(0, horizon_deg + 0.5)));
	assert_false(view_sees(&v, vec3_scale(vec3_ground(0, 180), 1.3f)));
	assert_true(view_sees(&v, vec3_scale(vec3_ground(0, 120), 1.5f)));
	assert_false(view_sees(&v, vec3_scale(vec3_ground(0, 180), 0.5f)));
}

static void test_drag_follows(void **state)
{
	struct camera c = { .dist = CAMERA_REST };
	struct view v;
	float x, y;

	(void)state;
	view_make(&v, &c, WIDTH, HEIGHT, whole);
	camera_drag(&c, &v, 30, -20, 0);
	view_make(&v, &c, WIDTH, HEIGHT, whole);
	assert_true(view_project(&v, vec3_ground(0, 0), &x, &y));
	assert_float_equal(x, WIDTH / 2 + 30, 1.5);
	assert_float_equal(y, HEIGHT / 2 - 20, 1.5);
}

static void test_inertia(void **state)
{
	struct camera c = { .dist = CAMERA_REST };
	struct view v;
	double before;
	int steps = 0;

	(void)state;
	view_make(&v, &c, WIDTH, HEIGHT, whole);
	camera_drag(&c, &v, 40, 0, 0.02f);
	before = c.lon_deg;
	while (camera_step(&c, 1 / 60.0f) && steps < 1000)
		steps++;
	assert_true(c.lon_deg < before - 5);
	assert_in_range(steps, 10, 300);
	camera_drag(&c, &v, 40, 0, 0.02f);
	camera_hold(&c);
	assert_false(camera_step(&c, 1 / 60.0f));
}

static void test_bounds(void **state)
{
	struct camera c = { .dist = CAMERA_REST };

	(void)state;
	camera_look(&c, 1000, 541);
	assert_true(c.lat_deg < 90 && fabs(c.lon_deg + 179) < 1e-9);
	camera_zoom(&c, 1000);
	assert_true(c.dist >= CAMERA_NEAR);
	camera_zoom(&c, -1000);
	assert_true(c.dist <= CAMERA_FAR);
}

#define SAYS(sentence, test) { .name = "camera: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what it looks at is in the middle of the free part", test_middle),
		SAYS("north is up and east is right", test_north_is_up),
		SAYS("the globe is round on a wide screen", test_round),
		SAYS("the far side is hidden, what rises over the horizon is not",
		     test_behind_the_earth),
		SAYS("the ground follows the pointer", test_drag_follows),
		SAYS("a push turns the globe on until it rests; a held one stops", test_inertia),
		SAYS("it stays out of the ground and off the poles", test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
