/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/yuv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void fill(uint8_t *rgba, size_t pixels, const uint8_t *color)
{
	for (size_t i = 0; i < pixels; i++)
		memcpy(rgba + 4 * i, color, 4);
}

/* As ITU-R BT.601 has them, within one step. */
static void test_colors(void **state)
{
	static const struct {
		uint8_t rgba[4], y, cb, cr;
	} cases[] = {
		{ { 0, 0, 0, 255 }, 16, 128, 128 },	{ { 255, 255, 255, 255 }, 235, 128, 128 },
		{ { 255, 0, 0, 255 }, 82, 90, 240 },	{ { 0, 255, 0, 0 }, 145, 54, 34 },
		{ { 0, 0, 255, 255 }, 41, 240, 110 },	{ { 128, 128, 128, 0 }, 126, 128, 128 },
	};
	uint8_t rgba[16], yuv[6];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fill(rgba, 4, cases[i].rgba);
		yuv_from(rgba, 2, 2, yuv);
		for (int p = 0; p < 4; p++)
			assert_in_range(yuv[p], cases[i].y - 1, cases[i].y + 1);
		assert_in_range(yuv[4], cases[i].cb - 1, cases[i].cb + 1);
		assert_in_range(yuv[5], cases[i].cr - 1, cases[i].cr + 1);
	}
}

/* A red pixel right of, below and in the corner of a black square of two. */
static void test_odd(void **state)
{
	static const uint8_t red[4] = { 255, 0, 0, 255 };
	uint8_t rgba[9 * 4] = { 0 }, yuv[9 + 2 * 4];
	static const size_t edge[] = { 2, 5, 6, 7, 8 };

	(void)state;
	assert_int_equal(yuv_len(3, 3), sizeof(yuv));
	for (size_t i = 0; i < 5; i++)
		memcpy(rgba + 4 * edge[i], red, 4);
	yuv_from(rgba, 3, 3, yuv);
	assert_int_equal(yuv[9 + 4], 128);
	for (int i = 1; i < 4; i++)
		assert_in_range(yuv[9 + 4 + i], 239, 240);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "yuv: colours are those of BT.601", .test_func = test_colors },
		{ .name = "yuv: an odd edge keeps its colour", .test_func = test_odd },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
