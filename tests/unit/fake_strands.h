/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_strands.h - a scene of two places, and the strands that are built of it. */
#ifndef FAKE_STRANDS_H
#define FAKE_STRANDS_H

#include "fake_scene.h"
#include "globe/strands.h"

static const struct scene_limits limits = { 4096, 8, 8, 4096 };
static const struct strands_want all = { .palette = &palettes[PALETTE_DARK],
					 .most = 1500,
					 .directions = RA_BOTH,
					 .chosen = SCENE_ANYWHERE,
					 .now_ns = FAKE_NOW_NS };
static struct strands strands;

/* Berlin (2) and Manila (3), home in Koganei. */
static inline int open_scene(void **state)
{
	static struct scene s;
	struct stream_record r[] = { fake_status(true), fake_place(2, 52.5f, 13.4f),
				     fake_place(3, 14.6f, 121.0f) };

	*state = &s;
	memset(&strands, 0, sizeof(strands));
	if (scene_init(&s, &limits))
		return -1;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++)
		scene_take(&s, &r[i]);
	return 0;
}

static inline int close_scene(void **state)
{
	scene_clear(*state);
	return 0;
}

static inline void add(struct scene *s, struct stream_record r)
{
	scene_take(s, &r);
}

#endif
