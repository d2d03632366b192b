/* SPDX-License-Identifier: BSD-2-Clause */
/* window_state.h - what the files of the window share, and nobody else sees. */
#ifndef SDL_WINDOW_STATE_H
#define SDL_WINDOW_STATE_H

#include <SDL.h>

#include "sdl/window.h"

struct window {
	SDL_Window *window;
	SDL_GLContext context;
	struct gl gl;
	bool es, kiosk, lost;
	GLenum (GL_APIENTRY *reset_status)(void); /* NULL where the driver cannot tell */
	struct window_place place;
	int64_t moved_ns; /* the pointer, last */
	uint64_t errors;  /* of OpenGL */
};

/* Note where it stands now, unless it fills the screen. */
void window_note_place(struct window *w);

#endif
