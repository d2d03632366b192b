/* SPDX-License-Identifier: BSD-2-Clause */
/* hud_focus.h - what the keyboard is at, among all that can be clicked. */
#ifndef GLOBE_HUD_FOCUS_H
#define GLOBE_HUD_FOCUS_H

#include <stdbool.h>
#include <stdint.h>

struct hud;
struct hud_hit;

/* Known by what it means, not by where it is: it stays when the screen is drawn anew. */
struct hud_focus {
	bool on;
	bool follow; /* it has just moved: what scrolls shows it */
	uint8_t nth; /* of those that mean the same */
	uint32_t action, n;
};

/* Whether a click does something; what is dragged or scrolls has keys of its own. */
bool hud_is_clicked(const struct hud_hit *hit);

/* The hit that has the focus, or NULL. */
const struct hud_hit *hud_focused(const struct hud *h);

/*
 * To the next that can be clicked, or the one before, in the order they are read; past the last
 * comes the first.
 *
 * steps    1 or -1
 */
void hud_focus_move(struct hud *h, int steps);

/* The same among the neighbours that mean the same kind of thing: rows of a list. returns whether
   there was one */
bool hud_focus_along(struct hud *h, int steps);

/* A ring around it. */
void hud_focus_draw(struct hud *h);

#endif
