/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_acts.h - keys and clicks of the card, the menu and the focus. */
#ifndef GLOBE_GLOBE_ACTS_H
#define GLOBE_GLOBE_ACTS_H

#include "globe/globe.h"

/* A button of a card or a row of the menu; of the menu's peer while that is open. */
void globe_act(struct globe *g, enum actions_what what);

/* A word that filters was clicked. */
void globe_field(struct globe *g, enum hud_field field);

/* returns whether the key was meant for them */
bool globe_acts_key(struct globe *g, int key);

/* What an answer, the loss of the stream, and time change. */
void globe_acts_take(struct globe *g, const struct stream_record *r, int64_t now_ns);
bool globe_acts_step(struct globe *g, int64_t now_ns);

#endif
