/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * globe FRAMES WIDTH HEIGHT SIDE <stream: for the scene of a stream, milliseconds of each pass, of
 * a frame at rest and of one that turns, of picking and of listing; each the best of so many.
 * SIDE is "cpu" or "gpu": whose number of bundles is drawn.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "sdl/data.h"
#include "sdl/link.h"
#include "sdl/window.h"

struct bench {
	int width, height, frames;
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
	const struct window_want want = { .width = b->width, .height = b->height, .hidden = true };
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

/* What a frame is drawn with; the passes are told apart by leaving one out. */
enum { SPHERE = 1, ARCS = 2, GLOW = 4, HUD = 8, ROUGH = 16 };

static double draw_ms(struct bench *b, const struct render_frame *f)
{
	int64_t start = clock_steady_ns();

	render_draw(b->render, f);
	window_gl(b->window)->Finish();
	return (double)(clock_steady_ns() - start) / 1e6;
}

static double best_ms(struct bench *b, unsigned int what)
{
	static const struct strands no_strands;
	static const struct batch no_batch;
	struct render_frame f = *globe_frame(b->globe, b->width, b->height, 0);
	double best = INFINITY;

	f.glow = what & GLOW;
	f.rough = what & ROUGH;
	if (!(what & ARCS))
		f.strands = &no_strands;
	if (!(what & HUD))
		f.batch = &no_batch;
	for (int i = 0; i <= b->frames; i++) {
		if (what & SPHERE)
			f.view.dist += 1e-4f; /* it is drawn anew when the view is another */
		best = fmin(best, draw_ms(b, &f));
	}
	return best;
}

static double pick_ms(struct bench *b)
{
	const struct render_frame *f = globe_frame(b->globe, b->width, b->height, 0);
	int64_t start = clock_steady_ns();

	strands_pick(f->strands, &f->view, (float)b->width / 2, (float)b->height / 2, 9);
	return (double)(clock_steady_ns() - start) / 1e6;
}

/* A key finds the foremost of all peers, and builds the arcs. */
static double list_ms(struct bench *b)
{
	int64_t start = clock_steady_ns();

	globe_key(b->globe, 'b');
	return (double)(clock_steady_ns() - start) / 1e6;
}

int main(int argc, char **argv)
{
	static struct bench b;
	double rest, bare;
	struct err e;

	if (argc != 5)
		return 2;
	b.frames = atoi(argv[1]);
	b.width = atoi(argv[2]);
	b.height = atoi(argv[3]);
	if (open_bench(&b, &e)) {
		fprintf(stderr, "globe: %s\n", e.text);
		return 1;
	}
	if (!strcmp(argv[4], "cpu"))
		globe_spare(b.globe);
	globe_key(b.globe, 'h');
	rest = best_ms(&b, ARCS | HUD);
	bare = best_ms(&b, HUD);
	const struct strands *s = globe_frame(b.globe, b.width, b.height, 0)->strands;

	printf("%u %u %dx%d %.1f %.1f %.1f %.1f %.1f %.1f %.1f %.1f\n", s->bundles.arcs,
	       s->bundles.count, b.width, b.height, best_ms(&b, SPHERE | ARCS | HUD) - rest,
	       rest - bare, best_ms(&b, ARCS | GLOW | HUD) - rest, rest - best_ms(&b, ARCS), rest,
	       best_ms(&b, SPHERE | ARCS | HUD | ROUGH), pick_ms(&b), list_ms(&b));
	return 0;
}
