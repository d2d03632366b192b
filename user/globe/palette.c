/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/palette.h"

#define DARK \
	.white = 0xf2f8ffff, .text = 0xdfeaf5ff, .soft = 0x8fb0d0ff, .faint = 0x6782a0ff, \
	.surface = 0x060d18c8, .solid = 0x060d18fa, .edge = 0x2a4a6a90, .chosen = 0xffffff16, \
	.home = 0xbfe6ffff, .warn = 0xffb454ff, .good = 0x5fd0a5ff, \
	.ink = { \
		[INK_SKY] = { 0.004f, 0.007f, 0.016f }, \
		[INK_GLEAM] = { 0.006f, 0.012f, 0.030f }, \
		[INK_STAR_COLD] = { 0.60f, 0.74f, 1 }, \
		[INK_STAR_WARM] = { 1, 0.93f, 0.82f }, \
		[INK_AIR_NEAR] = { 0.24f, 0.54f, 1 }, \
		[INK_AIR_FAR] = { 0.07f, 0.21f, 0.80f }, \
		[INK_SEA_NIGHT] = { 0.006f, 0.015f, 0.038f }, \
		[INK_SEA_DAY] = { 0.013f, 0.050f, 0.112f }, \
		[INK_SHORE] = { 0.02f, 0.10f, 0.20f }, \
		[INK_SOIL_NIGHT] = { 0.026f, 0.043f, 0.074f }, \
		[INK_SOIL_DAY] = { 0.098f, 0.190f, 0.255f }, \
		[INK_RELIEF] = { 0.66f, 1.5f }, \
		[INK_GRID] = { 0.05f, 0.11f, 0.20f }, \
		[INK_BORDER] = { 0.22f, 0.44f, 0.62f }, \
		[INK_COAST] = { 0.34f, 0.70f, 0.94f }, \
		[INK_CITY] = { 1, 0.62f, 0.26f }, \
		[INK_GLINT] = { 0.20f, 0.42f, 0.66f }, \
		[INK_DUSK] = { 0.22f, 0.075f, 0.02f }, \
		[INK_RIM] = { 0.15f, 0.40f, 0.92f }, \
	}

/* For projectors: pale sea, white land, and what is added takes light away. */
#define LIGHT \
	.paper = true, \
	.white = 0x0b1726ff, .text = 0x1c2c40ff, .soft = 0x46617fff, .faint = 0x6b8299ff, \
	.surface = 0xffffffd8, .solid = 0xfffffffa, .edge = 0x9fb4c8a0, .chosen = 0x0a2a4a16, \
	.home = 0x0b4f8aff, .warn = 0xa85400ff, .good = 0x177a54ff, \
	.ink = { \
		[INK_SKY] = { 0.766f, 0.792f, 0.818f }, \
		[INK_GLEAM] = { 0.10f, 0.09f, 0.08f }, \
		[INK_AIR_NEAR] = { -0.34f, -0.20f, -0.04f }, \
		[INK_AIR_FAR] = { -0.16f, -0.09f, -0.01f }, \
		[INK_SEA_NIGHT] = { 0.430f, 0.525f, 0.643f }, \
		[INK_SEA_DAY] = { 0.583f, 0.684f, 0.787f }, \
		[INK_SHORE] = { 0.05f, 0.05f, 0.04f }, \
		[INK_SOIL_NIGHT] = { 0.52f, 0.55f, 0.60f }, \
		[INK_SOIL_DAY] = { 0.76f, 0.755f, 0.73f }, \
		[INK_RELIEF] = { 0.90f, 0.45f }, \
		[INK_GRID] = { -0.20f, -0.16f, -0.12f }, \
		[INK_BORDER] = { 0.36f, 0.43f, 0.51f }, \
		[INK_COAST] = { 0.16f, 0.32f, 0.48f }, \
		[INK_CITY] = { 0.05f, -0.02f, -0.14f }, \
		[INK_GLINT] = { 0.20f, 0.20f, 0.20f }, \
		[INK_DUSK] = { 0.05f, 0, -0.06f }, \
		[INK_RIM] = { -0.12f, -0.05f, 0.01f }, \
	}

