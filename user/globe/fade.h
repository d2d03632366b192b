/* SPDX-License-Identifier: BSD-2-Clause */
/* fade.h - from some strands to others: those that come brighten, those that go dim. */
#ifndef GLOBE_FADE_H
#define GLOBE_FADE_H

#include "globe/strands.h"

#define FADE_SLOTS 32768 /* more than three for each strand */
#define FADE_GONE UINT16_MAX /* bundle of a strand that goes: there is none */
_Static_assert(FADE_SLOTS > 3 * STRANDS_MOST && FADE_GONE > BUNDLES_MOST, "room, and a number");

struct fade {
	struct strand rows[STRANDS_MOST]; /* as they were */
	uint32_t count, red;              /* as in struct strands */
	struct strand gone[STRANDS_MOST]; /* scratch */
	uint16_t slot[FADE_SLOTS];        /* scratch: rows by hash, row + 1 */
	bool on;
};

/* Remember strands that are about to be built anew. */
void fade_from(struct fade *f, const struct strands *s);

/*
 * Make strands that were just built look as on the way to them. What is gone is drawn for as long
 * as there is room, and is of no bundle.
 *
 * done     0..1; from 1 on they are left as they are, and the fade is off
 */
void fade_to(struct fade *f, struct strands *s, float done);

#endif
