/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/window.h"

#include <SDL.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

struct window {
	SDL_Window *window;
	SDL_GLContext context;
	struct gl gl;
};

static const struct profile {
	int mask, major, minor;
	bool es;
} profiles[] = {
	{ SDL_GL_CONTEXT_PROFILE_CORE, 3, 3, false },
	{ SDL_GL_CONTEXT_PROFILE_ES, 3, 0, true },
};

static int open_profile(struct window *w, const struct profile *p, int width, int height,
			uint32_t flags)
{
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, p->mask);
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, p->major);
	SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, p->minor);
	w->window = SDL_CreateWindow("redarc", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
				     width, height, flags);
	w->context = w->window ? SDL_GL_CreateContext(w->window) : NULL;
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
		       err_set(e, -ENOTSUP, "display %s: no window can be opened there", name) :
		       err_set(e, -ENOTSUP, "display: there is none");
}

int window_open(int width, int height, bool hidden, struct window **out, struct err *e)
{
	uint32_t flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI |
			 (hidden ? SDL_WINDOW_HIDDEN : 0);
	struct window *w = calloc(1, sizeof(*w));
	size_t i = 0;

	*out = w;
	if (!w)
		return err_set(e, -ENOMEM, "window: no memory");
	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	if (SDL_Init(SDL_INIT_VIDEO))
		return err_set(e, -ENOTSUP, "display: %s", SDL_GetError());
	if (!hidden && !is_seen())
		return unseen(e);
	while (i < 2 && open_profile(w, &profiles[i], width, height, flags))
		i++;
	if (i == 2)
		return err_set(e, -ENOTSUP, "display: neither OpenGL 3.3 nor OpenGL ES 3.0: %s",
			       SDL_GetError());
	SDL_GL_SetSwapInterval(hidden ? 0 : 1);
	SDL_EnableScreenSaver();
	return gl_load(&w->gl, SDL_GL_GetProcAddress, profiles[i].es, e);
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

void window_size(const struct window *w, int *width, int *height)
{
	SDL_GL_GetDrawableSize(w->window, width, height);
}

void window_show(struct window *w)
{
	SDL_GL_SwapWindow(w->window);
}

/* Pixels a unit of the desktop. */
static float density(const struct window *w)
{
	int width, height, units, ignored;

	window_size(w, &width, &height);
	SDL_GetWindowSize(w->window, &units, &ignored);
	return units > 0 ? (float)width / (float)units : 1;
}

static void pointer(const struct window *w, struct globe *g, enum globe_pointer what, int x, int y)
{
	float k = density(w);

	globe_pointer(g, what, (float)x * k, (float)y * k, clock_steady_ns());
}

static void toggle_fullscreen(struct window *w)
{
	bool full = SDL_GetWindowFlags(w->window) & SDL_WINDOW_FULLSCREEN_DESKTOP;

	SDL_SetWindowFullscreen(w->window, full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

static bool key(struct window *w, struct globe *g, const SDL_Keysym *k)
{
	bool shift = k->mod & KMOD_SHIFT, ctrl = k->mod & KMOD_CTRL;

	if (globe_takes_text(g)) {
		globe_key(g, ctrl && k->sym >= SDLK_a && k->sym <= SDLK_z ? k->sym & 31 : k->sym);
		return true;
	}
	if (k->sym == SDLK_q)
		return false;
	if (k->sym == SDLK_f)
		toggle_fullscreen(w);
	else
		globe_key(g, k->sym == SDLK_SLASH && shift ? '?' : k->sym);
	return true;
}

static bool take(struct window *w, struct globe *g, const SDL_Event *e)
{
	switch (e->type) {
	case SDL_QUIT:
		return false;
	case SDL_KEYDOWN:
		return (e->key.repeat && !globe_takes_text(g)) || key(w, g, &e->key.keysym);
	case SDL_TEXTINPUT:
		globe_text(g, e->text.text);
		break;
	case SDL_MOUSEMOTION:
		pointer(w, g, GLOBE_MOVE, e->motion.x, e->motion.y);
		break;
	case SDL_MOUSEBUTTONDOWN:
		if (e->button.button == SDL_BUTTON_LEFT)
			pointer(w, g, GLOBE_PRESS, e->button.x, e->button.y);
		break;
	case SDL_MOUSEBUTTONUP:
		if (e->button.button == SDL_BUTTON_LEFT)
			pointer(w, g, GLOBE_RELEASE, e->button.x, e->button.y);
		break;
	case SDL_MOUSEWHEEL:
		globe_wheel(g, e->wheel.preciseY);
		break;
	case SDL_WINDOWEVENT:
		globe_redraw(g);
		break;
	}
	return true;
}

/* Else the key that opens a field would be typed into it. */
static void follow_typing(const struct globe *g)
{
	bool typing = globe_takes_text(g);

	if (typing && !SDL_IsTextInputActive())
		SDL_StartTextInput();
	else if (!typing && SDL_IsTextInputActive())
		SDL_StopTextInput();
}

bool window_input(struct window *w, struct globe *g, int wait_ms)
{
	SDL_Event e;
	bool stay = true;

	follow_typing(g);
	if (SDL_WaitEventTimeout(&e, wait_ms))
		stay = take(w, g, &e);
	while (stay && SDL_PollEvent(&e))
		stay = take(w, g, &e);
	follow_typing(g);
	return stay;
}
