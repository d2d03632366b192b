/* SPDX-License-Identifier: BSD-2-Clause */
/* What the pointer is on: who is there, counted. */
#include <stdio.h>

#include "globe/format.h"
#include "globe/hud_parts.h"

#define TIP_TEXT (3 * FORMAT_TEXT)

/* "in: 17 peers, 3 unknown" */
static int tally_words(const struct hud *h, const struct bundles_tally *t, int d,
		       const char *before, char *text)
{
	char count[FORMAT_TEXT];
	int len;

	if (!t->peers[d])
		return 0;
	len = sprintf(text, "%s", before);
	len += sprintf(text + len,
		       d == RA_IN ? hud_many(h, t->peers[d], "in: %s peer", "in: %s peers") :
				    hud_many(h, t->peers[d], "out: %s peer", "out: %s peers"),
		       format_count(t->peers[d], count));
	if (t->unknown[d])
		len += sprintf(text + len, hud_say(h, ", %s unknown"),
			       format_count(t->unknown[d], count));
	if (t->blocked[d])
		len += sprintf(text + len, hud_say(h, ", %s blocked"),
			       format_count(t->blocked[d], count));
	return len;
}

static void tip_words(const struct hud *h, const struct bundle *b, char *text)
{
	struct bundles_tally t = bundles_tally(&h->strands->bundles, b);
	const struct scene_place *p = scene_place(h->scene, b->place);
	int len = tally_words(h, &t, RA_IN, "", text);

	len += tally_words(h, &t, RA_OUT, len ? " \xc2\xb7 " : "", text + len);
	if (b->cell.deg <= 0 && p && p->place.accuracy_km)
		sprintf(text + len, " \xc2\xb7 \xc2\xb1 %u km", p->place.accuracy_km);
}

void hud_tip(struct hud *h)
{
	const struct bundle *b = h->pointed;
	struct area screen = h->layout.screen, box = { .h = 42 };
	char title[FORMAT_TEXT], detail[TIP_TEXT];
	const struct palette_verdict *color;

	if (!b || h->help)
		return;
	color = palette_of(h->palette, b->verdict, b->level);
	format_region(h->scene, h->language, b->place, b->cell, title);
	tip_words(h, b, detail);
	box.w = ceilf(20 + fmaxf(batch_width(&h->batch, FONT_BODY, title),
				 batch_width(&h->batch, FONT_SMALL, detail)));
	box.x = floorf(fmaxf(fminf(h->point_x + 16, screen.w - box.w - 4), 4));
	box.y = floorf(h->point_y + 20 + box.h < screen.h ? h->point_y + 20 :
							    h->point_y - 12 - box.h);
	batch_box(&h->batch, box, 5, h->palette->solid);
	batch_frame(&h->batch, box, 5, palette_fade(color->mark, 0.7f));
	batch_text(&h->batch, FONT_BODY, box.x + 10, box.y + 4, h->palette->text, title);
	batch_text(&h->batch, FONT_SMALL, box.x + 10, box.y + 22, h->palette->soft, detail);
}
