/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/glyphs.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <stdlib.h>
#include <string.h>

#include "globe/font_more.h"

#define FACES_MOST 8 /* fonts that are kept open: a screen shows few scripts */

static const struct look {
	int px;
	bool bold;
} looks[FONT_FACES] = {
#define LOOK(name, file, px, codes, tabular) { px, sizeof(file) == sizeof("Inter-SemiBold.otf") },
	FONT_LIST(LOOK)
#undef LOOK
};

struct glyphs {
	FT_Library library;
	FcConfig *config;
	struct open_face {
		FT_Face face;
		bool bold;
	} faces[FACES_MOST];
	int count;
	bool failed; /* no fonts to be had here */
};

int glyphs_open(struct glyphs **out)
{
	*out = calloc(1, sizeof(**out));
	return *out ? 0 : -ENOMEM;
}

void glyphs_close(struct glyphs *g)
{
	if (!g)
		return;
	for (int i = 0; i < g->count; i++)
		FT_Done_Face(g->faces[i].face);
	if (g->library)
		FT_Done_FreeType(g->library);
	if (g->config)
		FcConfigDestroy(g->config);
	free(g);
}

/* Reading the system's fonts takes a while, and is done when the first is needed. */
static bool is_ready(struct glyphs *g)
{
	if (g->config || g->failed)
		return !g->failed;
	g->config = FcInitLoadConfigAndFonts();
	g->failed = !g->config || FT_Init_FreeType(&g->library);
	return !g->failed;
}

static FcPattern *pattern_of(uint32_t code, bool bold)
{
	FcPattern *p = FcPatternCreate();
	FcCharSet *codes = FcCharSetCreate();

	FcCharSetAddChar(codes, code);
	FcPatternAddCharSet(p, FC_CHARSET, codes);
	FcPatternAddBool(p, FC_SCALABLE, FcTrue);
	FcPatternAddBool(p, FC_COLOR, FcFalse);
	FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)"Inter"); /* as what is baked */
	FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)"sans-serif");
	FcPatternAddInteger(p, FC_WEIGHT, bold ? FC_WEIGHT_DEMIBOLD : FC_WEIGHT_MEDIUM);
	FcCharSetDestroy(codes);
	return p;
}

static FT_Face open_file(struct glyphs *g, const FcPattern *found)
{
	FcChar8 *file;
	FT_Face face = NULL;
	int index = 0;

	if (FcPatternGetString(found, FC_FILE, 0, &file) != FcResultMatch)
		return NULL;
	FcPatternGetInteger(found, FC_INDEX, 0, &index);
	return FT_New_Face(g->library, (const char *)file, index & 0xffff, &face) ? NULL : face;
}

/* The font that the system would take for it, if that has it. */
static FT_Face match(struct glyphs *g, uint32_t code, bool bold)
{
	FcPattern *wanted = pattern_of(code, bold), *found;
	FcResult result;
	FT_Face face = NULL;

	FcConfigSubstitute(g->config, wanted, FcMatchPattern);
	FcDefaultSubstitute(wanted);
	found = FcFontMatch(g->config, wanted, &result);
	if (found)
		face = open_file(g, found);
	if (found)
		FcPatternDestroy(found);
	FcPatternDestroy(wanted);
	if (!face || FT_Get_Char_Index(face, code))
		return face;
	FT_Done_Face(face);
	return NULL;
}

/* One that is open already has it most of the time: texts are of one script. */
static FT_Face find_face(struct glyphs *g, uint32_t code, bool bold)
{
	FT_Face face;

	for (int i = 0; i < g->count; i++)
		if (g->faces[i].bold == bold && FT_Get_Char_Index(g->faces[i].face, code))
			return g->faces[i].face;
	face = match(g, code, bold);
	if (!face)
		return NULL;
	if (g->count == FACES_MOST)
		FT_Done_Face(g->faces[--g->count].face);
	g->faces[g->count++] = (struct open_face){ face, bold };
	return face;
}

static int draw(struct font *f, const struct font_want *want, FT_Face face)
{
	const FT_GlyphSlot slot = face->glyph;
	const FT_Bitmap *bitmap = &slot->bitmap;
	struct font_glyph g = { .code = want->code };
	int px4 = looks[want->face].px * font_quarters[want->scale];

	if (FT_Set_Char_Size(face, 0, (FT_F26Dot6)px4 * 16, 72, 72) ||
	    FT_Load_Char(face, want->code, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) ||
	    (bitmap->rows && bitmap->pixel_mode != FT_PIXEL_MODE_GRAY) ||
	    bitmap->pitch != (int)bitmap->width)
		return -ENOENT;
	g.w = (uint16_t)bitmap->width;
	g.h = (uint16_t)bitmap->rows;
	g.left = (int16_t)slot->bitmap_left;
	g.top = (int16_t)slot->bitmap_top;
	g.advance64 = (uint16_t)slot->advance.x;
	return font_more_put(f, want, g, bitmap->buffer);
}

bool glyphs_supply(struct glyphs *g, struct font *f, int most)
{
	struct font_want want;
	bool any = false;

	for (int i = 0; i < most && font_more_wanted(f, &want); i++) {
		FT_Face face = is_ready(g) ?
				       find_face(g, want.code, looks[want.face].bold) : NULL;

		any |= face && !draw(f, &want, face);
	}
	return any;
}
