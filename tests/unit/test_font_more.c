/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/font_more.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/fake_font.h"

#define KANJI 0x4eac

static struct font font;

static int setup(void **state)
{
	static struct fake_font file;

	(void)state;
	fake_font_make(&file);
	return font_open(&font, &file, sizeof(file)) ? -1 : font_more_open(&font);
}

static int teardown(void **state)
{
	(void)state;
	font_more_close(&font);
	return 0;
}

static int put(uint32_t code, uint16_t w, uint16_t h)
{
	static const uint8_t coverage[4096] = { [0 ... 4095] = 200 };
	const struct font_want want = { code, 1, FONT_BODY };

	return font_more_put(&font, &want,
			     (struct font_glyph){ .w = w, .h = h, .advance64 = 64 }, coverage);
}

static void test_asked_once(void **state)
{
	struct font_want want;

	(void)state;
	assert_false(font_more_wanted(&font, &want));
	font_find(&font, 1, FONT_BODY, KANJI);
	font_find(&font, 1, FONT_BODY, KANJI);
	font_find(&font, 2, FONT_SMALL, KANJI);
	assert_true(font_more_wanted(&font, &want));
	assert_int_equal(want.code, KANJI);
	assert_int_equal(want.scale, 1);
	assert_int_equal(want.face, FONT_BODY);
	assert_true(font_more_wanted(&font, &want));
	assert_int_equal(want.scale, 2);
	assert_int_equal(want.face, FONT_SMALL);
	assert_false(font_more_wanted(&font, &want));
}

static void test_baked_is_not_asked(void **state)
{
	struct font_want want;

	(void)state;
	font_width(&font, 1, FONT_BODY, "a");
	assert_false(font_more_wanted(&font, &want));
}

static void test_found_below(void **state)
{
	struct font_glyph missing, g;

	(void)state;
	missing = font_find(&font, 1, FONT_BODY, KANJI);
	assert_int_not_equal(missing.code, KANJI);
	assert_int_equal(put(KANJI, 5, 13), 0);
	g = font_find(&font, 1, FONT_BODY, KANJI);
	assert_int_equal(g.code, KANJI);
	assert_int_equal(g.w, 5);
	assert_true(g.y > font.height);
	assert_int_not_equal(font_find(&font, 2, FONT_BODY, KANJI).code, KANJI);
}

static void test_news_are_told_once(void **state)
{
	const uint8_t *texels;
	uint32_t first;

	(void)state;
	assert_int_equal(font_more_news(&font, &first, &texels), 0);
	assert_int_equal(put(KANJI, 2, 3), 0);
	assert_int_equal(font_more_news(&font, &first, &texels), 3);
	assert_int_equal(first, font.height + 1);
	assert_int_equal(texels[0], 200);
	assert_int_equal(font_more_news(&font, &first, &texels), 0);
	assert_int_equal(font_more_texels(&font)[font.width], 200);
}

/* Two that were put never share a texel, nor touch. */
static void test_apart_until_full(void **state)
{
	uint32_t code = KANJI, n = 0;
	struct font_glyph a, b;
	int r;

	(void)state;
	while (!(r = put(code + n, 3, 40)))
		n++;
	assert_int_equal(r, -ENOSPC);
	assert_true(n >= FONT_MORE_ROWS / 41 * (FAKE_SIDE / 4));
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n; j++) {
			a = font_find(&font, 1, FONT_BODY, code + i);
			b = font_find(&font, 1, FONT_BODY, code + j);
			assert_true(a.x + a.w < b.x || b.x + b.w < a.x || a.y + a.h < b.y ||
				    b.y + b.h < a.y);
		}
	a = font_find(&font, 1, FONT_BODY, code + n - 1);
	assert_true(a.y + a.h <= font.height + FONT_MORE_ROWS);
	assert_true(a.x + a.w <= font.width);
}

static void test_too_wide(void **state)
{
	(void)state;
	assert_int_equal(put(KANJI, font.width, 1), -ENOSPC);
}

int main(void)
{
#define TEST(words, f) { words, f, setup, teardown, NULL }
	const struct CMUnitTest tests[] = {
		TEST("font_more: each missing glyph is asked for once", test_asked_once),
		TEST("font_more: what is baked is not asked for", test_baked_is_not_asked),
		TEST("font_more: what was put is found below what is baked", test_found_below),
		TEST("font_more: changed rows are told once", test_news_are_told_once),
		TEST("font_more: glyphs stay apart until there is no room",
		     test_apart_until_full),
		TEST("font_more: one as wide as the atlas is refused", test_too_wide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
