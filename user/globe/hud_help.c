/* SPDX-License-Identifier: BSD-2-Clause */
/* The help: what the keys do, and what each red means. */
#include "core/words.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"

#define PAD 24
#define ROW 22
#define KEYS 86   /* width of their column */
#define SWATCH 40 /* width of a red's, with the gap behind it */
#define GAP 36    /* between two columns */

static const struct {
	const char *keys, *what;
} rows[] = {
	{ PHRASE("drag"), PHRASE("turn the globe") },
	{ PHRASE("wheel"), PHRASE("nearer, farther") },
	{ PHRASE("click"), PHRASE("an arc, a peer") },
	{ "i  o  b", PHRASE("show in, out, both") },
	{ "[  ]", PHRASE("half, twice the window") },
	{ "/", PHRASE("search") },
	{ "m", PHRASE("known: full, dim, hidden") },
	{ "v", PHRASE("globe, cube of packets") },
	{ "t", PHRASE("the past: play, go back") },
	{ "<  >  n  l", PHRASE("speed, next red, now") },
	{ "A  B  L", PHRASE("trust, block, label") },
	{ "C  E  U", PHRASE("copy, evidence, undo") },
	{ "Tab", PHRASE("all by the keyboard") },
	{ "h  +  -", PHRASE("home, nearer, farther") },
	{ "d  p", PHRASE("light, safe colours") },
	{ "f", PHRASE("full screen") },
	{ "s  c", PHRASE("picture, clip of 10 s") },
	{ "a", PHRASE("version, licences") },
	{ "Esc", PHRASE("close") },
	{ "q", PHRASE("quit") },
};
#define ROWS (sizeof(rows) / sizeof(*rows))
#define LINES (ROWS + NOVELTY_LEVELS)

static const char *novelty(const struct hud *h, uint8_t level)
{
	return hud_say(h, words_novelty((uint8_t)((1u << level) - 1)));
}

/* Of a column: that of its widest line. */
static float width(const struct hud *h)
{
	float w = 300 - 2 * PAD;

	for (size_t i = 0; i < ROWS; i++)
		w = fmaxf(w, KEYS + batch_width(&h->batch, FONT_BODY, hud_say(h, rows[i].what)));
	for (uint8_t level = 0; level < NOVELTY_LEVELS; level++)
		w = fmaxf(w, SWATCH + batch_width(&h->batch, FONT_BODY, novelty(h, level)));
	return ceilf(w);
}

static void shade(struct hud *h, float x, float y, uint8_t level)
{
	const struct palette_verdict *p = palette_of(h->palette, RA_UNKNOWN, level);

	batch_box(&h->batch, (struct area){ x, y + 5, SWATCH - 14, 9 }, 3, p->mark);
	batch_text(&h->batch, FONT_BODY, x + SWATCH, y, p->text, novelty(h, level));
}

static void line(struct hud *h, float x, float y, size_t n)
{
	if (n >= ROWS) {
		shade(h, x, y, (uint8_t)(n - ROWS));
		return;
	}
	batch_text(&h->batch, FONT_BODY, x, y, h->palette->white, hud_say(h, rows[n].keys));
	batch_text(&h->batch, FONT_BODY, x + KEYS, y, h->palette->soft, hud_say(h, rows[n].what));
}

/* In two columns where they have room: the reds stand at the end of the second. */
void hud_help(struct hud *h)
{
	struct area screen = h->layout.screen, a;
	size_t columns, most;
	float column;

	if (h->help != HUD_KEYS)
		return;
	column = width(h);
	columns = 2 * column + GAP + 2 * PAD <= screen.w ? 2 : 1;
	most = (LINES + columns - 1) / columns;
	a.w = (float)columns * (column + GAP) - GAP + 2 * PAD;
	a.h = (float)most * ROW + 2 * PAD - 4;
	a.x = floorf((screen.w - a.w) / 2);
	a.y = floorf((screen.h - a.h) / 2);
	batch_panel(&h->batch, a, h->palette->solid | 0xff);
	hud_hit(h, screen, HUD_HELP, HUD_NO_SHEET);
	for (size_t i = 0; i < LINES; i++)
		line(h, a.x + PAD + (float)(i / most) * (column + GAP),
		     a.y + PAD - 4 + (float)(i % most) * ROW, i);
}
