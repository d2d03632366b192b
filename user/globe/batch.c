/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/batch.h"

#include <string.h>

#include "globe/kinsoku.h"
#include "globe/palette.h"

#define PANEL_RADIUS 9
#define ELLIPSIS "\xe2\x80\xa6"

void batch_start(struct batch *b, const struct font *font, const struct palette *palette,
		 int step)
{
	b->font = font;
	b->palette = palette;
	b->step = step < 0 ? 0 : step >= FONT_SCALES ? FONT_SCALES - 1 : step;
	b->scale = font_quarters[b->step] / 4.0f;
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
	float k = b->scale;

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
	float k = b->scale, dx = x1 - x0, dy = y1 - y0, length = hypotf(dx, dy);
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

/* A box that stands on its corner. */
static void add_diamond(struct batch *b, struct area a, uint32_t color)
{
	const float half = (float)M_SQRT1_2;
	struct quad *q;

	add_box(b, a, 0, 0, color);
	q = &b->quads[b->count - 1];
	q->way_x = q->way_y = half;
}

static void add_cross(struct batch *b, struct area a, uint32_t color)
{
	batch_line(b, a.x, a.y, a.x + a.w, a.y + a.h, color);
	batch_line(b, a.x, a.y + a.h, a.x + a.w, a.y, color);
}

void batch_mark(struct batch *b, struct area a, uint8_t verdict, uint32_t color)
{
	uint8_t shape = b->palette->shapes ? verdict : RA_ALLOWED;

	if (b->count == BATCH_QUADS) {
		b->refused++;
		return;
	}
	if (shape == RA_BLOCKED)
		add_cross(b, a, color);
	else if (shape == RA_UNKNOWN)
		add_diamond(b, a, color);
	else
		add_box(b, a, a.w / 2, shape == RA_LEARNING ? 1.5f : 0, color);
}

/* One axis of a quad, from low to high. returns what was cut off in front, negative: all of it */
static float cut(float *middle, float *half, float low, float high)
{
	float from = fmaxf(*middle - *half, low), to = fminf(*middle + *half, high), front;

	if (from >= to)
		return -1;
	front = from - (*middle - *half);
	*middle = (from + to) / 2;
	*half = (to - from) / 2;
	return front;
}

/* returns whether something of it is left */
static bool clip_quad(struct quad *q, float x0, float y0, float x1, float y1)
{
	float left, top;

	if (q->way_y != 0)
		return q->x >= x0 && q->x <= x1 && q->y >= y0 && q->y <= y1;
	left = cut(&q->x, &q->half_w, x0, x1);
	top = cut(&q->y, &q->half_h, y0, y1);
	if (left < 0 || top < 0)
		return false;
	if (!q->texel[2])
		return true;
	q->texel[0] += (uint16_t)left; /* a texel is a pixel */
	q->texel[1] += (uint16_t)top;
	q->texel[2] = (uint16_t)(2 * q->half_w);
	q->texel[3] = (uint16_t)(2 * q->half_h);
	return q->texel[2] && q->texel[3];
}

void batch_clip(struct batch *b, uint32_t from, struct area a)
{
	float k = b->scale, x0 = floorf(a.x * k), y0 = floorf(a.y * k);
	float x1 = floorf((a.x + a.w) * k), y1 = floorf((a.y + a.h) * k);
	uint32_t kept = from;

	for (uint32_t i = from; i < b->count; i++)
		if (clip_quad(&b->quads[i], x0, y0, x1, y1))
			b->quads[kept++] = b->quads[i];
	b->count = kept;
}

void batch_panel(struct batch *b, struct area a, uint32_t fill)
{
	batch_box(b, a, PANEL_RADIUS, fill);
	batch_frame(b, a, PANEL_RADIUS, b->palette->edge);
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

static float advance(const struct batch *b, enum font_name face, const char **text)
{
	return (float)font_find(b->font, b->step, face, font_next(text)).advance64 / 64 /
	       b->scale;
}

static float put_span(struct batch *b, enum font_name face, struct area at, uint32_t color,
		      const char *text, size_t len)
{
	float k = b->scale, pen = at.x * k;
	float base = floorf(at.y * k + b->font->face[b->step][face].ascent_px + 0.5f);
	const char *end = text + len;

	while (text < end) {
		struct font_glyph g = font_find(b->font, b->step, face, font_next(&text));

		add_glyph(b, &g, pen, base, color);
		pen += (float)g.advance64 / 64;
	}
	return pen / k;
}

float batch_text(struct batch *b, enum font_name face, float x, float y, uint32_t color,
		 const char *text)
{
	return put_span(b, face, (struct area){ .x = x, .y = y }, color, text, strlen(text));
}

static float put_cut(struct batch *b, enum font_name face, struct area a, uint32_t color,
		     const char *text, size_t len)
{
	a.x = put_span(b, face, a, color, text, len);
	return put_span(b, face, a, color, ELLIPSIS, strlen(ELLIPSIS));
}

float batch_text_cut(struct batch *b, enum font_name face, struct area a, uint32_t color,
		     const char *text)
{
	float room = a.w - batch_width(b, face, ELLIPSIS), width = 0;
	size_t len = 0;

	if (batch_width(b, face, text) <= a.w)
		return batch_text(b, face, a.x, a.y, color, text);
	for (const char *p = text; *p && (width += advance(b, face, &p)) <= room;)
		len = (size_t)(p - text);
	return put_cut(b, face, a, color, text, len);
}

/* Bytes of a line: up to a newline or where it may best end; some of a word that is too wide. */
static size_t line_length(const struct batch *b, enum font_name face, float room, const char *text)
{
	const char *p = text;
	uint32_t before = 0;
	float width = 0;
	size_t best = 0;

	while (*p && *p != '\n') {
		const char *from = p, *after = p;
		uint32_t code = font_next(&after);

		if (code == ' ' || kinsoku_allows(before, code))
			best = (size_t)(from - text);
		width += advance(b, face, &p);
		if (width > room && from > text)
			return best ? best : (size_t)(from - text);
		before = code;
	}
	return (size_t)(p - text);
}

float batch_text_wrap(struct batch *b, enum font_name face, struct area a, uint32_t color,
		      const char *text, float bottom)
{
	float ellipsis = batch_width(b, face, ELLIPSIS);

	for (; *text && a.y + a.h <= bottom; a.y += a.h) {
		size_t len = line_length(b, face, a.w, text);
		bool ends = text[len] == '\n', all = !text[len] || !text[len + 1];
		float next = a.y + a.h * (ends ? 1.25f : 1);

		if (!all && next + a.h > bottom)
			put_cut(b, face, a, color, text,
				line_length(b, face, a.w - ellipsis, text));
		else
			put_span(b, face, a, color, text, len);
		text += len + (ends || text[len] == ' ');
		a.y = next - a.h;
	}
	return a.y;
}

void batch_text_right(struct batch *b, enum font_name face, float x, float y, uint32_t color,
		      const char *text)
{
	batch_text(b, face, x - batch_width(b, face, text), y, color, text);
}

float batch_width(const struct batch *b, enum font_name face, const char *text)
{
	return font_width(b->font, b->step, face, text) / b->scale;
}
