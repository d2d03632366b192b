/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_find.h - what is typed into the search, and the list of whom it leaves. */
#ifndef GLOBE_GLOBE_FIND_H
#define GLOBE_GLOBE_FIND_H

#include "globe/globe.h"

/* Put all in their order anew; or but fill the rows on the screen. */
void globe_find(struct globe *g);
void globe_find_rows(struct globe *g);

/* The scene is another: what is sought stays. */
void globe_find_again(struct globe *g);

/* returns whether the key, the wheel or the click was meant for them */
bool globe_find_key(struct globe *g, int key);
bool globe_find_wheel(struct globe *g, float steps);
bool globe_find_click(struct globe *g, const struct hud_hit *hit);

/* Scroll by a row when one of the list has the focus, which goes with it. returns whether it has */
bool globe_find_along(struct globe *g, int steps);

/* Take all words out. returns whether there were any */
bool globe_find_clear(struct globe *g);

/* What was typed too fast is followed now. */
void globe_find_step(struct globe *g, int64_t now_ns);

#endif
