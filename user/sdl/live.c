/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/live.h"

#include <errno.h>
#include <time.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/paths.h"
#include "sdl/frame_times.h"
#include "sdl/reel.h"
#include "sdl/view_file.h"

#define SOFTWARE_FRAME_NS (CLOCK_S / 15)
#define FRAME_NS (CLOCK_S / 60)
#define IDLE_MS 50
#define RETRY_NS (2 * CLOCK_S)
#define RENEWALS_MOST 15 /* in a row; a driver may be gone for a while */
#define GLYPHS_MOST 32   /* drawn between two frames */
#define READS_MOST 16    /* buffers of the stream between two frames */

struct live {
	struct viewer *viewer;
	struct reel reel;
	struct frame_times times;
	bool software; /* the CPU draws */
	bool due;      /* a frame would differ from the last */
	bool again;    /* the next HELLO is of a new stream */
	int64_t next_ns;  /* when the next frame may start */
	int64_t retry_ns; /* when the socket may be tried again */
	int failures;     /* to renew the graphics, in a row */
};

static void take(void *ctx, const struct stream_record *r)
{
	struct live *l = ctx;

	if (r->kind == STREAM_HELLO && l->again)
		l->again = globe_again(l->viewer->globe) != 0;
	globe_take(l->viewer->globe, r, clock_steady_ns());
}

static void try_again(struct live *l)
{
	int64_t now = clock_steady_ns();

	if (now < l->retry_ns)
		return;
	l->retry_ns = now + RETRY_NS;
	l->again = !link_again(&l->viewer->link, NULL);
}

/* A stream that ended in peace says so on the screen; a broken one on the terminal too. */
static void read_stream(struct live *l)
{
	struct link *link = &l->viewer->link;
	struct err e;
	int r = 1;

	for (int i = 0; link->fd >= 0 && r > 0 && i < READS_MOST; i++) {
		r = link_read(link, 0, take, l, &e);
		if (r >= 0)
			continue;
		if (r == -EBADMSG)
			log_error("%s", e.text);
		link_close(link);
		globe_lost(l->viewer->globe, clock_steady_ns());
	}
	if (link->fd < 0)
		try_again(l);
}

static void draw(struct live *l)
{
	struct viewer *viewer = l->viewer;
	struct render_frame frame;
	int width, height;

	window_size(viewer->window, &width, &height);
	frame = *globe_frame(viewer->globe, width, height, clock_steady_ns());
	frame.rough = l->software && globe_is_turning(viewer->globe);
	frame.glow = !l->software;
	render_draw(viewer->render, &frame);
	reel_take(&l->reel, viewer->window, clock_steady_ns());
	window_show(viewer->window);
	if (glyphs_supply(viewer->glyphs, &viewer->data.font, GLYPHS_MOST))
		globe_redraw(viewer->globe);
}

/* Where the CPU draws, it rests as long as it drew. */
static void draw_and_rest(struct live *l)
{
	int64_t start_ns = clock_steady_ns(), took_ns;

	draw(l);
	if (l->software)
		window_gl(l->viewer->window)->Finish();
	took_ns = clock_steady_ns() - start_ns;
	frame_times_add(&l->times, took_ns);
	l->next_ns = start_ns + FRAME_NS;
	if (l->software)
		l->next_ns = start_ns +
			     (2 * took_ns > SOFTWARE_FRAME_NS ? 2 * took_ns : SOFTWARE_FRAME_NS);
}

/* How long input is waited for: until the next frame may start, when one is due. */
static int wait_ms(const struct live *l)
{
	int64_t left_ms = (l->next_ns - clock_steady_ns()) * 1000 / CLOCK_S;

	if (!l->due || left_ms > IDLE_MS || !window_is_visible(l->viewer->window))
		return IDLE_MS;
	return left_ms > 0 ? (int)left_ms : 0;
}

static void request(struct viewer *viewer)
{
	char line[STREAM_REQUEST_LINE];
	size_t len;

	while (link_has_room(&viewer->link) && (len = globe_request(viewer->globe, line)))
		link_send(&viewer->link, line, len);
}

