/* SPDX-License-Identifier: BSD-2-Clause */
/* hud_time.h - the timeline: what it shows, and what can be done with it. */
#ifndef GLOBE_HUD_TIME_H
#define GLOBE_HUD_TIME_H

#include "globe/camera.h"
#include "globe/past.h"

#define HUD_TIME_TEXT 64

enum hud_time_act {
	TIME_OPEN, /* or shut: then it is now again */
	TIME_PLAY, /* or stop */
	TIME_BACK,
	TIME_ON,
	TIME_SLOWER,
	TIME_FASTER,
	TIME_RED_BEFORE,
	TIME_RED_NEXT,
	TIME_LIVE,
	TIME_ACTS,
};

struct hud_time {
	bool open, playing;
	bool asked;       /* the sensor, and no whole answer came yet */
	float shown;      /* how far it has come in: 0..1 */
	uint32_t speed;   /* seconds of the past in one of the clock */
	int32_t ahead_s;  /* local time, of UTC */
	float pointer_x;  /* units, over the bars; below 0: elsewhere */
	struct past_volume volumes[STREAM_STEPS];
	uint32_t most;    /* peers of one colour in a step */
	struct area bars; /* out: where they were drawn */
};

struct hud;

/* The strip, or what opens it; its parts. */
void hud_time(struct hud *h);
void hud_time_controls(struct hud *h, struct area a);
void hud_clock(struct hud *h);

/* The moment that stands at x, in units; and back. */
int64_t hud_time_at(const struct hud *h, float x);
float hud_time_x(const struct hud *h, int64_t moment_ns);

/* "Nov 21 14:30 UTC", with seconds where steps are short. text: HUD_TIME_TEXT; returns text */
const char *hud_time_text(const struct hud *h, int64_t moment_ns, char *text);

/* From when on the window that is judged by begins, at the moment that is looked at. */
int64_t hud_time_window_ns(const struct hud *h);

#endif
