/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/picture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "globe/font_more.h"
#include "globe/globe_view.h"
#include "sdl/shot.h"
#include "sdl/viewer.h"

#define WIDTH 1280
#define HEIGHT 720
#define ANSWER_NS CLOCK_S      /* for answers that nothing ends */
#define PAST_NS (10 * CLOCK_S) /* for all of the past */
#define READ_MS 50
#define TURN_DEG_S 3 /* of the camera of a clip, to the east */

/* Nothing depends on when a picture is made: its clock starts with its stream. */
static void take(void *ctx, const struct stream_record *r)
{
	globe_take(ctx, r, 0);
}

/* A descriptor is read to its end, a socket until all there was has been sent. */
static int read_stream(struct viewer *v, struct err *e)
{
	bool whole = v->options.stream_fd >= 0;
	int r = 0;

	while (r >= 0 && !globe_has_ended(v->globe) && (whole || !globe_is_complete(v->globe)))
		r = link_read(&v->link, -1, take, v->globe, e);
	return r == -EPIPE && whole ? 0 : r < 0 ? r : 0;
}

/*
 * What is behind a key is asked of a sensor at its socket. Points come until somebody tires of
 * them, and the past ends.
 */
static int read_answers(struct viewer *v, struct err *e)
{
	int64_t now = clock_steady_ns(), until = now + ANSWER_NS, last = now + PAST_NS;
	int r = 0;

	if (v->options.stream_fd >= 0 || !viewer_ask(v, 1))
		return 0;
	while (r >= 0 && !globe_has_ended(v->globe) &&
	       now < (globe_awaits_past(v->globe) ? last : until)) {
		r = link_read(&v->link, READ_MS, take, v->globe, e);
		now = clock_steady_ns();
	}
	return r < 0 ? r : 0;
}

static int draw(struct viewer *v, int64_t now_ns, uint8_t *rgba, struct err *e)
{
	int width = v->picture.width, height = v->picture.height;
	struct render_frame frame = *globe_frame(v->globe, width, height, now_ns);

	frame.glow = true;
	if (render_shot(v->render, &frame, rgba))
		return err_set(e, -ENOTSUP, "picture: the driver cannot draw %dx%d", width, height);
	return 0;
}

/* A first frame tells what glyphs its texts want. */
static void supply_glyphs(struct viewer *v)
{
	globe_frame(v->globe, v->picture.width, v->picture.height, 0);
	glyphs_supply(v->glyphs, &v->data.font, FONT_MORE_GLYPHS);
}

static int shoot(struct viewer *v, uint8_t *rgba, struct err *e)
{
	int r;

	globe_pose(v->globe);
	supply_glyphs(v);
	r = draw(v, 0, rgba, e);
	if (!r)
		r = shot_write(&v->picture.shot, rgba, v->picture.width, v->picture.height, e);
	return r ? r : output_close(&v->picture.shot, true, e);
}

/* The camera stands where `from` was, and has turned on since. */
static void turn(struct globe *g, const struct globe_view *from, float seconds)
{
	struct globe_view v = *from;

	v.turned = true;
	v.lon_deg = remainder(from->lon_deg + TURN_DEG_S * (double)seconds, 360);
	globe_view_set(g, &v);
}

static int draw_frames(struct viewer *v, struct clip *c, uint8_t *rgba, struct err *e)
{
	uint32_t frames = (uint32_t)v->options.clip_s * CLIP_RATE;
	struct globe_view from;
	int r = 0;

	globe_view_get(v->globe, &from);
	for (uint32_t i = 0; !r && i < frames; i++) {
		int64_t now_ns = i * CLOCK_S / CLIP_RATE;

		turn(v->globe, &from, (float)i / CLIP_RATE);
		globe_step(v->globe, now_ns);
		r = draw(v, now_ns, rgba, e);
		if (!r)
			r = clip_show(c, rgba, e);
		if (!r)
			r = clip_until(c, i + 1, e);
		if (viewer_stop)
			r = err_set(e, -EINTR, "%s: %s", v->options.clip, strerror(EINTR));
	}
	return r;
}

static int film(struct viewer *v, uint8_t *rgba, struct err *e)
{
	struct clip *c = v->picture.clip;
	int r, closed;

	viewer_catch_signals();
	supply_glyphs(v);
	r = draw_frames(v, c, rgba, e);
	v->picture.clip = NULL;
	closed = clip_close(c, !r, e);
	return r ? r : closed;
}

bool picture_is_wanted(const struct options *o)
{
	return o->screenshot || o->clip;
}

int picture_open(struct picture *p, const struct options *o, struct err *e)
{
	p->width = o->width ? o->width : WIDTH;
	p->height = o->width ? o->height : HEIGHT;
	if (o->screenshot)
		return output_open(&p->shot, o->screenshot, true, e);
	return clip_open(o->clip, p->width, p->height, &p->clip, e);
}

int picture_run(struct viewer *v, struct err *e)
{
	const struct picture *p = &v->picture;
	struct window_want want = { .width = p->width, .height = p->height, .hidden = true };
	uint8_t *rgba = malloc((size_t)p->width * (size_t)p->height * 4);
	int r = rgba ? viewer_open(v, &want, e) : err_set(e, -ENOMEM, "picture: no memory");

	if (!r)
		r = read_stream(v, e);
	if (!r)
		r = viewer_press(v, read_answers, e);
	if (!r)
		r = p->clip ? film(v, rgba, e) : shoot(v, rgba, e);
	free(rgba);
	return r;
}

void picture_close(struct picture *p)
{
	output_close(&p->shot, false, NULL);
	clip_close(p->clip, false, NULL);
}
