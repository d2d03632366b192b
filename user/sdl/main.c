/* SPDX-License-Identifier: BSD-2-Clause */
/* redarc-globe: open, give up root, then read, decode and draw. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"
#include "globe/font_more.h"
#include "sdl/data.h"
#include "sdl/drop.h"
#include "sdl/glyphs.h"
#include "sdl/link.h"
#include "sdl/options.h"
#include "sdl/shot.h"
#include "sdl/window.h"

#define SOFTWARE_FRAME_NS (CLOCK_S / 15)
#define FRAME_NS (CLOCK_S / 60)
#define IDLE_MS 50
#define RETRY_NS (2 * CLOCK_S)
#define GLYPHS_MOST 32 /* drawn between two frames */
#define READS_MOST 16 /* buffers of the stream between two frames */

struct program {
	struct options options;
	struct data_files files;
	struct data data;
	struct link link;
	int shot; /* descriptor of the picture, -1 for a window */
	struct window *window;
	struct globe *globe;
	struct render *render;
	struct glyphs *glyphs;
	int64_t retry_ns;
	bool again; /* the next HELLO is of a new stream */
};

static void take(void *ctx, const struct stream_record *r)
{
	struct program *p = ctx;

	if (r->kind == STREAM_HELLO && p->again)
		p->again = globe_again(p->globe) != 0;
	globe_take(p->globe, r, clock_steady_ns());
}

/* What needs rights that are about to be given up. */
static int open_outside(struct program *p, struct err *e)
{
	int r = data_open(&p->files, e);

	if (!r && p->options.stream_fd >= 0)
		link_adopt(&p->link, p->options.stream_fd);
	else if (!r)
		r = link_connect(&p->link, p->options.socket, e);
	if (!r && p->options.screenshot) {
		p->shot = shot_open(p->options.screenshot, e);
		r = p->shot < 0 ? p->shot : 0;
	}
	return r;
}

/* A picture needs no display, which might not be open to this user. */
static void choose_display(const struct program *p)
{
	if (p->shot >= 0)
		setenv("SDL_VIDEODRIVER", "offscreen", 0);
}

static int open_inside(struct program *p, struct err *e)
{
	struct render_data data;
	int r = data_load(&p->data, &p->files, e);

	if (r)
		return r;
	if (font_more_open(&p->data.font) || glyphs_open(&p->glyphs))
		return err_set(e, -ENOMEM, "glyphs: no memory");
	choose_display(p);
	r = window_open(p->options.width, p->options.height, p->shot >= 0, &p->window, e);
	if (r)
		return r;
	data = (struct render_data){ p->data.map, p->data.map_width, p->data.map_height,
				     &p->data.font };
	r = render_open(window_gl(p->window), &data, &p->render, e);
	data_free_map(&p->data);
	if (r)
		return r;
	if (globe_open(&p->data.font, NULL, &p->globe))
		return err_set(e, -ENOMEM, "globe: no memory");
	if (p->options.filter)
		globe_filter_add(p->globe, p->options.filter);
	return 0;
}

/* A descriptor is read to its end, a socket until all there was has been sent. */
static int read_for_shot(struct program *p, struct err *e)
{
	bool whole = p->options.stream_fd >= 0;
	int r = 0;

	while (r >= 0 && !globe_has_ended(p->globe) && (whole || !globe_is_complete(p->globe)))
		r = link_read(&p->link, -1, take, p, e);
	return r == -EPIPE && whole ? 0 : r < 0 ? r : 0;
}

static int shoot(struct program *p, struct err *e)
{
	int width = p->options.width, height = p->options.height, r;
	struct render_frame frame;
	uint8_t *rgba;

	r = read_for_shot(p, e);
	if (r)
		return r;
	rgba = malloc((size_t)width * (size_t)height * 4);
	if (!rgba)
		return err_set(e, -ENOMEM, "screenshot: no memory");
	globe_pose(p->globe);
	globe_frame(p->globe, width, height, clock_steady_ns());
	glyphs_supply(p->glyphs, &p->data.font, FONT_MORE_GLYPHS);
	frame = *globe_frame(p->globe, width, height, clock_steady_ns());
	frame.glow = true;
	if (render_shot(p->render, &frame, rgba))
		r = err_set(e, -ENOTSUP, "screenshot: the driver cannot draw %dx%d", width, height);
	else
		r = shot_write(p->shot, rgba, width, height, e);
	free(rgba);
	return r;
}

