/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/batch.h"

#include <string.h>

#include "globe/palette.h"

#define PANEL_RADIUS 9
#define ELLIPSIS "\xe2\x80\xa6"

void batch_start(struct batch *b, const struct font *font, int scale)
{
	b->font = font;
	b->scale = scale < 1 ? 1 : scale > FONT_SCALES ? FONT_SCALES : scale;
	b->count = 0;
	b->refused = 0;
}

static struct quad *add(struct batch *b, uint32_t color)
{
	struct quad *q;

	if (b->count == BATCH_QUADS) {
		b->refused++;
		return NULL;
	}
	q = &b->quads[b->count++];
	*q = (struct quad){ .way_x = 1 };
	for (int i = 0; i < 4; i++)
		q->rgba[i] = (uint8_t)(color >> (24 - 8 * i));
	return q;
}

static void add_box(struct batch *b, struct area a, float radius, float stroke, uint32_t color)
{
	struct quad *q = add(b, color);
	float k = (float)b->scale;

	if (!q)
		return;
	q->x = (a.x + a.w / 2) * k;
	q->y = (a.y + a.h / 2) * k;
	q->half_w = a.w / 2 * k;
	q->half_h = a.h / 2 * k;
	q->radius = fminf(radius * k, fminf(q->half_w, q->half_h));
	q->stroke = stroke * k;
}

void batch_box(struct batch *b, struct area a, float radius, uint32_t color)
{
	add_box(b, a, radius, 0, color);
}

void batch_frame(struct batch *b, struct area a, float radius, uint32_t color)
{
	add_box(b, a, radius, 1, color);
}

void batch_line(struct batch *b, float x0, float y0, float x1, float y1, uint32_t color)
{
	float k = (float)b->scale, dx = x1 - x0, dy = y1 - y0, length = hypotf(dx, dy);
	struct quad *q = length > 0 ? add(b, color) : NULL;

	if (!q)
		return;
	q->x = (x0 + x1) / 2 * k;
	q->y = (y0 + y1) / 2 * k;
	q->half_w = length / 2 * k;
	q->half_h = 0.6f * k;
	q->way_x = dx / length;
	q->way_y = dy / length;
}

void batch_panel(struct batch *b, struct area a, uint32_t fill)
{
	batch_box(b, a, PANEL_RADIUS, fill);
	batch_frame(b, a, PANEL_RADIUS, PALETTE_EDGE);
}

static void add_glyph(struct batch *b, const struct font_glyph *g, float x, float y, uint32_t color)
{
	struct quad *q = g->w ? add(b, color) : NULL;

	if (!q)
		return;
	q->half_w = (float)g->w / 2;
	q->half_h = (float)g->h / 2;
	q->x = floorf(x + 0.5f) + (float)g->left + q->half_w;
	q->y = y - (float)g->top + q->half_h;
	q->texel[0] = g->x;
	q->texel[1] = g->y;
	q->texel[2] = g->w;
	q->texel[3] = g->h;
}

float batch_text(struct batch *b, enum font_name face, float x, float y, uint32_t color,
		 const char *text)
{
	float k = (float)b->scale, pen = x * k;
	float base = floorf(y * k + b->font->face[b->scale - 1][face].ascent_px + 0.5f);

	while (*text) {
		struct font_glyph g = font_find(b->font, b->scale, face, font_next(&text));

		add_glyph(b, &g, pen, base, color);
		pen += (float)g.advance64 / 64;
	}
	return pen / k;
}

float batch_text_cut(struct batch *b, enum font_name face, struct area a, uint32_t color,
		     const char *text)
{
	float k = (float)b->scale, room = a.w - batch_width(b, face, ELLIPSIS), width = 0;
	char cut[256];
	size_t len = 0;

	if (batch_width(b, face, text) <= a.w)
		return batch_text(b, face, a.x, a.y, color, text);
	for (const char *p = text; *p;) {
		const char *from = p;
		float advance = (float)font_find(b->font, b->scale, face, font_next(&p)).advance64;
		size_t bytes = (size_t)(p - from);

		width += advance / 64 / k;
		if (width > room || len + bytes + sizeof(ELLIPSIS) > sizeof(cut))
			break;
		memcpy(cut + len, from, bytes);
		len += bytes;
	}
	memcpy(cut + len, ELLIPSIS, sizeof(ELLIPSIS));
	return batch_text(b, face, a.x, a.y, color, cut);
}

void batch_text_right(struct batch *b, enum font_name face, float x, float y, uint32_t color,
		      const char *text)
{
	batch_text(b, face, x - batch_width(b, face, text), y, color, text);
}

float batch_width(const struct batch *b, enum font_name face, const char *text)
{
	return font_width(b->font, b->scale, face, text) / (float)b->scale;
}
