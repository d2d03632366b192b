/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_time.h - what the user does with the timeline, and how the past plays. */
#ifndef GLOBE_GLOBE_TIME_H
#define GLOBE_GLOBE_TIME_H

#include "globe/fade.h"
#include "globe/globe.h"

/* What globe_time.c remembers between two calls. */
struct globe_time {
	enum hud_action dragging; /* HUD_SCRUB, HUD_WINDOW; else nothing */
	struct past_rule rule;    /* that the volumes are counted by */
	uint32_t version;
	uint8_t directions;
	int64_t asked_step;       /* of the sensor's time, when it was asked last; 0: never */
	int64_t still_ns;         /* how long the comets stood, all in all */
	struct fade fade;         /* from a step to the next */
};

void globe_time_open(struct globe *g);
void globe_time_again(struct globe *g); /* the sensor comes anew: of its past nothing is left */

/* returns whether the key means anything here */
bool globe_time_key(struct globe *g, int key);
void globe_time_do(struct globe *g, enum hud_time_act act);

/* returns whether the timeline alone is meant; x, y in units */
bool globe_time_pointer(struct globe *g, enum globe_pointer what, float x, float y);

/* Let it play, and count anew what is to be counted. ns: since the last time */
void globe_time_step(struct globe *g, int64_t ns);

/* It is in its place at once, for a picture. */
void globe_time_pose(struct globe *g);

/* Whether what is shown stands still, as the past does that does not play. */
bool globe_time_is_still(const struct globe *g);

/* What was just built comes softly while the past plays. */
void globe_time_fade(struct globe *g);

/* Half or twice the window so often, once the sensor judges. */
void globe_turn_window(struct globe *g, int steps);

#endif
