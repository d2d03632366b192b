/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/window_state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 1280
#define HEIGHT 720
#define SIDE_LEAST 64
#define SIDE_MOST 8192
#define CONTEXT_LOST 0x0507 /* of glGetError(), OpenGL 4.5 */

/* A context that tells when it is lost is preferred to one that does not. */
static const struct profile {
	int mask, major, minor;
	bool es;
	int reset;
} profiles[] = {
	{ SDL_GL_CONTEXT_PROFILE_CORE, 3, 3, false, SDL_GL_CONTEXT_RESET_LOSE_CONTEXT },
	{ SDL_GL_CONTEXT_PROFILE_CORE, 3, 3, false, SDL_GL_CONTEXT_RESET_NO_NOTIFICATION },
	{ SDL_GL_CONTEXT_PROFILE_ES, 3, 0, true, SDL_GL_CONTEXT_RESET_LOSE_CONTEXT },
	{ SDL_GL_CONTEXT_PROFILE_ES, 3, 0, true, SDL_GL_CONTEXT_RESET_NO_NOTIFICATION },
};
#define PROFILES (sizeof(profiles) / sizeof(*profiles))

static bool is_on_a_screen(const struct window_place *p)
{
	SDL_Rect part, screen, window = { p->x, p->y, p->width, p->height };

	for (int i = 0; i < SDL_GetNumVideoDisplays(); i++)
		if (!SDL_GetDisplayUsableBounds(i, &screen) &&
		    SDL_IntersectRect(&screen, &window, &part) && part.w >= SIDE_LEAST &&
		    part.h >= SIDE_LEAST)
			return true;
	return false;
}

static bool is_size(int width, int height)
{
	return width >= SIDE_LEAST && width <= SIDE_MOST && height >= SIDE_LEAST &&
	       height <= SIDE_MOST;
}

/* It fills the screen also where nobody manages windows. */
static struct window_place whole_screen(void)
{
	SDL_Rect r = { 0, 0, WIDTH, HEIGHT };

	SDL_GetDisplayBounds(0, &r);
	return (struct window_place){ .x = r.x, .y = r.y, .width = r.w, .height = r.h,
				      .full = true };
}

static struct window_place place_for(const struct window_want *want)
{
	const struct window_place *p = &want->place;
	bool known = p->known && is_size(p->width, p->height);
	struct window_place place = { .x = SDL_WINDOWPOS_CENTERED, .y = SDL_WINDOWPOS_CENTERED,
				      .full = p->full || want->kiosk };
	SDL_Rect screen = { 0, 0, WIDTH, HEIGHT };

	SDL_GetDisplayUsableBounds(0, &screen);
	place.width = known ? p->width : SDL_min(WIDTH, screen.w);
	place.height = known ? p->height : SDL_min(HEIGHT, screen.h);
	if (known && is_on_a_screen(p)) {
		place.x = p->x;
		place.y = p->y;
	}
	if (want->width) {
		place.width = want->width;
		place.height = want->height;
	}
	return want->kiosk ? whole_screen() : place;
}

static int open_profile(struct window *w, const struct profile *p, const struct window_place *at,
			uint32_t flags)
{
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, p->mask);
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, p->major);
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, p->minor);
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_RESET_NOTIFICATION, p->reset);
	w->window = SDL_CreateWindow("redarc", at->x, at->y, at->width, at->height, flags);
	w->context = w->window ? SDL_GL_CreateContext(w->window) : NULL;
	w->es = p->es;
	if (w->context)
		return 0;
	if (w->window)
		SDL_DestroyWindow(w->window);
	w->window = NULL;
	return -ENOTSUP;
}

/* SDL may settle for a driver that shows nothing; that is good only for who asked for it. */
static bool is_seen(void)
{
	const char *asked = SDL_getenv("SDL_VIDEODRIVER"), *driver = SDL_GetCurrentVideoDriver();

	return (asked && *asked) ||
	       (driver && strcmp(driver, "offscreen") && strcmp(driver, "dummy"));
}

static int unseen(struct err *e)
{
	const char *wayland = SDL_getenv("WAYLAND_DISPLAY"), *x11 = SDL_getenv("DISPLAY");
	const char *name = wayland && *wayland ? wayland : x11;

	return name && *name ?
		       err_set(e, -ENOTSUP,
			       "display %s: no window can be opened there; is it yours, and does "
			       "it run?", name) :
		       err_set(e, -ENOTSUP,
			       "display: there is none; start this on a desktop, or make pictures "
			       "with --screenshot and --clip");
}

