/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * font.h - the glyphs that are baked at build time: the file's layout, and its reader.
 *
 * build/data/font.atlas is one struct font_file, then FONT_FACES * FONT_SCALES of struct
 * font_file_face (all faces at the first scale, then all at the next), then the glyphs of each in
 * the same order, sorted by code point, then width * height bytes of coverage, top row first.
 * All numbers are little-endian. Glyphs are at least one empty texel apart.
 */
#ifndef GLOBE_FONT_H
#define GLOBE_FONT_H

#include <stddef.h>
#include <stdint.h>

#define FONT_MAGIC 0x4e464152u /* "RAFN" */
#define FONT_VERSION 2
#define FONT_SIDE 4096  /* most texels on a side */

#define FONT_SCALES 5
static const uint8_t font_quarters[FONT_SCALES] = { 4, 5, 6, 8, 12 }; /* 1, 1.25, 1.5, 2, 3 */

/*
 * Name, file (Debian's fonts-inter), pixels at scale 1, code points, tabular digits: all ten
 * are centred in the widest one's advance.
 */
#define FONT_LIST(X) \
	X(SMALL, "Inter-Regular.otf", 12, FONT_LATIN, 1) \
	X(LABEL, "Inter-SemiBold.otf", 11, FONT_LATIN, 1) \
	X(BODY, "Inter-Medium.otf", 14, FONT_LATIN, 0) \
	X(NUMBER, "Inter-Medium.otf", 13, FONT_ASCII, 1) \
	X(HEAD, "Inter-SemiBold.otf", 16, FONT_LATIN, 0) \
	X(TITLE, "Inter-SemiBold.otf", 24, FONT_ASCII, 0)

#define FONT_NAME(name, file, px, codes, tabular) FONT_##name,
enum font_name { FONT_LIST(FONT_NAME) FONT_FACES };
#undef FONT_NAME

struct font_range {
	uint32_t first, last;
};

/* FONT_ASCII is the first of these; FONT_LATIN is all. What Inter lacks is left out, but for
   the first range, which is always whole, and U+FFFD, which stands for what is missing. */
enum font_codes { FONT_ASCII = 1, FONT_LATIN = 9 };
#define FONT_RANGES { \
	{ 0x20, 0x7e }, { 0xa0, 0x17f }, { 0x218, 0x21b }, { 0x1e00, 0x1eff }, \
	{ 0x2010, 0x2026 }, { 0x2190, 0x2193 }, { 0x2212, 0x2212 }, { 0x25cf, 0x25cf }, \
	{ 0xfffd, 0xfffd }, \
}

struct font_file {
	uint32_t magic;
	uint16_t version, faces; /* FONT_FACES * FONT_SCALES */
	uint16_t width, height;  /* of the atlas in texels */
	uint32_t glyphs;         /* of all faces */
};
_Static_assert(sizeof(struct font_file) == 16, "layout");

struct font_file_face {
	uint32_t first, count; /* of its glyphs */
	uint16_t px4;          /* 1/4 pixel: FONT_LIST's size times font_quarters[] */
	int16_t ascent64, descent64; /* 1/64 pixel from the base line; descent is negative */
	uint16_t pad;
};
_Static_assert(sizeof(struct font_file_face) == 16, "layout");

struct font_glyph {
	uint32_t code;
	uint16_t x, y, w, h;  /* in the atlas; w 0: nothing to draw */
	int16_t left, top;    /* pixels from pen to the left edge, from base line up to the top */
	uint16_t advance64;   /* 1/64 pixel */
	uint16_t pad;
};
_Static_assert(sizeof(struct font_glyph) == 20, "layout");

struct font_face {
	const uint8_t *glyphs; /* font_glyph rows as in the file */
	uint32_t count;
	float ascent_px, descent_px;
};

struct font_more;

struct font {
	uint16_t width, height; /* of what was baked */
	const uint8_t *texels; /* width * height */
	struct font_face face[FONT_SCALES][FONT_FACES];
	struct font_more *more; /* NULL, or what was added since: see font_more.h */
};

/*
 * Check an atlas and take it in use.
 *
 * data     borrowed as long as the font is used; any alignment, any content
 * returns  0, or -EBADMSG not an atlas of this version, or one that is damaged
 */
int font_open(struct font *f, const void *data, size_t len);

/* The glyph, or the one that stands for what is missing. scale: number in font_quarters[] */
struct font_glyph font_find(const struct font *f, int scale, enum font_name face, uint32_t code);

/* Pixels from the pen's start to its end; text is UTF-8, borrowed. */
float font_width(const struct font *f, int scale, enum font_name face, const char *text);

/* Next code point of text that is not at its end; U+FFFD for what is not UTF-8. */
uint32_t font_next(const char **text);

#endif