static void save(struct live *l, const struct window_asks *asks)
{
	char text[SAVER_NEWS];
	int r = 0;

	if (asks->picture)
		r = reel_want_picture(&l->reel);
	if (asks->clip)
		r = reel_toggle_clip(&l->reel);
	if (r)
		globe_say(l->viewer->globe, PHRASE("no memory to save it"), clock_steady_ns());
	if (reel_step(&l->reel, clock_steady_ns(), text))
		globe_say(l->viewer->globe, text, clock_steady_ns());
}

/* Nothing is drawn in between. errors: those of the last of so many times */
static int renew(struct live *l, struct err *e)
{
	int r = viewer_renew(l->viewer, e);

	if (!r)
		log_note("the graphics were lost, and made anew");
	l->failures = r ? l->failures + 1 : 0;
	l->next_ns = clock_steady_ns() + (r ? RETRY_NS : 0);
	return l->failures < RENEWALS_MOST ? 0 : r;
}

static int draw_if_due(struct live *l, struct err *e)
{
	struct viewer *viewer = l->viewer;

	l->due = globe_step(viewer->globe, clock_steady_ns()) || reel_waits(&l->reel);
	if (clock_steady_ns() < l->next_ns || !window_is_visible(viewer->window))
		return 0;
	if (!viewer->render || window_is_lost(viewer->window))
		return renew(l, e);
	if (l->due)
		draw_and_rest(l);
	return 0;
}

/* A window that a sensor opened goes with it; the end of a capture stays to be looked at. */
static bool is_over(const struct viewer *viewer)
{
	return viewer_stop || (viewer->options.stream_fd >= 0 && globe_has_ended(viewer->globe) &&
				!globe_is_replay(viewer->globe));
}

static int loop(struct live *l, struct err *e)
{
	struct viewer *viewer = l->viewer;
	int r = 0;

	if (viewer->link.fd < 0)
		globe_lost(viewer->globe, clock_steady_ns());
	while (!r && !is_over(viewer)) {
		struct window_asks asks = window_input(viewer->window, viewer->globe, wait_ms(l));

		if (asks.leave)
			break;
		read_stream(l);
		viewer_ask(viewer, clock_steady_ns());
		request(viewer);
		save(l, &asks);
		r = draw_if_due(l, e);
	}
	reel_close(&l->reel);
	return r;
}

/* A view that cannot be remembered is no reason not to show anything. */
static void recall(const struct viewer *viewer, const char *path, struct view_file *v)
{
	struct err e;
	int r = viewer->options.forget ? 0 : view_file_load(path, v, &e);

	if (r && r != -ENOENT)
		log_warn("%s; starting afresh", e.text);
}

static void remember(const struct viewer *viewer, const char *path)
{
	struct view_file v;
	struct err e;

	globe_view_get(viewer->globe, &v.view);
	window_get_place(viewer->window, &v.place);
	if (view_file_save(path, &v, &e))
		log_warn("%s; the view is not remembered", e.text);
}

/* Where the CPU draws. */
static void go_gently(struct globe *g)
{
	globe_spare(g);
	globe_say(g, PHRASE("software rendering: coarse while it turns"), clock_steady_ns());
	log_note("no graphics hardware: 15 frames a second at most, without glow");
}

/* Local time, of UTC. */
static int32_t ahead_s(void)
{
	time_t now = time(NULL);
	struct tm local;

	return localtime_r(&now, &local) ? (int32_t)local.tm_gmtoff : 0;
}

int live_run(struct viewer *viewer, struct err *e)
{
	const struct options *o = &viewer->options;
	struct live l = { .viewer = viewer };
	char path[PATHS_ROOM];
	bool remembers = !o->kiosk && view_file_path(path);
	struct view_file v = { 0 };
	struct window_want want;
	int r;

	if (remembers)
		recall(viewer, path, &v);
	v.place.full |= o->fullscreen;
	want = (struct window_want){ o->width, o->height, v.place, false, o->kiosk };
	r = viewer_open(viewer, &want, e);
	if (r)
		return r;
	if (o->has_larger)
		v.view.larger = (int8_t)o->larger;
	globe_view_set(viewer->globe, &v.view);
	globe_local_time(viewer->globe, ahead_s());
	viewer_press(viewer, NULL, NULL);
	l.software = render_is_software(viewer->render);
	if (l.software)
		go_gently(viewer->globe);
	viewer_catch_signals();
	r = loop(&l, e);
	if (o->frame_times)
		frame_times_print(&l.times, window_errors(viewer->window));
	if (remembers)
		remember(viewer, path);
	return r;
}
