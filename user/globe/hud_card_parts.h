/* SPDX-License-Identifier: BSD-2-Clause */
/* hud_card_parts.h - what the files of the card share, and nobody else sees. */
#ifndef GLOBE_HUD_CARD_PARTS_H
#define GLOBE_HUD_CARD_PARTS_H

#include "globe/format.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"

#define CARD_PAD 16
#define CARD_LINE 19

/* A card grows downwards as its lines are written. */
struct card {
	struct hud *h;
	struct area at; /* of the next line, without the padding */
};

void card_heading(struct card *c, const char *text);
void card_line(struct card *c, enum font_name face, uint32_t color, const char *text);

/* Width of what a row is called. */
float card_names(const struct hud *h);

/* A name and its value, which filters by the field when it is clicked; field < 0: by none. */
void card_field(struct card *c, const char *name, const char *value, int field);

/* Bytes a second of the last two minutes, in above the line and out below it. */
void card_traffic(struct card *c, const struct traffic *t);

/* The last two days, an hour a bar. */
void card_hours(struct card *c, const uint8_t *hours);

/* How regular its packets come, 0..100. */
void card_beacon(struct card *c, uint8_t score);

/* All that scrolls. */
void card_peer(struct card *c, const struct stream_peer *p);
void card_peers(struct card *c);

/* The buttons, the question, the text that is typed, or the answer. */
float card_foot_height(const struct hud *h);
void card_foot(struct hud *h, struct area a, const struct stream_peer *p);

#endif