/* How the driver tells that it was reset; NULL when it cannot. */
static void *find_reset_status(void)
{
	static const char *const names[][2] = {
		{ "GL_ARB_robustness", "glGetGraphicsResetStatusARB" },
		{ "GL_EXT_robustness", "glGetGraphicsResetStatusEXT" },
		{ "GL_KHR_robustness", "glGetGraphicsResetStatusKHR" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (SDL_GL_ExtensionSupported(names[i][0]))
			return SDL_GL_GetProcAddress(names[i][1]);
	return NULL;
}

static int load_gl(struct window *w, struct err *e)
{
	w->lost = false;
	*(void **)&w->reset_status = find_reset_status();
	return gl_load(&w->gl, SDL_GL_GetProcAddress, w->es, e);
}

static int open_context(struct window *w, const struct window_want *want, struct err *e)
{
	struct window_place at = place_for(want);
	uint32_t flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
	size_t i = 0;

	if (want->hidden)
		flags |= SDL_WINDOW_HIDDEN;
	else if (at.full)
		flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
	while (i < PROFILES && open_profile(w, &profiles[i], &at, flags))
		i++;
	if (i == PROFILES)
		return err_set(e, -ENOTSUP,
			       "display: neither OpenGL 3.3 nor OpenGL ES 3.0: %s; a newer driver "
			       "has them, and so has Mesa with LIBGL_ALWAYS_SOFTWARE=1",
			       SDL_GetError());
	w->place = at;
	window_note_place(w);
	return load_gl(w, e);
}

int window_open(const struct window_want *want, struct window **out, struct err *e)
{
	struct window *w = calloc(1, sizeof(*w));
	int r;

	*out = w;
	if (!w)
		return err_set(e, -ENOMEM, "window: no memory");
	w->kiosk = want->kiosk;
	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	if (SDL_Init(SDL_INIT_VIDEO))
		return err_set(e, -ENOTSUP, "display: %s", SDL_GetError());
	if (!want->hidden && !is_seen())
		return unseen(e);
	r = open_context(w, want, e);
	if (r)
		return r;
	SDL_GL_SetSwapInterval(want->hidden ? 0 : 1);
	if (want->kiosk)
		SDL_DisableScreenSaver();
	else
		SDL_EnableScreenSaver();
	return 0;
}

void window_close(struct window *w)
{
	if (!w)
		return;
	if (w->context)
		SDL_GL_DeleteContext(w->context);
	if (w->window)
		SDL_DestroyWindow(w->window);
	SDL_Quit();
	free(w);
}

const struct gl *window_gl(const struct window *w)
{
	return &w->gl;
}

bool window_is_visible(const struct window *w)
{
	return !(SDL_GetWindowFlags(w->window) & (SDL_WINDOW_HIDDEN | SDL_WINDOW_MINIMIZED));
}

/* What OpenGL complains of is counted. returns what it was */
static GLenum take_error(struct window *w)
{
	GLenum error = w->gl.GetError();

	w->errors += error != GL_NO_ERROR && error != CONTEXT_LOST;
	return error;
}

bool window_is_lost(struct window *w)
{
	if (w->lost)
		return true;
	if (w->reset_status && w->reset_status() != GL_NO_ERROR)
		return true;
	return take_error(w) == CONTEXT_LOST;
}

uint64_t window_errors(const struct window *w)
{
	return w->errors;
}

int window_renew(struct window *w, struct err *e)
{
	int interval = SDL_GL_GetSwapInterval();

	if (w->context)
		SDL_GL_DeleteContext(w->context);
	w->context = SDL_GL_CreateContext(w->window);
	if (!w->context)
		return err_set(e, -ENOTSUP, "OpenGL: %s", SDL_GetError());
	SDL_GL_SetSwapInterval(interval);
	return load_gl(w, e);
}

void window_note_place(struct window *w)
{
	const uint32_t other = SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_MAXIMIZED |
			       SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN;
	struct window_place *p = &w->place;
	uint32_t flags = SDL_GetWindowFlags(w->window);

	p->full = flags & SDL_WINDOW_FULLSCREEN;
	if (flags & other)
		return;
	p->known = true;
	SDL_GetWindowPosition(w->window, &p->x, &p->y);
	SDL_GetWindowSize(w->window, &p->width, &p->height);
}

void window_get_place(const struct window *w, struct window_place *place)
{
	*place = w->place;
}

void window_size(const struct window *w, int *width, int *height)
{
	SDL_GL_GetDrawableSize(w->window, width, height);
}

static void swap_rows(uint8_t *a, uint8_t *b, size_t len)
{
	uint8_t part[1024];

	for (size_t n; len; len -= n, a += n, b += n) {
		n = len < sizeof(part) ? len : sizeof(part);
		memcpy(part, a, n);
		memcpy(a, b, n);
		memcpy(b, part, n);
	}
}

void window_read(const struct window *w, uint8_t *rgba)
{
	int width, height;
	size_t row;

	window_size(w, &width, &height);
	row = (size_t)width * 4;
	w->gl.ReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
	for (int y = 0; y < height / 2; y++)
		swap_rows(rgba + (size_t)y * row, rgba + (size_t)(height - 1 - y) * row, row);
}

void window_show(struct window *w)
{
	SDL_GL_SwapWindow(w->window);
}
