/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/strands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "chance.h"
#include "fake_strands.h"

static struct view look(double lat_deg, double lon_deg)
{
	struct camera c = { .dist = CAMERA_REST };
	struct view v;

	camera_look(&c, lat_deg, lon_deg);
	view_make(&v, &c, 1280, 720, (struct area){ 0, 0, 1280, 720 });
	return v;
}

static void test_pick(void **state)
{
	struct scene *s = *state;
	struct view v = look(25, 130);
	struct vec3 middle;
	float x, y;

	add(s, fake_arc(2, RA_ALLOWED, RA_IN, 1, 0));
	add(s, fake_arc(3, RA_UNKNOWN, RA_IN, 1, 0));
	strands_build(&strands, s, &all);
	middle = arc_point(&strands.rows[1].arc, 0.5f);
	assert_true(view_project(&v, middle, &x, &y));
	assert_int_equal(strands_pick(&strands, &v, x + 2, y, 8), strands.bundle[1]);
	assert_int_equal(strands_pick(&strands, &v, x + 200, y + 200, 8), STRANDS_NONE);
}

static void test_pick_not_behind(void **state)
{
	struct scene *s = *state;
	struct view v = look(-35.7, -40.5);
	float x, y;

	add(s, fake_arc(3, RA_UNKNOWN, RA_IN, 1, 0));
	strands_build(&strands, s, &all);
	assert_true(view_project(&v, arc_point(&strands.rows[0].arc, 0.5f), &x, &y));
	assert_int_equal(strands_pick(&strands, &v, x, y, 8), STRANDS_NONE);
}

static void add_places(struct scene *s, uint32_t n, uint8_t verdict)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t place = 10 + s->places.count;

		add(s, fake_place(place, (float)random_below(170) - 85,
				  (float)random_below(360) - 180));
		add(s, fake_arc(place, verdict, RA_IN, UINT64_C(1) << random_below(36), 0));
	}
}

/* A point of what is drawn of a strand, in the middle of a piece of it; false: it is not seen. */
static bool drawn_point(const struct view *v, const struct strand *row, float *x, float *y)
{
	int steps = strands_steps(&strands), step = (int)random_below((uint32_t)steps);
	struct vec3 a = arc_point(&row->arc, (float)step / (float)steps);
	struct vec3 b = arc_point(&row->arc, (float)(step + 1) / (float)steps);
	float x2, y2;

	if (!view_sees(v, a) || !view_sees(v, b) || !view_project(v, a, x, y) ||
	    !view_project(v, b, &x2, &y2))
		return false;
	*x = (*x + x2) / 2;
	*y = (*y + y2) / 2;
	return *x >= 0 && *y >= 0 && *x < (float)v->width && *y < (float)v->height;
}

/* Whether a strand of the bundle is drawn that near, looked at more closely than picking does. */
static bool is_within(const struct view *v, uint32_t bundle, float x, float y, float reach)
{
	for (uint32_t i = 0; i < strands.count; i++) {
		for (int k = 0; strands.bundle[i] == bundle && k <= 2000; k++) {
			struct vec3 p = arc_point(&strands.rows[i].arc, (float)k / 2000);
			float at_x, at_y;

			if (view_sees(v, p) && view_project(v, p, &at_x, &at_y) &&
			    hypotf(at_x - x, at_y - y) <= reach)
				return true;
		}
	}
	return false;
}

static struct view any_view(void)
{
	static const int sizes[][2] = { { 1280, 720 }, { 390, 844 }, { 3840, 2160 } };
	const int *size = sizes[random_below(3)];
	struct camera c = { .dist = CAMERA_NEAR + 0.001 * random_below(3000) };
	struct view v;

	camera_look(&c, (double)random_below(170) - 85, (double)random_below(360) - 180);
	view_make(&v, &c, size[0], size[1], (struct area){ 0, 0, (float)size[0], (float)size[1] });
	return v;
}

static void test_pick_what_is_drawn(void **state)
{
	static const float reach = 9;
	struct scene *s = *state;
	uint32_t views = 0, same = 0;

	seed = 5;
	add_places(s, 60, RA_ALLOWED);
	add_places(s, 20, RA_UNKNOWN);
	strands_build(&strands, s, &all);
	while (views < 1000) {
		struct view v = any_view();
		uint32_t row = random_below(strands.count), found;
		float x, y;

		if (!drawn_point(&v, &strands.rows[row], &x, &y))
			continue;
		views++;
		found = strands_pick(&strands, &v, x, y, reach);
		assert_int_not_equal(found, STRANDS_NONE);
		same += found == strands.bundle[row];
		if (found != strands.bundle[row])
			assert_true(is_within(&v, found, x, y, reach));
	}
	assert_true(same > 900);
}

#define SAYS(sentence, test) \
	{ .name = "pick: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a click finds the arc under it", test_pick),
		SAYS("in any view a click finds what is drawn there", test_pick_what_is_drawn),
		SAYS("a click does not go through the Earth", test_pick_not_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
