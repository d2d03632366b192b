/* SPDX-License-Identifier: BSD-2-Clause */
/* palette.h - every colour of the window; 0xrrggbbaa. */
#ifndef GLOBE_PALETTE_H
#define GLOBE_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/event.h"

/* What stands for a verdict: its arcs, its dots and bars, its numbers. */
struct palette_verdict {
	uint32_t arc, mark, text;
};

/* What the Earth is painted with, as light: red, green, blue; some is added to what is below. */
enum palette_ink {
	INK_SKY,
	INK_GLEAM, /* added in the middle of the sky */
	INK_STAR_COLD, INK_STAR_WARM,
	INK_AIR_NEAR, INK_AIR_FAR,
	INK_SEA_NIGHT, INK_SEA_DAY,
	INK_SHORE, /* added to the sea along the coast */
	INK_SOIL_NIGHT, INK_SOIL_DAY,
	INK_RELIEF, /* soil is as bright as the first number, and the second by its height */
	INK_GRID, /* added */
	INK_BORDER, INK_COAST,
	INK_CITY, INK_GLINT, INK_DUSK, INK_RIM, /* added */
	INKS,
};

struct palette {
	uint32_t white, text, soft, faint; /* ink, from what is most to what is least to be read */
	uint32_t surface, solid;           /* panels: what is behind is seen, or hardly */
	uint32_t edge, chosen;
	uint32_t home, warn, good;
	bool paper; /* light: what is drawn darkens what is below, else it shines */
	bool shapes; /* verdicts are told apart by shape too: arcs of strangers are dotted */
	float ink[INKS][3];
	struct palette_verdict verdict[RA_VERDICTS];
	/*
	 * The unknown by novelty_level(), each stands out more than the one before. An arc's
	 * alpha is part of its lightness. The palest still stands out against what is allowed.
	 */
	struct palette_verdict shade[NOVELTY_LEVELS];
};

/* Bit 0: light; bit 1: safe, colours that are told apart with red-green blindness too. */
enum palette_name { PALETTE_DARK, PALETTE_LIGHT, PALETTE_DARK_SAFE, PALETTE_LIGHT_SAFE, PALETTES };

extern const struct palette palettes[PALETTES];

/* level: of what is unknown; otherwise it does not matter */
static inline const struct palette_verdict *palette_of(const struct palette *p, uint8_t verdict,
						       uint8_t level)
{
	if (verdict == RA_UNKNOWN && level < NOVELTY_LEVELS)
		return &p->shade[level];
	return &p->verdict[verdict];
}

static inline uint32_t palette_fade(uint32_t color, float alpha)
{
	return (color & ~0xffu) | (uint32_t)((float)(color & 0xff) * alpha + 0.5f);
}

#endif
