/* SPDX-License-Identifier: BSD-2-Clause */
/* glyphs.h - draws with the system's fonts what the baked one lacks. */
#ifndef SDL_GLYPHS_H
#define SDL_GLYPHS_H

#include <stdbool.h>

#include "globe/font.h"

struct glyphs;

/* Costs nothing until a glyph is wanted. errors: -ENOMEM */
int glyphs_open(struct glyphs **out);
void glyphs_close(struct glyphs *g);

/*
 * Add to the font what its texts asked for in vain. What no font has stays missing.
 *
 * most     glyphs, so that the window stays awake
 * returns  whether any was added: a frame would differ
 */
bool glyphs_supply(struct glyphs *g, struct font *f, int most);

#endif
