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
 * The unknown by novelty_level(): from pale rose to hot red, each lighter on the dark and redder
 * than the one before, so that their order is seen without seeing red. An arc's alpha is part of
 * its lightness. The palest still stands out against what is allowed.
 */
static const struct palette_verdict palette_shade[NOVELTY_LEVELS] = {
	{ 0xe8a0a08a, 0xa8787aff, 0xcbb0b2ff },
	{ 0xf094949d, 0xbc7474ff, 0xd8acacff },
	{ 0xf67f80b8, 0xd26c6cff, 0xe6a6a6ff },
	{ 0xfb6066dd, 0xe95e60ff, 0xf4a0a2ff },
	{ 0xff4a54ff, 0xff4f57ff, 0xffa4a8ff },
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
