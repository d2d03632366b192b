/* SPDX-License-Identifier: BSD-2-Clause */
/* The box about it: which version this is, under which licence, and whose work it shows. */
#include <stdio.h>

#include "globe/format.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"

#define PAD 24
#define ROW 24
#define NAMES 84 /* width of their column */
#define WIDE 400

static const struct {
	const char *name, *what;
} rows[] = {
	{ PHRASE("licence"), "BSD-2-Clause, BPF also GPL-2.0" },
	{ PHRASE("places"), NULL }, /* as the sensor says */
	{ PHRASE("map"), "Natural Earth (public domain)" },
	{ PHRASE("city lights"), "NASA (xplanet)" },
	{ PHRASE("letters"), "Inter (SIL Open Font License 1.1)" },
	{ PHRASE("drawn with"), "SDL, OpenGL, FreeType, libpng" },
};
#define ROWS (sizeof(rows) / sizeof(*rows))

static const char *text_of(const struct hud *h, size_t n)
{
	if (rows[n].what)
		return rows[n].what;
	return h->scene->hello.attribution[0] ? h->scene->hello.attribution :
						hud_say(h, "no database");
}

static void title(struct hud *h, struct area a)
{
	const char *version = h->version ? h->version : "";
	float x = batch_text(&h->batch, FONT_TITLE, a.x, a.y, h->palette->white, "redarc") + 10;

	batch_text(&h->batch, FONT_NUMBER, x, a.y + 11, h->palette->soft, version);
	a.y += 42;
	batch_text(&h->batch, FONT_BODY, a.x, a.y, h->palette->text,
		   hud_say(h, "Blue is known, red is not."));
	batch_text(&h->batch, FONT_BODY, a.x, a.y + 22, h->palette->text,
		   hud_say(h, "Nothing is drawn that is not so."));
}

void hud_about(struct hud *h)
{
	struct area screen = h->layout.screen, a = { .h = 114 + ROWS * ROW + PAD / 2 };
	struct area line;

	if (h->help != HUD_ABOUT)
		return;
	a.w = fminf(WIDE, screen.w - PAD);
	a.x = floorf((screen.w - a.w) / 2);
	a.y = floorf((screen.h - a.h) / 2);
	batch_panel(&h->batch, a, h->palette->solid | 0xff);
	hud_hit(h, screen, HUD_HELP, HUD_NO_SHEET);
	line = (struct area){ a.x + PAD, a.y + 16, a.w - 2 * PAD, 0 };
	title(h, line);
	line.y += 98;
	for (size_t i = 0; i < ROWS; i++, line.y += ROW) {
		struct area value = { line.x + NAMES, line.y, line.w - NAMES, 0 };

		batch_text(&h->batch, FONT_SMALL, line.x, line.y, h->palette->faint,
			   hud_say(h, rows[i].name));
		batch_text_cut(&h->batch, FONT_SMALL, value, h->palette->text, text_of(h, i));
	}
}
