/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_view.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "globe/palette.h"

#include "fake_font.h"
#include "fake_scene.h"

static const struct scene_limits limits = { 64, 8, 64, 64 };
static const struct globe_view tokyo = { .turned = true,
					 .lat_deg = 35.7,
					 .lon_deg = 139.5,
					 .dist = 2.5,
					 .directions = RA_DIR_BIT(RA_OUT),
					 .palette = PALETTE_LIGHT_SAFE,
					 .larger = 1 };
static struct fake_font file;
static struct font font;

static int open_globe(void **state)
{
	fake_font_make(&file);
	return font_open(&font, &file, sizeof(file)) ||
	       globe_open(&font, &limits, (struct globe **)state);
}

static int close_globe(void **state)
{
	globe_close(*state);
	return 0;
}

static void same(const struct globe_view *a, const struct globe_view *b)
{
	assert_int_equal(a->turned, b->turned);
	assert_true(fabs(a->lat_deg - b->lat_deg) < 1e-9);
	assert_true(fabs(a->lon_deg - b->lon_deg) < 1e-9);
	assert_true(fabs(a->dist - b->dist) < 1e-9);
	assert_int_equal(a->directions, b->directions);
	assert_int_equal(a->palette, b->palette);
	assert_int_equal(a->larger, b->larger);
}

static void test_there_and_back(void **state)
{
	struct globe_view got;

	globe_view_set(*state, &tokyo);
	globe_view_get(*state, &got);
	same(&got, &tokyo);
}

static void test_untouched(void **state)
{
	struct globe_view v;

	globe_view_get(*state, &v);
	assert_false(v.turned);
	globe_view_set(*state, &v);
	globe_take(*state, &(struct stream_record){ .kind = STREAM_HELLO }, 0);
	globe_take(*state, (struct stream_record[]){ fake_status(true) }, 0);
	globe_view_get(*state, &v);
	assert_false(v.turned);
	assert_true(fabs(v.lon_deg - 139.51) < 0.01);
}

static void test_stays_turned(void **state)
{
	struct globe_view got;

	globe_view_set(*state, &tokyo);
	globe_take(*state, (struct stream_record[]){ fake_status(true) }, 0);
	globe_take(*state, &(struct stream_record){ .kind = STREAM_SNAPSHOT }, 0);
	globe_view_get(*state, &got);
	same(&got, &tokyo);
}

static void test_refused(void **state)
{
	static const struct {
		bool turned;
		double lat_deg, lon_deg, dist;
		uint8_t directions, palette;
		int8_t larger;
	} bad[] = {
		{ true, NAN, 0, 3, 0, 9, 5 },	{ true, 0, NAN, 3, 0, 255, 127 },
		{ true, 0, 0, NAN, 0, 9, -5 },	{ true, 91, 0, 3, 0, 9, -128 },
		{ true, 0, -181, 3, 0, 9, 5 },	{ true, 0, 0, 1, 0, 9, 5 },
		{ true, 0, 0, 9.1, 0, 9, 5 },	{ true, 0, 0, -3, 255, 9, 5 },
		{ true, INFINITY, 0, 3, 4, 9, 5 }, { false, 12, 13, 3, 0, 9, 5 },
	};
	struct globe_view before, after;

	globe_view_get(*state, &before);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		after = (struct globe_view){ bad[i].turned, bad[i].lat_deg, bad[i].lon_deg,
					     bad[i].dist, bad[i].directions, bad[i].palette,
					     bad[i].larger };
		globe_view_set(*state, &after);
		globe_view_get(*state, &after);
		same(&before, &after);
	}
}

#define SAYS(sentence, test) \
	{ .name = "globe_view: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what is set is got", test_there_and_back),
		SAYS("a camera that nobody turned looks home, also later", test_untouched),
		SAYS("a camera that was turned stays where it is", test_stays_turned),
		SAYS("what cannot be is left as it was", test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
