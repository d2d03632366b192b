/* SPDX-License-Identifier: BSD-2-Clause */
/* window.h - a window with OpenGL in it, and what the user does to it. */
#ifndef SDL_WINDOW_H
#define SDL_WINDOW_H

#include "core/err.h"
#include "globe/globe.h"

struct window;

/* Where it stands on the desktop, in the desktop's units; when it does not fill the screen. */
struct window_place {
	bool known;
	int x, y, width, height;
	bool full;
};

struct window_want {
	int width, height; /* 0: as in place, else 1280x720 */
	struct window_place place;
	bool hidden; /* only a context to draw pictures with */
	bool kiosk;  /* fills the screen, which is kept awake; only Ctrl+Q leaves */
};

/* errors: -ENOTSUP no display, or neither OpenGL 3.3 nor OpenGL ES 3.0 */
int window_open(const struct window_want *want, struct window **out, struct err *e);
void window_close(struct window *w);

const struct gl *window_gl(const struct window *w);

/* What the user asks of the program. */
struct window_asks {
	bool leave, picture, clip;
};

/*
 * Wait for input and hand it to the globe.
 *
 * wait_ms  at most
 */
struct window_asks window_input(struct window *w, struct globe *g, int wait_ms);

/* Whether some of it may be on a screen: not while it is minimised. */
bool window_is_visible(const struct window *w);

/* The graphics card was reset, or its driver took the context away. */
bool window_is_lost(struct window *w);

/* How often OpenGL complained, as far as window_is_lost() has asked. */
uint64_t window_errors(const struct window *w);

/* A new context in the same window; all that was made in the old one is gone. */
int window_renew(struct window *w, struct err *e);

void window_get_place(const struct window *w, struct window_place *place);

/* In pixels, not in the units of the desktop. */
void window_size(const struct window *w, int *width, int *height);

/* Read what was drawn. rgba: out, width * height * 4 bytes, top row first */
void window_read(const struct window *w, uint8_t *rgba);
void window_show(struct window *w); /* what was drawn */

#endif
