/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/palette.h"

/* Reds from pale rose to hot, so that their order is seen without seeing red. */
const struct palette palette_dark = {
	.white = 0xf2f8ffff,
	.text = 0xdfeaf5ff,
	.soft = 0x8fb0d0ff,
	.faint = 0x6782a0ff,
	.surface = 0x060d18c8,
	.solid = 0x060d18fa,
	.edge = 0x2a4a6a90,
	.chosen = 0xffffff16,
	.home = 0xbfe6ffff,
	.warn = 0xffb454ff,
	.good = 0x5fd0a5ff,
	.verdict = {
		[RA_ALLOWED] = { 0x1c86ffff, 0x4aa8ffff, 0xa9d3ffff },
		[RA_LEARNING] = { 0x4a7cc0a0, 0xa4c8e8ff, 0xc6dcf0ff },
		[RA_UNKNOWN] = { 0xff3a48ff, 0xff4a58ff, 0xffa0a8ff },
		[RA_BLOCKED] = { 0xff2a5eff, 0xff2f6aff, 0xff9dbcff },
	},
	.shade = {
		{ 0xe8a0a08a, 0xa8787aff, 0xcbb0b2ff },
		{ 0xf094949d, 0xbc7474ff, 0xd8acacff },
		{ 0xf67f80b8, 0xd26c6cff, 0xe6a6a6ff },
		{ 0xfb6066dd, 0xe95e60ff, 0xf4a0a2ff },
		{ 0xff4a54ff, 0xff4f57ff, 0xffa4a8ff },
	},
};
