/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkfont - bakes the glyphs of user/globe/font.h into its atlas.
 *
 *     mkfont /usr/share/fonts/opentype/inter font.atlas
 */
#include "globe/font.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H

enum { WIDTH = 2048, MISSING = 0xfffd, BAKED_FACES = FONT_FACES * FONT_SCALES };

struct look {
	const char *file;
	int px;
	enum font_codes ranges; /* how many of FONT_RANGES */
	bool tabular;
};

#define LOOK(name, file, px, codes, tabular) { file, px, codes, tabular },
static const struct look looks[FONT_FACES] = { FONT_LIST(LOOK) };
#undef LOOK

static const struct font_range ranges[] = FONT_RANGES;

struct glyph {
	struct font_glyph as_filed;
	uint8_t *texels; /* w * h */
};

struct atlas {
	struct font_file_face faces[BAKED_FACES];
	struct glyph *glyphs;
	uint32_t n, room;
	uint8_t *texels;
	int height;
};

static int add_glyph(struct atlas *a, const struct glyph *g)
{
	uint32_t room = a->room ? 2 * a->room : 1024;
	struct glyph *more;

	if (a->n == a->room) {
		more = realloc(a->glyphs, room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		a->glyphs = more;
		a->room = room;
	}
	a->glyphs[a->n++] = *g;
	return 0;
}

static int copy_bitmap(struct glyph *g, const FT_Bitmap *bitmap)
{
	g->as_filed.w = (uint16_t)bitmap->width;
	g->as_filed.h = (uint16_t)bitmap->rows;
	g->texels = malloc((size_t)bitmap->width * bitmap->rows + 1);
	if (!g->texels)
		return -ENOMEM;
	for (unsigned int y = 0; y < bitmap->rows; y++)
		memcpy(g->texels + (size_t)y * bitmap->width,
		       bitmap->buffer + (ptrdiff_t)y * bitmap->pitch, bitmap->width);
	return 0;
}

static int bake_glyph(struct atlas *a, FT_Face font, uint32_t code, FT_UInt index)
{
	struct glyph g = { .as_filed.code = code };
	FT_GlyphSlot slot = font->glyph;
	int err;

	if (FT_Load_Glyph(font, index, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) ||
	    slot->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY)
		return -EBADMSG;
	g.as_filed.left = (int16_t)slot->bitmap_left;
	g.as_filed.top = (int16_t)slot->bitmap_top;
	g.as_filed.advance64 = (uint16_t)((slot->linearHoriAdvance + 512) >> 10);
	err = copy_bitmap(&g, &slot->bitmap);
	return err ? err : add_glyph(a, &g);
}

static int bake_range(struct atlas *a, FT_Face font, const struct font_range *range)
{
	int err = 0;

	for (uint32_t code = range->first; !err && code <= range->last; code++) {
		FT_UInt index = FT_Get_Char_Index(font, code);

		if (index || range == ranges || code == MISSING)
			err = bake_glyph(a, font, code, index);
	}
	return err;
}

static void align_digits(struct glyph *glyphs, uint32_t n)
{
	uint16_t widest = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct font_glyph *g = &glyphs[i].as_filed;

		if (g->code >= '0' && g->code <= '9' && g->advance64 > widest)
			widest = g->advance64;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct font_glyph *g = &glyphs[i].as_filed;

		if (g->code < '0' || g->code > '9')
			continue;
		g->left = (int16_t)(g->left + (widest - g->advance64 + 64) / 128);
		g->advance64 = widest;
	}
}

static int bake_face(struct atlas *a, FT_Face font, const struct look *look, uint32_t px4,
		     struct font_file_face *face)
{
	uint32_t most = look->ranges == FONT_ASCII ? 1 : sizeof(ranges) / sizeof(*ranges);
	int err = 0;

	if (FT_Set_Char_Size(font, 0, (FT_F26Dot6)px4 * 16, 72, 72)) /* a point is a pixel */
		return -EBADMSG;
	face->first = a->n;
	for (uint32_t i = 0; !err && i < most; i++)
		err = bake_range(a, font, &ranges[i]);
	if (!err && look->ranges == FONT_ASCII)
		err = bake_range(a, font, &(struct font_range){ MISSING, MISSING });
	face->count = a->n - face->first;
	face->px4 = (uint16_t)px4;
	face->ascent64 = (int16_t)font->size->metrics.ascender;
	face->descent64 = (int16_t)font->size->metrics.descender;
	if (!err && look->tabular)
		align_digits(a->glyphs + face->first, face->count);
	return err;
}

