/* SPDX-License-Identifier: BSD-2-Clause */
/* The card of an arc or a tray: the peers there. */
#include <stdio.h>

#include "globe/hud_card_parts.h"

void card_peers(struct card *c)
{
	struct hud *h = c->h;
	const struct hud_list *list = &h->listed;
	uint64_t most = list->count ? scene_bytes(list->rows[0], h->directions) : 0;
	char count[FORMAT_TEXT], text[2 * FORMAT_TEXT];

	snprintf(text, sizeof(text), hud_many(h, list->found, "%s peer", "%s peers"),
		 format_count(list->found, count));
	card_line(c, FONT_SMALL, h->palette->soft, text);
	c->at.y += 10;
	for (uint32_t i = 0; i < list->count; i++, c->at.y += LAYOUT_ROW)
		hud_row(h, c->at, list->rows[i], most);
}
