/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_font.h"

#define LETTER 7.0f /* width of one in FONT_BODY: half its size */
#define ROW 20.0f

static struct fake_font file;
static struct font font;
static struct batch batch;

static int setup(void **state)
{
	(void)state;
	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)))
		return -1;
	batch_start(&batch, &font, &palettes[PALETTE_DARK], 0);
	return 0;
}

/* returns the quarters of lines it took */
static int wrap(const char *text, int letters, int most)
{
	struct area a = { 10, 100, (float)letters * LETTER + 0.5f, ROW };
	float bottom = a.y + (float)most * ROW;

	batch_start(&batch, &font, &palettes[PALETTE_DARK], 0);
	return (int)((batch_text_wrap(&batch, FONT_BODY, a, ~0u, text, bottom) - a.y) / ROW * 4 +
		     0.5f);
}

static void test_wrap(void **state)
{
	static const struct {
		const char *text;
		int letters, most, quarters;
		uint32_t glyphs; /* a space of the fake font is a glyph too: the missing one */
	} cases[] = {
		{ "", 10, 5, 0, 0 },
		{ "ab ab", 10, 5, 4, 5 },
		{ "ab ab ab", 5, 5, 8, 7 },
		{ "ab\nab", 10, 5, 9, 4 },
		{ "ab\n", 10, 5, 5, 2 },
		{ "\n\nab", 10, 5, 14, 2 },
		{ "aaaaaaaaaaaa", 5, 5, 12, 12 }, /* a word wider than a line is broken */
		{ "ab aaaaaaaa", 5, 5, 12, 10 },
		{ "aaa aaa aaa", 3, 2, 8, 6 },    /* "aaa", "aa..." */
		{ "aaa\naaa", 3, 2, 5, 3 },       /* the gap leaves no room: "aa..." */
		{ "aaa aaa", 3, 0, 0, 0 },
		{ "aaa", 0, 5, 12, 3 },           /* at least a letter a line */
		{ "a\xe6\x9d", 10, 5, 4, 2 },     /* cut within a letter */
		{ "台帳台帳台", 2, 5, 12, 5 },
		{ "ab台ab", 4, 5, 8, 5 },         /* "ab台", "ab" */
		{ "台帳。台帳。", 3, 5, 8, 6 },
		{ "台帳、台。", 2, 5, 12, 5 },    /* "台", "帳、", "台。" */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(wrap(cases[i].text, cases[i].letters, cases[i].most),
				 cases[i].quarters);
		assert_int_equal(batch.count, cases[i].glyphs);
	}
}

/* Whatever the text, no line is wider than it may be. */
static void test_within(void **state)
{
	(void)state;
	for (int letters = 3; letters < 30; letters++) {
		wrap("ab aaab a bbbbbbbbbbbbbbbb aa\nab ab ab bbbbbbbb a a a a a a", letters, 9);
		for (uint32_t i = 0; i < batch.count; i++)
			assert_true(batch.quads[i].x < 10 + (float)letters * LETTER + 1);
	}
}

static void test_cut(void **state)
{
	const struct area a = { 0, 0, 5 * LETTER + 0.5f, ROW };

	(void)state;
	batch_text_cut(&batch, FONT_BODY, a, ~0u, "ababa");
	assert_int_equal(batch.count, 5);
	batch_start(&batch, &font, &palettes[PALETTE_DARK], 0);
	assert_true(batch_text_cut(&batch, FONT_BODY, a, ~0u, "abababab") <= a.w);
	assert_int_equal(batch.count, 5); /* four letters and the ellipsis */
}

/* Whatever is drawn, nothing of it is outside; a glyph shows but the texels that are left. */
static void test_clip(void **state)
{
	const struct area room = { 10, 10, 50, 20 };

	(void)state;
	for (float y = -20; y < 60; y += 3) {
		batch_start(&batch, &font, &palettes[PALETTE_DARK], 0);
		batch_box(&batch, (struct area){ 0, y, 5, 5 }, 0, ~0u); /* before: it stays */
		batch_text(&batch, FONT_BODY, 0, y, ~0u, "abababababab");
		batch_panel(&batch, (struct area){ 0, y, 100, 9 }, ~0u);
		batch_line(&batch, 0, y, 90, y + 9, ~0u);
		batch_clip(&batch, 1, room);
		assert_true(batch.count >= 1);
		for (uint32_t i = 1; i < batch.count; i++) {
			const struct quad *q = &batch.quads[i];

			if (q->way_y != 0)
				continue;
			assert_true(q->x - q->half_w >= 9.99f && q->x + q->half_w <= 60.01f);
			assert_true(q->y - q->half_h >= 9.99f && q->y + q->half_h <= 30.01f);
			assert_true(!q->texel[2] || q->texel[3] == (uint16_t)(2 * q->half_h));
		}
		assert_true(y < 30 || batch.count == 1);
		assert_true(y < 10 || y >= 30 || batch.count > 1);
	}
}

#define SAYS(sentence, test) \
	{ .name = "batch: " sentence, .test_func = test, .setup_func = setup }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("text is broken between words, and at newlines", test_wrap),
		SAYS("no line is wider than it may be", test_within),
		SAYS("text that is too wide ends with an ellipsis", test_cut),
		SAYS("what is clipped is within, down to the texel", test_clip),
	};

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
