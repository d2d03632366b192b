/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_font.h - an atlas with four glyphs a face, half a size wide: '?', 'a', 'b', U+2026. */
#ifndef FAKE_FONT_H
#define FAKE_FONT_H

#include <string.h>

#include "globe/font.h"

#define FAKE_GLYPHS 4
#define FAKE_SIDE 8

struct fake_font {
	struct font_file head;
	struct font_file_face face[FONT_SCALES * FONT_FACES];
	struct font_glyph glyph[FONT_SCALES * FONT_FACES * FAKE_GLYPHS];
	uint8_t texels[FAKE_SIDE * FAKE_SIDE];
};

static inline void fake_font_make(struct fake_font *f)
{
	static const uint32_t codes[FAKE_GLYPHS] = { '?', 'a', 'b', 0x2026 };
#define FAKE_PX(name, file, px, codes, tabular) px,
	static const uint16_t px[FONT_FACES] = { FONT_LIST(FAKE_PX) };
#undef FAKE_PX
	uint32_t faces = FONT_SCALES * FONT_FACES;

	memset(f, 0, sizeof(*f));
	f->head = (struct font_file){ FONT_MAGIC, FONT_VERSION, (uint16_t)faces, FAKE_SIDE,
				      FAKE_SIDE, faces * FAKE_GLYPHS };
	for (uint32_t i = 0; i < faces; i++) {
		uint16_t px4 = (uint16_t)(px[i % FONT_FACES] * font_quarters[i / FONT_FACES]);
		uint16_t size = px4 / 4;

		f->face[i] = (struct font_file_face){ i * FAKE_GLYPHS, FAKE_GLYPHS, px4,
						      (int16_t)(size * 48), (int16_t)(size * -16),
						      0 };
		for (uint32_t k = 0; k < FAKE_GLYPHS; k++)
			f->glyph[i * FAKE_GLYPHS + k] = (struct font_glyph){
				.code = codes[k], .x = 1, .y = 1, .w = 3, .h = 5, .top = 5,
				.advance64 = (uint16_t)(size * 32) };
	}
}

#endif
