/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "chance.h"
#include "fake_font.h"

static void test_finds(void **state)
{
	struct fake_font file;
	struct font f;

	(void)state;
	fake_font_make(&file);
	assert_int_equal(font_open(&f, &file, sizeof(file)), 0);
	assert_int_equal(font_find(&f, 1, FONT_BODY, 'b').code, 'b');
	assert_int_equal(font_find(&f, 2, FONT_TITLE, 0x2026).code, 0x2026);
	assert_int_equal(font_find(&f, 1, FONT_BODY, 0x5c0f).code, '?');
	assert_float_equal(font_width(&f, 0, FONT_TITLE, "ab"), 24, 1e-6);
	assert_float_equal(font_width(&f, 3, FONT_TITLE, "ab"), 48, 1e-6);
}

/* One number of the file is made wrong; each must be noticed. */
static void test_damage(void **state)
{
	static const struct {
		const char *what;
		size_t offset;
		uint16_t value;
	} damages[] = {
		{ "magic", offsetof(struct font_file, magic), 0 },
		{ "version", offsetof(struct font_file, version), FONT_VERSION + 1 },
		{ "faces", offsetof(struct font_file, faces), 1 },
		{ "no width", offsetof(struct font_file, width), 0 },
		{ "width", offsetof(struct font_file, width), FONT_SIDE + 1 },
		{ "glyphs", offsetof(struct font_file, glyphs), 1 },
		{ "first of a face", offsetof(struct fake_font, face[3].first), 60000 },
		{ "count of a face", offsetof(struct fake_font, face[3].count), 60000 },
		{ "empty face", offsetof(struct fake_font, face[3].count), 0 },
		{ "size of a face", offsetof(struct fake_font, face[3].px4), 99 },
		{ "order of glyphs", offsetof(struct fake_font, glyph[1].code), 2 },
		{ "x of a glyph", offsetof(struct fake_font, glyph[5].x), FAKE_SIDE - 2 },
		{ "h of a glyph", offsetof(struct fake_font, glyph[5].h), 65535 },
	};
	struct fake_font file;
	struct font f;

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		fake_font_make(&file);
		memcpy((char *)&file + damages[i].offset, &damages[i].value, 2);
		if (!font_open(&f, &file, sizeof(file)))
			fail_msg("%s: not noticed", damages[i].what);
	}
}

static void test_cut(void **state)
{
	struct fake_font file;
	struct font f;

	(void)state;
	fake_font_make(&file);
	for (size_t len = 0; len < sizeof(file); len++)
		assert_int_not_equal(font_open(&f, &file, len), 0);
}

/* What opens may be asked for anything: the sanitizers watch. */
static void test_noise(void **state)
{
	struct fake_font file;
	struct font f;

	(void)state;
	seed = 5;
	for (int round = 0; round < 20000; round++) {
		fake_font_make(&file);
		((uint8_t *)&file)[random_below(sizeof(file) - sizeof(file.texels))] ^=
			(uint8_t)(1u << random_below(8));
		if (!font_open(&f, &file, sizeof(file)))
			assert_true(font_width(&f, 2, FONT_SMALL, "ab?\xe2\x80\xa6") >= 0);
	}
}

static void test_utf8(void **state)
{
	static const struct {
		const char *text;
		uint32_t code;
		int len;
	} cases[] = {
		{ "a", 'a', 1 },
		{ "\xc3\xa9", 0xe9, 2 },
		{ "\xe5\xb0\x8f", 0x5c0f, 3 },
		{ "\xf0\x9f\x8c\x8d", 0x1f30d, 4 },
		{ "\xc3", 0xfffd, 1 },           /* cut */
		{ "\xe5\xb0", 0xfffd, 2 },       /* cut */
		{ "\x80", 0xfffd, 1 },           /* no first byte */
		{ "\xc0\x80", 0xfffd, 1 },       /* overlong */
		{ "\xe0\x80\x80", 0xfffd, 3 },   /* overlong */
		{ "\xed\xa0\x80", 0xfffd, 3 },   /* half of a pair */
		{ "\xf4\x90\x80\x80", 0xfffd, 4 }, /* beyond the last */
		{ "\xff", 0xfffd, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *p = cases[i].text;
		uint32_t code = font_next(&p);

		if (code != cases[i].code || p - cases[i].text != cases[i].len)
			fail_msg("case %zu: U+%04X after %td bytes", i, code, p - cases[i].text);
	}
}

#define SAYS(sentence, test) { .name = "font: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("glyphs are found, and what is missing has a stand-in", test_finds),
		SAYS("each number that is wrong is noticed", test_damage),
		SAYS("a file that was cut anywhere is refused", test_cut),
		SAYS("a flipped bit never leads outside the file", test_noise),
		SAYS("text that is not UTF-8 stands for itself as such", test_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
