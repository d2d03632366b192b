/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_bundles.h - a scene with many arcs, and the bundles that are made of it. */
#ifndef FAKE_BUNDLES_H
#define FAKE_BUNDLES_H

#include "chance.h"
#include "fake_scene.h"
#include "globe/bundles.h"

#define MOST 1500 /* where the CPU draws */

static const struct scene_limits limits = { 32768, 8, 8, 65536 };
static struct bundles bundles;

static inline void make(const struct scene *s, uint8_t directions, const struct view *v)
{
	const struct bundles_want want = { SCENE_VERDICTS, directions, MOST, v };

	bundles_make(&bundles, s, &want);
}

static inline int open_scene(void **state)
{
	static struct scene s;

	*state = &s;
	seed = 11;
	memset(&bundles, 0, sizeof(bundles));
	return scene_init(&s, &limits);
}

static inline int close_scene(void **state)
{
	scene_clear(*state);
	return 0;
}

/* n places all over the Earth, each with an arc of each verdict in turn. */
static inline void fill(struct scene *s, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct stream_record r = fake_place(2 + i, (float)random_below(180) - 90,
						    (float)random_below(360) - 180);

		scene_take(s, &r);
		r = fake_arc(2 + i, i % RA_VERDICTS, i / RA_VERDICTS % RA_DIRECTIONS,
			     1 + random_below(1000), 0);
		r.arc.level = (uint8_t)(r.arc.verdict < RA_UNKNOWN ? 0 : random_below(5));
		scene_take(s, &r);
	}
}

static inline struct view look(double lat_deg, double lon_deg, double dist)
{
	struct camera c = { .dist = dist };
	struct view v;

	camera_look(&c, lat_deg, lon_deg);
	view_make(&v, &c, 1280, 720, (struct area){ 0, 0, 1280, 720 });
	return v;
}

#endif
