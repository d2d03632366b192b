/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * globe FRAMES <stream: milliseconds a frame, the best of so many, for the scene of a stream:
 * at rest (the Earth is kept), while it turns, and with the glow of a picture.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "sdl/data.h"
#include "sdl/link.h"
#include "sdl/window.h"

#define WIDTH 1280
#define HEIGHT 720

struct bench {
	struct data data;
	struct window *window;
	struct render *render;
	struct globe *globe;
};

static void take(void *ctx, const struct stream_record *r)
{
	struct bench *b = ctx;

	globe_take(b->globe, r, 0);
}

static int open_bench(struct bench *b, struct err *e)
{
	const struct window_want want = { .width = WIDTH, .height = HEIGHT, .hidden = true };
	struct data_files files = { -1, -1 };
	struct link l;
	int r = data_open(&files, e);

	if (r || (r = data_load(&b->data, &files, e)) ||
	    (r = window_open(&want, &b->window, e)))
		return r;
	struct render_data data = { b->data.map, b->data.map_width, b->data.map_height,
				    &b->data.font };

	r = render_open(window_gl(b->window), &data, &b->render, e);
	if (r || (r = globe_open(&b->data.font, NULL, &b->globe)))
		return r;
	link_adopt(&l, 0);
	while (r >= 0 && !globe_has_ended(b->globe))
		r = link_read(&l, -1, take, b, e);
	data_close(&files);
	return r < 0 ? r : 0;
}

/* turn: degrees a frame */
static double frame_ms(struct bench *b, int frames, float turn, bool glow)
{
	double best = 1e9;

	for (int i = 0; i < frames; i++) {
		int64_t start = clock_steady_ns();
		struct render_frame f;
		double ms;

		if (turn > 0)
			globe_wheel(b->globe, i & 1 ? turn : -turn);
		f = *globe_frame(b->globe, WIDTH, HEIGHT, start);
		f.rough = turn > 0;
		f.glow = glow;
		render_draw(b->render, &f);
		window_gl(b->window)->Finish();
		ms = (double)(clock_steady_ns() - start) / 1e6;
		best = ms < best ? ms : best;
	}
	return best;
}

static double pick_ms(struct bench *b)
{
	const struct render_frame *f = globe_frame(b->globe, WIDTH, HEIGHT, 0);
	int64_t start = clock_steady_ns();

	strands_pick(f->strands, &f->view, WIDTH / 2, HEIGHT / 2, 9);
	return (double)(clock_steady_ns() - start) / 1e6;
}

int main(int argc, char **argv)
{
	static struct bench b;
	int frames = argc > 1 ? atoi(argv[1]) : 10;
	const struct strands *s;
	struct err e;

	if (open_bench(&b, &e)) {
		fprintf(stderr, "globe: %s\n", e.text);
		return 1;
	}
	globe_pose(b.globe);
	s = globe_frame(b.globe, WIDTH, HEIGHT, 0)->strands;
	printf("%8u %8u %8u %8.1f %8.1f %8.1f %8.2f\n", s->bundles.arcs, s->bundles.count, s->count,
	       frame_ms(&b, frames, 0, false), frame_ms(&b, frames, 1, false),
	       frame_ms(&b, frames, 0, true), pick_ms(&b));
	return 0;
}