const struct palette palettes[PALETTES] = {
	[PALETTE_DARK] = {
		DARK,
		.verdict = {
			[RA_ALLOWED] = { 0x1c86ffff, 0x4aa8ffff, 0xa9d3ffff },
			[RA_LEARNING] = { 0x4a7cc0a0, 0xa4c8e8ff, 0xc6dcf0ff },
			[RA_UNKNOWN] = { 0xff3a48ff, 0xff4a58ff, 0xffa0a8ff },
			[RA_BLOCKED] = { 0xff2a5eff, 0xff2f6aff, 0xff9dbcff },
		},
		/* From pale rose to hot red, so that their order is seen without seeing red. */
		.shade = {
			{ 0xe8a0a08a, 0xa8787aff, 0xcbb0b2ff },
			{ 0xf094949d, 0xbc7474ff, 0xd8acacff },
			{ 0xf67f80b8, 0xd26c6cff, 0xe6a6a6ff },
			{ 0xfb6066dd, 0xe95e60ff, 0xf4a0a2ff },
			{ 0xff4a54ff, 0xff4f57ff, 0xffa4a8ff },
		},
	},
	[PALETTE_LIGHT] = {
		LIGHT,
		.verdict = {
			[RA_ALLOWED] = { 0x1667d9ff, 0x1a6fe0ff, 0x0e4fa8ff },
			[RA_LEARNING] = { 0x6b87a8a0, 0x7a96b5ff, 0x4f6b8aff },
			[RA_UNKNOWN] = { 0xd81f34ff, 0xd81f34ff, 0xa81224ff },
			[RA_BLOCKED] = { 0xa8004aff, 0xa8004aff, 0x86003aff },
		},
		.shade = {
			{ 0xc98a8cb0, 0xcf9ea0ff, 0x8a5a5cff },
			{ 0xcf7478c0, 0xd08486ff, 0x964c50ff },
			{ 0xd65a60d4, 0xd6666aff, 0xa03c42ff },
			{ 0xdb3b45ea, 0xda444cff, 0xa82a33ff },
			{ 0xd81f2eff, 0xd81f2eff, 0xa81224ff },
		},
	},
	/* Blue against amber: the two that everybody tells apart. */
	[PALETTE_DARK_SAFE] = {
		DARK,
		.shapes = true,
		.verdict = {
			[RA_ALLOWED] = { 0x1c86ffff, 0x4aa8ffff, 0xa9d3ffff },
			[RA_LEARNING] = { 0x4a7cc0a0, 0xa4c8e8ff, 0xc6dcf0ff },
			[RA_UNKNOWN] = { 0xffb000ff, 0xffb000ff, 0xffd97aff },
			[RA_BLOCKED] = { 0xff7a00ff, 0xff7a00ff, 0xffc08aff },
		},
		.shade = {
			{ 0xd8b98a8a, 0x9c8a6cff, 0xc8b898ff },
			{ 0xe2b4709d, 0xb09060ff, 0xd6c094ff },
			{ 0xedb050b8, 0xca9c48ff, 0xe6cc8cff },
			{ 0xf8a92add, 0xe6a42aff, 0xf4d27aff },
			{ 0xffb000ff, 0xffb000ff, 0xffd97aff },
		},
	},
	[PALETTE_LIGHT_SAFE] = {
		LIGHT,
		.shapes = true,
		.verdict = {
			[RA_ALLOWED] = { 0x1667d9ff, 0x1a6fe0ff, 0x0e4fa8ff },
			[RA_LEARNING] = { 0x6b87a8a0, 0x7a96b5ff, 0x4f6b8aff },
			[RA_UNKNOWN] = { 0xc76a00ff, 0xc76a00ff, 0x8a4a00ff },
			[RA_BLOCKED] = { 0x8a2f00ff, 0x8a2f00ff, 0x6e2600ff },
		},
		.shade = {
			{ 0xbfa07ab0, 0xc4a680ff, 0x7d6748ff },
			{ 0xc29360c0, 0xc59866ff, 0x80623aff },
			{ 0xc58442d4, 0xc78848ff, 0x84592aff },
			{ 0xc6761fea, 0xc77820ff, 0x875116ff },
			{ 0xc76a00ff, 0xc76a00ff, 0x8a4a00ff },
		},
	},
};
