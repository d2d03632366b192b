/* SPDX-License-Identifier: BSD-2-Clause */
/* batch.h - rectangles, lines and text of the user interface, as instances for one draw. */
#ifndef GLOBE_BATCH_H
#define GLOBE_BATCH_H

#include "globe/camera.h"
#include "globe/font.h"
#include "globe/palette.h"

#define BATCH_QUADS 12288 /* most; what is beyond is left out and counted */

/* One instance of the quad shader, in pixels. */
struct quad {
	float x, y, half_w, half_h; /* centre and half size */
	float way_x, way_y;         /* direction of its width */
	float radius, stroke;       /* stroke 0: filled */
	uint16_t texel[4];          /* glyph in the atlas: x, y, w, h; w 0: none */
	uint8_t rgba[4];
};
_Static_assert(sizeof(struct quad) == 44, "layout of the vertex buffer");

/* Places and sizes are given in units: pixels at scale 1. */
struct batch {
	const struct font *font; /* borrowed */
	const struct palette *palette; /* borrowed */
	int step;    /* number in font_quarters[] */
	float scale; /* pixels a unit */
	uint32_t count, refused;
	struct quad quads[BATCH_QUADS];
};

/* step: how large all is, a number in font_quarters[] */
void batch_start(struct batch *b, const struct font *font, const struct palette *palette,
		 int step);

void batch_box(struct batch *b, struct area a, float radius, uint32_t color);
void batch_frame(struct batch *b, struct area a, float radius, uint32_t color);
void batch_line(struct batch *b, float x0, float y0, float x1, float y1, uint32_t color);

/*
 * What stands for a verdict in a list: a dot. Where the palette tells verdicts by shape too, what
 * is learned is a ring, a stranger a diamond, who is blocked a cross.
 *
 * a        square
 */
void batch_mark(struct batch *b, struct area a, uint8_t verdict, uint32_t color);

/*
 * Cut what was drawn since to an area. What is turned is not cut, but left out when its middle is
 * outside.
 *
 * from     count of quads before it was drawn
 */
void batch_clip(struct batch *b, uint32_t from, struct area a);

/* A filled box with a frame, as every panel is. */
void batch_panel(struct batch *b, struct area a, uint32_t fill);

/* y is the top of the line. returns x where the text ends */
float batch_text(struct batch *b, enum font_name face, float x, float y, uint32_t color,
		 const char *text);

/* Cut with an ellipsis when wider than `width`. returns x where the text ends */
float batch_text_cut(struct batch *b, enum font_name face, struct area a, uint32_t color,
		     const char *text);

/*
 * Over as many lines as it needs, broken between words where it can be, and within what has no
 * blanks where kinsoku_allows() it. A newline ends a paragraph, behind which a quarter of a line
 * stays free.
 *
 * a        where it starts and how wide it may be; h: height of a line
 * bottom   where lines have to end; what does not fit ends with an ellipsis
 * returns  y below the last line
 */
float batch_text_wrap(struct batch *b, enum font_name face, struct area a, uint32_t color,
		      const char *text, float bottom);

/* Ends at x. */
void batch_text_right(struct batch *b, enum font_name face, float x, float y, uint32_t color,
		      const char *text);

float batch_width(const struct batch *b, enum font_name face, const char *text);

#endif
