/* SPDX-License-Identifier: BSD-2-Clause */
/* hud_card.h - the card of a peer, or of some, and the menu of what can be done about one. */
#ifndef GLOBE_HUD_CARD_H
#define GLOBE_HUD_CARD_H

#include "globe/actions.h"
#include "globe/camera.h"
#include "globe/traffic.h"

struct hud;

/* What a word of a card filters by when it is clicked. */
enum hud_field { FIELD_COUNTRY, FIELD_NETWORK, FIELD_HOST, FIELD_PORT_IN, FIELD_PORT_OUT };

enum hud_close { HUD_CLOSE_CARD, HUD_CLOSE_MENU };

struct hud_card {
	int64_t now_ns; /* in: of the clock that only grows */
	struct addr about;   /* whose card was drawn last, or none's */
	struct area view;    /* of what scrolls; w 0: no card is open */
	float scroll, most;  /* units; how far it can */
	struct traffic traffic;
	struct actions actions;
	struct hud_menu {
		bool open;
		float x, y; /* units; where it was asked for */
		struct addr peer;
	} menu;
};

/* Up or down by so many units. returns whether there is anything to scroll */
bool hud_card_scroll(struct hud *h, float units);

/* Why nothing can be done at the sensor now, or NULL. */
const char *hud_card_denied(const struct hud *h);

/* Trust or trust no longer, by the list of the user's own that decides; so for block and label. */
enum stream_request_kind hud_card_request(const struct hud *h, const struct stream_peer *p,
					  enum actions_what what);

/* As filters are written: "country:NL"; "" when it is not known. text: FORMAT_TEXT bytes */
const char *hud_card_filter(const struct hud *h, const struct stream_peer *p, enum hud_field field,
			    char *text);

/* Address, name, verdict and reason of a peer, a line each. text: ACTIONS_CLIP bytes */
const char *hud_card_words(const struct hud *h, const struct stream_peer *p, char *text);

#endif
