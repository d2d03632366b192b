/* SPDX-License-Identifier: BSD-2-Clause */
/* palette.h - every colour of the window; 0xrrggbbaa. */
#ifndef GLOBE_PALETTE_H
#define GLOBE_PALETTE_H

#include <stdint.h>

#include "core/event.h"

#define PALETTE_WHITE 0xf2f8ffffu
#define PALETTE_TEXT 0xdfeaf5ffu
#define PALETTE_SOFT 0x8fb0d0ffu
#define PALETTE_FAINT 0x6782a0ffu
#define PALETTE_SURFACE 0x060d18c8u
#define PALETTE_SOLID 0x060d18fau
#define PALETTE_EDGE 0x2a4a6a90u
#define PALETTE_CHOSEN 0xffffff16u
#define PALETTE_HOME 0xbfe6ffffu
#define PALETTE_WARN 0xffb454ffu
#define PALETTE_GOOD 0x5fd0a5ffu

/* What stands for a verdict: its arcs, its dots and bars, its numbers. */
struct palette_verdict {
	uint32_t arc, mark, text;
};

static const struct palette_verdict palette_verdict[RA_VERDICTS] = {
	[RA_ALLOWED] = { 0x1c86ffff, 0x4aa8ffff, 0xa9d3ffff },
	[RA_LEARNING] = { 0x4a7cc0a0, 0xa4c8e8ff, 0xc6dcf0ff },
	[RA_UNKNOWN] = { 0xff3a48ff, 0xff4a58ff, 0xffa0a8ff },
	[RA_BLOCKED] = { 0xff2a5eff, 0xff2f6aff, 0xff9dbcff },
};

/*
 * The unknown by novelty_level(): from pale and faint to hot and bright, each lighter on the dark
 * than the one before, so that their order is seen without seeing red. An arc's alpha is part of
 * its lightness.
 */
static const struct palette_verdict palette_shade[NOVELTY_LEVELS] = {
	{ 0xd8ab936a, 0x75625bff, 0xb8a8a2ff },
	{ 0xdc9a8084, 0x95675cff, 0xcaa8a0ff },
	{ 0xe87c66b0, 0xb8625aff, 0xdea29cff },
	{ 0xf8524ae4, 0xdd5750ff, 0xf29c96ff },
	{ 0xff4650ff, 0xff4f45ff, 0xffa69eff },
};

/* level: of what is unknown; otherwise it does not matter */
static inline const struct palette_verdict *palette_of(uint8_t verdict, uint8_t level)
{
	if (verdict == RA_UNKNOWN && level < NOVELTY_LEVELS)
		return &palette_shade[level];
	return &palette_verdict[verdict];
}

static inline uint32_t palette_fade(uint32_t color, float alpha)
{
	return (color & ~0xffu) | (uint32_t)((float)(color & 0xff) * alpha + 0.5f);
}

#endif
