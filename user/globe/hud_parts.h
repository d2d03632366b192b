/* SPDX-License-Identifier: BSD-2-Clause */
/* hud_parts.h - what hud_draw() draws, each part in its own file. */
#ifndef GLOBE_HUD_PARTS_H
#define GLOBE_HUD_PARTS_H

#include "globe/hud.h"

/* A phrase as it is drawn: as phrase() and phrase_many(). */
static inline __attribute__((format_arg(2))) const char *hud_say(const struct hud *h,
							     const char *english)
{
	return phrase(h->language, english);
}

static inline __attribute__((format_arg(3), format_arg(4))) const char *
hud_many(const struct hud *h, uint64_t n, const char *one, const char *more)
{
	return phrase_many(h->language, n, one, more);
}

void hud_title(struct hud *h);
void hud_legend(struct hud *h);
void hud_foot(struct hud *h);
void hud_peers(struct hud *h);
void hud_trays(struct hud *h);
void hud_row(struct hud *h, struct area a, const struct stream_peer *p, uint64_t most_bytes);
void hud_card(struct hud *h);
void hud_menu(struct hud *h);
void hud_labels(struct hud *h);
void hud_cube(struct hud *h);
void hud_tip(struct hud *h);
void hud_notices(struct hud *h);
void hud_help(struct hud *h);
void hud_about(struct hud *h);

#endif
