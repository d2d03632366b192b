/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/layout.h"
#include "globe/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
	int width, height, scale;
} screens[] = {
	{ 1280, 720, 1 }, { 1920, 1080, 1 }, { 3840, 2160, 2 }, { 390, 844, 1 }, { 1024, 768, 1 },
	{ 820, 480, 1 },  { 2560, 1440, 1 }, { 768, 1024, 1 },  { 1600, 2560, 2 },
	{ 700, 420, 1 },  { 560, 420, 1 },   { 819, 559, 1 },
};
#define SCREENS (sizeof(screens) / sizeof(*screens))

static bool inside(struct area a, struct area b)
{
	return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
}

static bool apart(struct area a, struct area b)
{
	return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
}

static struct layout layout_of(size_t i, int peers)
{
	float k = font_quarters[layout_step(screens[i].width, screens[i].height, 0)] / 4.0f;

	return layout_make((float)screens[i].width / k, (float)screens[i].height / k, peers);
}

static void test_scale(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCREENS; i++)
		assert_int_equal(
			font_quarters[layout_step(screens[i].width, screens[i].height, 0)],
			4 * screens[i].scale);
}

static void test_nothing_overlaps(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCREENS; i++) {
		for (int peers = 0; peers < 12; peers++) {
			struct layout l = layout_of(i, peers);
			struct area parts[] = { l.title, l.legend, l.directions, l.peers, l.trays,
						l.foot };

			for (size_t a = 0; a < 6; a++) {
				if (!inside(parts[a], l.screen))
					fail_msg("%d wide: part %zu leaves", screens[i].width, a);
				for (size_t b = 0; b < a; b++)
					if (!apart(parts[a], parts[b]))
						fail_msg("%dx%d: parts %zu, %zu", screens[i].width,
							 screens[i].height, a, b);
			}
		}
	}
}

static void test_globe_has_room(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCREENS; i++) {
		struct layout l = layout_of(i, 10);

		assert_true(l.free.w >= 290 && l.free.h >= 220);
		assert_true(apart(l.free, l.peers));
	}
}

/* Whoever looks for the globe finds it, the list and the counts, however low the window. */
static void test_low(void **state)
{
	struct layout l = layout_make(700, 420, 10);

	(void)state;
	assert_true(l.low && l.narrow);
	assert_true(l.card.x >= l.peers.x + l.peers.w && l.card.y + l.card.h <= l.foot.y);
	layout_time(&l, 1);
	assert_true(apart(l.time, l.foot) && apart(l.time, l.peers) && inside(l.time, l.screen));
	assert_true(apart(l.time, l.directions) && apart(l.time, l.card));
	assert_true(l.free.h >= 150 && l.free.y + l.free.h <= l.time.y);
	assert_false(layout_make(700, 900, 10).low || layout_make(390, 420, 10).low);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCREENS; i++) {
		assert_int_equal(layout_of(i, 0).rows, 1);
		assert_int_equal(layout_of(i, 2).rows, 2);
		assert_in_range(layout_of(i, 1000).rows, 4, LAYOUT_ROWS_MOST);
	}
}

static void test_wishes_have_bounds(void **state)
{
	(void)state;
	assert_int_equal(layout_step(1280, 720, 2), 2);
	assert_int_equal(layout_step(1280, 720, -3), 0);
	assert_int_equal(layout_step(1280, 720, 9), 3); /* 360 units are left */
	assert_int_equal(layout_step(3840, 2160, -1), 2);
	assert_int_equal(layout_step(3840, 2160, 9), FONT_SCALES - 1);
	assert_int_equal(layout_step(320, 480, 4), 0);
}

#define SAYS(sentence, test) { .name = "layout: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("only very fine screens are drawn twice as large", test_scale),
		SAYS("all is as large as wished, where there is room", test_wishes_have_bounds),
		SAYS("nothing overlaps or leaves the screen, on any usual screen",
		     test_nothing_overlaps),
		SAYS("the globe has room beside the list", test_globe_has_room),
		SAYS("a low window has its list beside the globe", test_low),
		SAYS("a list is as long as it has peers and room", test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
