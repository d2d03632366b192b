/* SPDX-License-Identifier: BSD-2-Clause */
/* window.h - a window with OpenGL in it, and what the user does to it. */
#ifndef SDL_WINDOW_H
#define SDL_WINDOW_H

#include "core/err.h"
#include "globe/globe.h"

struct window;

/*
 * hidden   only a context to draw a picture with
 * errors   -ENOTSUP no display, or neither OpenGL 3.3 nor OpenGL ES 3.0
 */
int window_open(int width, int height, bool hidden, struct window **out, struct err *e);
void window_close(struct window *w);

const struct gl *window_gl(const struct window *w);

/*
 * Wait for input and hand it to the globe.
 *
 * wait_ms  at most
 * returns  false when the user wants to leave
 */
bool window_input(struct window *w, struct globe *g, int wait_ms);

/* In pixels, not in the units of the desktop. */
void window_size(const struct window *w, int *width, int *height);
void window_show(struct window *w); /* what was drawn */

#endif