static void try_again(struct program *p)
{
	int64_t now = clock_steady_ns();

	if (!p->link.path[0] || now < p->retry_ns)
		return;
	p->retry_ns = now + RETRY_NS;
	p->again = !link_again(&p->link, NULL);
}

/* A stream that ended in peace says so on the screen; a broken one on the terminal too. */
static void read_stream(struct program *p)
{
	struct err e;
	int r = 1;

	for (int i = 0; p->link.fd >= 0 && r > 0 && i < READS_MOST; i++) {
		r = link_read(&p->link, 0, take, p, &e);
		if (r >= 0)
			continue;
		if (r == -EBADMSG)
			log_error("%s", e.text);
		link_close(&p->link);
		globe_lost(p->globe, clock_steady_ns());
	}
	if (p->link.fd < 0)
		try_again(p);
}

static void draw(struct program *p, bool software)
{
	struct render_frame frame;
	int width, height;

	window_size(p->window, &width, &height);
	frame = *globe_frame(p->globe, width, height, clock_steady_ns());
	frame.rough = software && globe_is_turning(p->globe);
	frame.glow = !software;
	render_draw(p->render, &frame);
	window_show(p->window);
	if (glyphs_supply(p->glyphs, &p->data.font, GLYPHS_MOST))
		globe_redraw(p->globe);
}

/* When the next frame may start. Where the CPU draws, it rests as long as it drew. */
static int64_t draw_and_rest(struct program *p, bool software)
{
	int64_t start_ns = clock_steady_ns(), took_ns;

	draw(p, software);
	if (!software)
		return start_ns + FRAME_NS;
	window_gl(p->window)->Finish();
	took_ns = clock_steady_ns() - start_ns;
	return start_ns + (2 * took_ns > SOFTWARE_FRAME_NS ? 2 * took_ns : SOFTWARE_FRAME_NS);
}

/* How long input is waited for: until the next frame may start, when one is due. */
static int wait_ms(bool due, int64_t next_ns)
{
	int64_t left_ms = (next_ns - clock_steady_ns()) * 1000 / CLOCK_S;

	if (!due || left_ms > IDLE_MS)
		return IDLE_MS;
	return left_ms > 0 ? (int)left_ms : 0;
}

static void ask(struct program *p)
{
	struct addr peer;

	if (globe_asks(p->globe, clock_steady_ns(), &peer))
		link_explain(&p->link, &peer);
}

/* A window that a sensor opened goes with it; the end of a capture stays to be looked at. */
static bool is_over(const struct program *p)
{
	return p->options.stream_fd >= 0 && globe_has_ended(p->globe) && !globe_is_replay(p->globe);
}

static int show(struct program *p)
{
	bool software = render_is_software(p->render), due = true;
	int64_t next_ns = 0;

	if (software)
		log_note("no graphics hardware: 15 frames a second at most, without glow");
	while (!is_over(p) && window_input(p->window, p->globe, wait_ms(due, next_ns))) {
		read_stream(p);
		ask(p);
		due = globe_step(p->globe, clock_steady_ns());
		if (due && clock_steady_ns() >= next_ns)
			next_ns = draw_and_rest(p, software);
	}
	return 0;
}

static int run(struct program *p, struct err *e)
{
	int r = open_outside(p, e);

	if (!r)
		r = drop_root(e);
	if (!r)
		r = open_inside(p, e);
	if (!r)
		r = p->shot >= 0 ? shoot(p, e) : show(p);
	globe_close(p->globe);
	render_close(p->render);
	window_close(p->window);
	glyphs_close(p->glyphs);
	font_more_close(&p->data.font);
	data_free(&p->data);
	data_close(&p->files);
	link_close(&p->link);
	if (p->shot >= 0 && close(p->shot) && !r)
		r = err_set(e, -errno, "screenshot: it could not be written");
	return r;
}

int main(int argc, char **argv)
{
	static struct program p = { .files = { -1, -1 }, .link = { .fd = -1 }, .shot = -1 };
	struct err e;

	log_init("redarc-globe", LOG_NOTE);
	signal(SIGPIPE, SIG_IGN);
	if (options_parse(&p.options, argc, argv, &e)) {
		log_error("%s", e.text);
		return 2;
	}
	if (p.options.help)
		options_help();
	else if (p.options.version)
		printf("redarc-globe " VERSION "\n");
	else if (run(&p, &e)) {
		log_error("%s", e.text);
		return 1;
	}
	return 0;
}
