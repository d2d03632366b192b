/* SPDX-License-Identifier: BSD-2-Clause */
/* The help: what the keys do, and what each red means. */
#include "core/words.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"

#define PAD 24
#define ROW 22
#define KEYS 86   /* width of their column */
#define LEAST 262 /* width of a line */
#define SWATCH 40 /* width of a red's, with the gap behind it */

static const struct {
	const char *keys, *what;
} rows[] = {
	{ PHRASE("drag"), PHRASE("turn the globe") },
	{ PHRASE("wheel"), PHRASE("nearer, farther") },
	{ PHRASE("click"), PHRASE("an arc, a peer") },
	{ "i  o  b", PHRASE("show in, out, both") },
	{ "[  ]", PHRASE("half, twice the window") },
	{ "f", PHRASE("full screen") },
	{ "s  c", PHRASE("picture, clip of 10 s") },
	{ "v", PHRASE("globe, cube of packets") },
	{ "t", PHRASE("the past: play, go back") },
	{ "/", PHRASE("search") },
	{ "A  B  L", PHRASE("trust, block, label") },
	{ "Tab", PHRASE("all by the keyboard") },
	{ "h  +  -", PHRASE("home, nearer, farther") },
	{ "m", PHRASE("known: full, dim, hidden") },
	{ "Esc", PHRASE("close") },
	{ "q", PHRASE("quit") },
};
#define ROWS (sizeof(rows) / sizeof(*rows))

static const char *novelty(const struct hud *h, uint8_t level)
{
	return hud_say(h, words_novelty((uint8_t)((1u << level) - 1)));
}

/* As wide as its widest line. */
static float width(const struct hud *h)
{
	float w = LEAST;

	for (size_t i = 0; i < ROWS; i++)
		w = fmaxf(w, KEYS + batch_width(&h->batch, FONT_BODY, hud_say(h, rows[i].what)));
	for (uint8_t level = 0; level < NOVELTY_LEVELS; level++)
		w = fmaxf(w, SWATCH + batch_width(&h->batch, FONT_BODY, novelty(h, level)));
	return ceilf(w) + 2 * PAD;
}

static void shades(struct hud *h, struct area a)
{
	for (uint8_t level = 0; level < NOVELTY_LEVELS; level++, a.y += a.h) {
		const struct palette_verdict *p = palette_of(h->palette, RA_UNKNOWN, level);

		batch_box(&h->batch, (struct area){ a.x, a.y + 5, SWATCH - 14, 9 }, 3, p->mark);
		batch_text(&h->batch, FONT_BODY, a.x + SWATCH, a.y, p->text, novelty(h, level));
	}
}

void hud_help(struct hud *h)
{
	struct area screen = h->layout.screen, a = { .h = 48 + (ROWS + NOVELTY_LEVELS) * ROW };
	float y;

	if (!h->help)
		return;
	a.w = width(h);
	a.x = floorf((screen.w - a.w) / 2);
	a.y = floorf((screen.h - a.h) / 2);
	batch_panel(&h->batch, a, h->palette->solid | 0xff);
	hud_hit(h, screen, HUD_HELP, 0);
	y = a.y + 20;
	for (size_t i = 0; i < ROWS; i++, y += ROW) {
		batch_text(&h->batch, FONT_BODY, a.x + PAD, y, h->palette->white,
			   hud_say(h, rows[i].keys));
		batch_text(&h->batch, FONT_BODY, a.x + PAD + KEYS, y, h->palette->soft,
			   hud_say(h, rows[i].what));
	}
	shades(h, (struct area){ a.x + PAD, y + 8, a.w - 2 * PAD, ROW });
}
