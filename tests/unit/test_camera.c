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

static void settle(struct camera *c, double step_s)
{
	int steps = 0;

	while (camera_step(c, step_s) && steps < 5000)
		steps++;
	assert_in_range(steps, 1, 4999);
}

/* However fast frames come, the same push and the same wheel lead to the same place. */
static void test_frame_rate(void **state)
{
	static const double rates[] = { 240, 60, 10, 4 };
	double lon[4], dist[4];

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct camera c = { .dist = CAMERA_REST };

		camera_push(&c, 0, 30);
		camera_zoom(&c, 5);
		settle(&c, 1 / rates[i]);
		lon[i] = c.lon_deg;
		dist[i] = c.dist;
		assert_float_equal(lon[i], 30, 0.2);
		assert_float_equal(dist[i], dist[0], 1e-6);
	}
}

static double turned_deg(const struct camera *a, const struct camera *b)
{
	struct vec3 from = vec3_ground(a->lat_deg, a->lon_deg);

	return 2 / VEC_RADIAN *
	       asin((double)vec3_length(vec3_sub(vec3_ground(b->lat_deg, b->lon_deg), from)) / 2);
}

/* Koganei to somewhere, also over the date line, over a pole, to the antipodes and nowhere. */
static void test_fly(void **state)
{
	static const double to[][2] = { { 52.5, 13.4 },   { -33.9, 151.2 }, { 40.7, -74.0 },
					{ -35.7, -40.5 }, { 80, -40.5 },    { 35.7, 139.5 } };

	(void)state;
	for (int i = 0; i < 6; i++) {
		struct camera c = { 35.7, 139.5, CAMERA_REST, 3, 3, 0.2, { 0 } }, before;
		double fastest = 0, first = 0;
		int frames = 0;

		camera_fly(&c, to[i][0], to[i][1], 2.5);
		do {
			before = c;
			assert_true(camera_step(&c, 1 / 60.0));
			if (!frames++)
				first = turned_deg(&before, &c);
			fastest = fmax(fastest, turned_deg(&before, &c));
			assert_true(c.dist <= before.dist);
			assert_true(fabs(remainder(c.lon_deg - before.lon_deg, 360)) < 25);
		} while (c.flight.on && frames < 1000);
		assert_in_range(frames, 53, 55);
		assert_true(fastest < 7 && first <= fastest / 4);
		assert_true(turned_deg(&before, &c) <= fastest / 4);
		assert_float_equal(c.lat_deg, to[i][0], 1e-9);
		assert_float_equal(remainder(c.lon_deg - to[i][1], 360), 0, 1e-9);
		assert_float_equal(c.dist, 2.5, 1e-9);
		assert_false(camera_step(&c, 1));
	}
}

static void test_touch_ends_flight(void **state)
{
	struct camera c = { .dist = CAMERA_REST };

	(void)state;
	camera_fly(&c, 40, 60, CAMERA_REST);
	camera_step(&c, 0.3);
	camera_hold(&c);
	assert_false(camera_step(&c, 0.3));
	assert_true(c.lon_deg > 1 && c.lon_deg < 59);
}

static void test_shows(void **state)
{
	struct view v = view_over(0, 0, whole);
	const struct area left = { 0, 0, WIDTH / 2, HEIGHT };

	(void)state;
	assert_true(view_shows(&v, vec3_ground(10, 20), whole));
	assert_true(view_shows(&v, vec3_ground(10, -20), left));
	assert_false(view_shows(&v, vec3_ground(10, 20), left));
	assert_false(view_shows(&v, vec3_ground(0, 72), whole)); /* seen, but at the rim */
	assert_false(view_shows(&v, vec3_ground(0, 180), whole));
}

static void test_bounds(void **state)
{
	struct camera c = { .dist = CAMERA_REST };

	(void)state;
	camera_look(&c, 1000, 541);
	assert_true(c.lat_deg < 90 && fabs(c.lon_deg + 179) < 1e-9);
	camera_zoom(&c, 1000);
	assert_true(c.dist > CAMERA_REST - 0.1); /* nothing jumps */
	settle(&c, 0.02);
	assert_float_equal(c.dist, CAMERA_NEAR, 1e-9);
	camera_zoom(&c, -1000);
	settle(&c, 0.02);
	assert_float_equal(c.dist, CAMERA_FAR, 1e-9);
	camera_fly(&c, 90, 0, 100);
	settle(&c, 0.02);
	assert_true(c.lat_deg < 90 && c.dist <= CAMERA_FAR);
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
		SAYS("pushes and zooms are the same at any frame rate", test_frame_rate),
		SAYS("it flies softly, without a jump, and arrives", test_fly),
		SAYS("a touch ends a flight where it is", test_touch_ends_flight),
		SAYS("what is well seen is off the rim and in the free part", test_shows),
		SAYS("it stays out of the ground and off the poles", test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
