/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/font_more.h"

#include <errno.h>
#include <stdlib.h>

#include "core/hash.h"

struct more_glyph {
	struct {
		uint32_t code;
		uint8_t scale, face, pad[2];
	} key;
	struct font_glyph glyph;
	uint32_t is_there;
};

struct font_more {
	struct hash_table glyphs; /* in the order in which they were asked for */
	uint32_t told;            /* of them, to who can add them */
	uint32_t x, y, shelf;     /* where the next one stands, and how high its row is */
	uint32_t from, until;     /* rows of texels that changed */
	uint8_t *texels;
};

int font_more_open(struct font *f)
{
	struct font_more *m = calloc(1, sizeof(*m));

	f->more = m;
	if (!m)
		return -ENOMEM;
	m->texels = calloc(FONT_MORE_ROWS, f->width);
	if (m->texels && !hash_table_init(&m->glyphs, sizeof(struct more_glyph), 8,
					  FONT_MORE_GLYPHS))
		return 0;
	font_more_close(f);
	return -ENOMEM;
}

void font_more_close(struct font *f)
{
	if (!f->more)
		return;
	hash_table_clear(&f->more->glyphs);
	free(f->more->texels);
	free(f->more);
	f->more = NULL;
}

static struct more_glyph key_of(const struct font_want *w)
{
	return (struct more_glyph){ .key = { w->code, w->scale, w->face, { 0 } } };
}

bool font_more_find(const struct font *f, const struct font_want *want, struct font_glyph *out)
{
	struct more_glyph key = key_of(want);
	const struct more_glyph *row;

	if (!f->more)
		return false;
	row = hash_table_take(&f->more->glyphs, &key.key);
	if (!row || !row->is_there)
		return false;
	*out = row->glyph;
	return true;
}

bool font_more_wanted(struct font *f, struct font_want *out)
{
	struct font_more *m = f->more;
	const struct more_glyph *row;

	if (!m || m->told == m->glyphs.count)
		return false;
	row = hash_table_row(&m->glyphs, m->told++);
	*out = (struct font_want){ row->key.code, row->key.scale, row->key.face };
	return true;
}

/* An empty texel stays between any two, and above the first, where baked ones may end. */
static bool find_place(struct font_more *m, uint32_t width, const struct font_glyph *g)
{
	if (m->x + g->w + 1u > width) {
		m->x = 0;
		m->y += m->shelf + 1;
		m->shelf = 0;
	}
	if (g->w + 1u > width || m->y + g->h + 1u > FONT_MORE_ROWS)
		return false;
	m->shelf = g->h > m->shelf ? g->h : m->shelf;
	return true;
}

static void changed(struct font_more *m, uint32_t from, uint32_t until)
{
	bool first = m->from == m->until;

	m->from = first || from < m->from ? from : m->from;
	m->until = first || until > m->until ? until : m->until;
}

int font_more_put(struct font *f, const struct font_want *want, struct font_glyph g,
		  const uint8_t *coverage)
{
	struct more_glyph key = key_of(want), *row;
	struct font_more *m = f->more;

	row = m ? hash_table_take(&m->glyphs, &key.key) : NULL;
	if (!row || !find_place(m, f->width, &g))
		return -ENOSPC;
	for (uint32_t y = 0; y < g.h; y++)
		memcpy(m->texels + (size_t)(m->y + 1 + y) * f->width + m->x,
		       coverage + (size_t)y * g.w, g.w);
	g.code = want->code;
	g.x = (uint16_t)m->x;
	g.y = (uint16_t)(f->height + m->y + 1);
	changed(m, m->y + 1, m->y + 1 + g.h);
	m->x += g.w + 1u;
	row->glyph = g;
	row->is_there = 1;
	return 0;
}

uint32_t font_more_news(struct font *f, uint32_t *first, const uint8_t **texels)
{
	struct font_more *m = f->more;
	uint32_t rows = m ? m->until - m->from : 0;

	if (!rows)
		return 0;
	*first = f->height + m->from;
	*texels = m->texels + (size_t)m->from * f->width;
	m->from = m->until = 0;
	return rows;
}

const uint8_t *font_more_texels(const struct font *f)
{
	return f->more ? f->more->texels : NULL;
}
