/* SPDX-License-Identifier: BSD-2-Clause */
/* hud_search.h - the field at the head of the list: words that a peer must match to be shown. */
#ifndef GLOBE_HUD_SEARCH_H
#define GLOBE_HUD_SEARCH_H

#include "globe/camera.h"
#include "globe/entry.h"

#define HUD_ALL_WORDS UINT32_MAX

struct hud_search {
	struct entry entry; /* its words are those of a filter */
	bool open;          /* what is typed goes into it */
	char wrong[320];    /* the word that is not understood, and why; "" for none */
};

struct hud;

/* Shut, each word is a chip that a click takes out. */
void hud_search(struct hud *h, struct area a);

/* Why the list is empty, and how to see more. */
void hud_search_empty(struct hud *h, struct area a);

/* Beside the field, over all else: what is wrong with a word. */
void hud_search_wrong(struct hud *h);

/* "-verdict:allowed". returns text, of FILTER_TEXT bytes */
const char *hud_search_hides(uint8_t verdict, char *text);

#endif