static int bake_file(struct atlas *a, FT_Library library, const char *folder, int number)
{
	const struct look *look = &looks[number % FONT_FACES];
	char path[4096];
	FT_Face font;
	int err;

	snprintf(path, sizeof(path), "%s/%s", folder, look->file);
	if (FT_New_Face(library, path, 0, &font)) {
		fprintf(stderr, "mkfont: %s: not a font that can be read "
			"(Debian: apt install fonts-inter)\n", path);
		return -ENOENT;
	}
	err = bake_face(a, font, look, (uint32_t)look->px * font_quarters[number / FONT_FACES],
			&a->faces[number]);
	if (err)
		fprintf(stderr, "mkfont: %s: %s\n", path, strerror(-err));
	FT_Done_Face(font);
	return err;
}

static int bake(struct atlas *a, const char *folder)
{
	FT_Library library;
	int err = 0;

	if (FT_Init_FreeType(&library))
		return -ENOMEM;
	for (int i = 0; !err && i < BAKED_FACES; i++)
		err = bake_file(a, library, folder, i);
	FT_Done_FreeType(library);
	return err;
}

static int taller_first(const void *a, const void *b)
{
	const struct glyph *const *x = a, *const *y = b;
	int d = (*y)->as_filed.h - (*x)->as_filed.h;

	return d ? d : (*x < *y ? -1 : 1);
}

/* Shelves of glyphs of nearly one height, each glyph with an empty texel around. */
static void place(struct atlas *a, struct glyph **order)
{
	int x = 1, y = 1, shelf = 0;

	for (uint32_t i = 0; i < a->n; i++) {
		struct font_glyph *g = &order[i]->as_filed;

		if (x + g->w + 1 > WIDTH) {
			x = 1;
			y += shelf + 1;
			shelf = 0;
		}
		g->x = (uint16_t)x;
		g->y = (uint16_t)y;
		x += g->w + 1;
		shelf = shelf > g->h ? shelf : g->h;
	}
	a->height = (y + shelf + 1 + 3) & ~3;
}

static int draw(struct atlas *a)
{
	a->texels = calloc((size_t)a->height, WIDTH);
	if (!a->texels)
		return -ENOMEM;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct font_glyph *g = &a->glyphs[i].as_filed;

		for (int y = 0; y < g->h; y++)
			memcpy(a->texels + (size_t)(g->y + y) * WIDTH + g->x,
			       a->glyphs[i].texels + (size_t)y * g->w, g->w);
	}
	return 0;
}

static int pack(struct atlas *a)
{
	struct glyph **order = calloc(a->n + 1, sizeof(*order));

	if (!order)
		return -ENOMEM;
	for (uint32_t i = 0; i < a->n; i++)
		order[i] = &a->glyphs[i];
	qsort(order, a->n, sizeof(*order), taller_first);
	place(a, order);
	free(order);
	return a->height > FONT_SIDE ? -EFBIG : draw(a);
}

static void put16(FILE *out, int n)
{
	putc(n & 0xff, out);
	putc(n >> 8 & 0xff, out);
}

static void put32(FILE *out, uint32_t n)
{
	put16(out, (int)(n & 0xffff));
	put16(out, (int)(n >> 16));
}

static void put_face(FILE *out, const struct font_file_face *f)
{
	put32(out, f->first);
	put32(out, f->count);
	put16(out, f->px4);
	put16(out, f->ascent64);
	put16(out, f->descent64);
	put16(out, 0);
}

static void put_glyph(FILE *out, const struct font_glyph *g)
{
	put32(out, g->code);
	put16(out, g->x);
	put16(out, g->y);
	put16(out, g->w);
	put16(out, g->h);
	put16(out, g->left);
	put16(out, g->top);
	put16(out, g->advance64);
	put16(out, 0);
}

static int save(const struct atlas *a, const char *path)
{
	FILE *out = fopen(path, "wb");
	int err;

	if (!out)
		return -errno;
	put32(out, FONT_MAGIC);
	put16(out, FONT_VERSION);
	put16(out, BAKED_FACES);
	put16(out, WIDTH);
	put16(out, a->height);
	put32(out, a->n);
	for (int i = 0; i < BAKED_FACES; i++)
		put_face(out, &a->faces[i]);
	for (uint32_t i = 0; i < a->n; i++)
		put_glyph(out, &a->glyphs[i].as_filed);
	fwrite(a->texels, WIDTH, (size_t)a->height, out);
	err = ferror(out);
	return fclose(out) || err ? -EIO : 0;
}

static void atlas_clear(struct atlas *a)
{
	for (uint32_t i = 0; i < a->n; i++)
		free(a->glyphs[i].texels);
	free(a->glyphs);
	free(a->texels);
}

int main(int argc, char **argv)
{
	struct atlas a = { 0 };
	int err;

	if (argc != 3) {
		fprintf(stderr, "usage: mkfont FOLDER font.atlas\n");
		return 2;
	}
	err = bake(&a, argv[1]);
	if (!err) {
		err = pack(&a);
		if (!err)
			err = save(&a, argv[2]);
		if (err)
			fprintf(stderr, "mkfont: %s: %s\n", argv[2], strerror(-err));
	}
	atlas_clear(&a);
	return err ? 1 : 0;
}
