/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_hours.h - a globe with two days of the past, to be looked at. */
#ifndef FAKE_HOURS_H
#define FAKE_HOURS_H

#include <cmocka.h>

#include "fake_font.h"
#include "fake_past.h"
#include "globe/globe_state.h"

#define WIDTH 1280
#define HEIGHT 720
#define HOURS 48
#define FIRST_NS ((FAKE_NOW_NS / FAKE_HOUR_NS - HOURS + 1) * FAKE_HOUR_NS)
#define GAP 20 /* the hour in which nobody was seen */
#define RED 30 /* from here on, for four hours, the stranger */
#define KNOWN 5

static const struct scene_limits limits = { 64, 8, 64, 64 };
static struct fake_font file;
static struct font font;
static int64_t now_ns;

static inline void take(struct globe *g, struct stream_record r)
{
	globe_take(g, &r, now_ns);
}

static inline void past(struct globe *g, uint8_t last, uint32_t place, uint32_t from, uint32_t to)
{
	struct stream_record r = fake_past(last, place, last <= KNOWN);

	for (uint32_t step = from; step < to; step++)
		if (step != GAP)
			fake_seen(&r, step);
	take(g, r);
}

static inline void whole_past(struct globe *g)
{
	take(g, fake_span(FIRST_NS, HOURS, 0));
	for (uint8_t last = 1; last <= KNOWN; last++)
		past(g, last, 2, last - 1u, HOURS);
	past(g, 9, 3, RED, RED + 4);
	take(g, fake_span(FIRST_NS, HOURS, KNOWN + 1));
}

/* Six peers were there in two days; one is now. */
static inline int open_globe(void **state)
{
	struct stream_record status = fake_status(true);
	struct globe *g;

	now_ns = 100 * CLOCK_S;
	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)) || globe_open(&font, &limits, &g))
		return -1;
	*state = g;
	status.status.window_ns = 48 * FAKE_HOUR_NS;
	status.status.judged_from_ns = FAKE_NOW_NS - FAKE_HOUR_NS;
	take(g, (struct stream_record){ .kind = STREAM_HELLO });
	take(g, fake_place(2, 52.5f, 13.4f));
	take(g, fake_place(3, 14.6f, 121.0f));
	take(g, fake_peer(1, 2, RA_ALLOWED, RA_IN, 9000));
	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 9900, 300));
	take(g, status);
	take(g, (struct stream_record){ .kind = STREAM_SNAPSHOT });
	return 0;
}

static inline int close_globe(void **state)
{
	globe_close(*state);
	return 0;
}

static const struct render_frame *frame_after(struct globe *g, int64_t ns)
{
	now_ns += ns;
	globe_step(g, now_ns);
	return globe_frame(g, WIDTH, HEIGHT, now_ns);
}

static const struct render_frame *frame(struct globe *g)
{
	return frame_after(g, CLOCK_S);
}

static inline void open_past(struct globe *g)
{
	frame(g);
	whole_past(g);
	assert_true(globe_key(g, 't'));
	frame(g);
	frame(g);
}

static inline int64_t hour_shown(const struct globe *g)
{
	return g->scene.moment_ns ? (g->scene.moment_ns - FIRST_NS) / FAKE_HOUR_NS : HOURS;
}

static inline void point(struct globe *g, enum globe_pointer what, uint32_t hour)
{
	float x = hud_time_x(&g->hud, FIRST_NS + hour * FAKE_HOUR_NS + FAKE_HOUR_NS / 2);

	globe_pointer(g, what, x, g->hud.time.bars.y + 10, now_ns);
}

static inline void scrub(struct globe *g, uint32_t hour)
{
	point(g, GLOBE_PRESS, hour);
	point(g, GLOBE_RELEASE, hour);
}

#endif
