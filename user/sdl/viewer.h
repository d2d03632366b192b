/* SPDX-License-Identifier: BSD-2-Clause */
/* viewer.h - the parts of redarc-globe, opened in their order: what needs rights comes first. */
#ifndef SDL_VIEWER_H
#define SDL_VIEWER_H

#include <signal.h>

#include "sdl/data.h"
#include "sdl/glyphs.h"
#include "sdl/link.h"
#include "sdl/options.h"
#include "sdl/picture.h"
#include "sdl/window.h"

struct viewer {
	struct options options;
	struct data_files files;
	struct data data;
	struct link link;
	struct picture picture;
	struct window *window;
	struct globe *globe;
	struct render *render;
	struct glyphs *glyphs;
};

#define VIEWER_INIT { .files = { -1, -1 }, .link = { .fd = -1 }, .picture.shot.fd = -1 }

/* Set by SIGINT, SIGTERM and SIGHUP, once they are caught; those that were ignored stay so. */
extern volatile sig_atomic_t viewer_stop;
void viewer_catch_signals(void);

/* Open what needs rights, give them up, connect, read the map and the font. */
int viewer_start(struct viewer *v, struct err *e);

/* Then a window, or for pictures only what draws them. */
int viewer_open(struct viewer *v, const struct window_want *want, struct err *e);

/*
 * Ask the sensor for what is to be shown now: about a peer, its past, its points. Never waits.
 *
 * returns  whether it was asked for something
 */
bool viewer_ask(struct viewer *v, int64_t now_ns);

/*
 * The keys of --press: of a picture once all is read, of a window at once.
 *
 * after    called behind each, for the next may be about what it brought; or NULL
 * errors   those of after(), which ends it
 */
int viewer_press(struct viewer *v, int (*after)(struct viewer *v, struct err *e), struct err *e);

/* The graphics were lost: make them anew. The globe stays what it was. */
int viewer_renew(struct viewer *v, struct err *e);

/* Also what was only half opened. */
void viewer_close(struct viewer *v);

#endif
