/* SPDX-License-Identifier: BSD-2-Clause */
/* font_more.h - glyphs that the baked atlas lacks, asked for by what is drawn, added below it. */
#ifndef GLOBE_FONT_MORE_H
#define GLOBE_FONT_MORE_H

#include <stdbool.h>

#include "globe/font.h"

#define FONT_MORE_ROWS 1024   /* texels; the baked glyphs stand above them */
#define FONT_MORE_GLYPHS 8192 /* most */

struct font_want {
	uint32_t code;
	uint8_t scale, face; /* number in font_quarters[], enum font_name */
};

/* returns 0, or -ENOMEM; without this the font has the baked glyphs alone */
int font_more_open(struct font *f);
void font_more_close(struct font *f);

/*
 * The next glyph that a text asked for in vain. Each is told once, and stands for missing until
 * it was put.
 *
 * returns  false when there is none
 */
bool font_more_wanted(struct font *f, struct font_want *out);

/*
 * Add a glyph.
 *
 * g        its place in the atlas need not be set
 * coverage g.h rows of g.w bytes
 * returns  0, or -ENOSPC: the texels are used up
 */
int font_more_put(struct font *f, const struct font_want *want, struct font_glyph g,
		  const uint8_t *coverage);

/*
 * Which rows of the atlas changed since the last call.
 *
 * first    out: counted from the atlas's first row
 * texels   out: these rows
 * returns  how many; 0: nothing changed
 */
uint32_t font_more_news(struct font *f, uint32_t *first, const uint8_t **texels);

/* All FONT_MORE_ROWS of them, for a renderer that starts anew; NULL: there are none. */
const uint8_t *font_more_texels(const struct font *f);

/* For font.c: a glyph that was added. returns false when it is missing, which is noted */
bool font_more_find(const struct font *f, const struct font_want *want, struct font_glyph *out);

#endif
