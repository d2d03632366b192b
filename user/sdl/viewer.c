/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/viewer.h"

#include <errno.h>
#include <stdlib.h>

#include "globe/font_more.h"
#include "sdl/drop.h"

volatile sig_atomic_t viewer_stop;

static void on_signal(int number)
{
	(void)number;
	viewer_stop = 1;
}

void viewer_catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction was, ours = { .sa_handler = on_signal };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!sigaction(numbers[i], NULL, &was) && was.sa_handler != SIG_IGN)
			sigaction(numbers[i], &ours, NULL);
}

/* On a wall a window may be up before its sensor is, and outlasts it. */
static int connect_sensor(struct viewer *v, struct err *e)
{
	int r;

	if (v->options.stream_fd >= 0) {
		link_adopt(&v->link, v->options.stream_fd);
		return 0;
	}
	r = link_connect(&v->link, v->options.socket, e);
	return v->options.kiosk && r != -ENAMETOOLONG ? 0 : r;
}

int viewer_start(struct viewer *v, struct err *e)
{
	int r = data_open(&v->files, e);

	if (!r)
		r = connect_sensor(v, e);
	if (!r && picture_is_wanted(&v->options))
		r = picture_open(&v->picture, &v->options, e);
	if (!r)
		r = drop_root(e);
	if (!r)
		r = data_load(&v->data, &v->files, e);
	if (!r && (font_more_open(&v->data.font) || glyphs_open(&v->glyphs)))
		r = err_set(e, -ENOMEM, "glyphs: no memory");
	return r;
}

static int open_render(struct viewer *v, struct err *e)
{
	struct render_data data = { v->data.map, v->data.map_width, v->data.map_height,
				    &v->data.font };
	int r = render_open(window_gl(v->window), &data, &v->render, e);

	data_free_map(&v->data);
	return r;
}

/* As locales are chosen: setlocale(3). */
static const char *locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value = NULL;

	for (size_t i = 0; (!value || !*value) && i < sizeof(names) / sizeof(*names); i++)
		value = getenv(names[i]);
	return value ? value : "";
}

static void set_globe(struct viewer *v)
{
	const struct options *o = &v->options;

	globe_speak(v->globe, phrase_language_of(o->language ? o->language : locale()));
	globe_version(v->globe, VERSION);
	if (o->filter)
		globe_filter_add(v->globe, o->filter);
	if (o->larger)
		globe_enlarge(v->globe, o->larger);
}

int viewer_open(struct viewer *v, const struct window_want *want, struct err *e)
{
	int r;

	if (want->hidden) /* a display might not be open to this user */
		setenv("SDL_VIDEODRIVER", "offscreen", 0);
	r = window_open(want, &v->window, e);
	if (!r)
		r = open_render(v, e);
	if (!r && globe_open(&v->data.font, NULL, &v->globe))
		r = err_set(e, -ENOMEM, "globe: no memory");
	if (!r)
		set_globe(v);
	return r;
}

bool viewer_ask(struct viewer *v, int64_t now_ns)
{
	struct addr peer;
	bool explain = globe_asks(v->globe, now_ns, &peer);
	bool past = globe_asks_past(v->globe, now_ns), points = globe_asks_points(v->globe);

	if (explain)
		link_explain(&v->link, &peer);
	if (past)
		link_ask(&v->link, "past");
	if (points)
		link_ask(&v->link, "points");
	return explain || past || points;
}

int viewer_press(struct viewer *v, int (*after)(struct viewer *v, struct err *e), struct err *e)
{
	int width = v->picture.width, height = v->picture.height, r = 0;

	if (!width)
		window_size(v->window, &width, &height);
	for (const char *k = v->options.press; !r && k && *k; k++) {
		globe_frame(v->globe, width, height, 0); /* keys are about what is seen */
		globe_key(v->globe, *k);
		r = after ? after(v, e) : 0;
	}
	return r;
}

int viewer_renew(struct viewer *v, struct err *e)
{
	int r;

	render_close(v->render);
	v->render = NULL;
	r = window_renew(v->window, e);
	if (!r)
		r = data_load_map(&v->data, &v->files, e);
	if (!r)
		r = open_render(v, e);
	globe_redraw(v->globe);
	return r;
}

void viewer_close(struct viewer *v)
{
	globe_close(v->globe);
	render_close(v->render);
	window_close(v->window);
	glyphs_close(v->glyphs);
	font_more_close(&v->data.font);
	data_free(&v->data);
	data_close(&v->files);
	link_close(&v->link);
	picture_close(&v->picture);
}
