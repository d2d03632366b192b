/* SPDX-License-Identifier: BSD-2-Clause */
/* picture.h - --screenshot and --clip: what a sensor has now, drawn without a window. */
#ifndef SDL_PICTURE_H
#define SDL_PICTURE_H

#include "sdl/clip.h"
#include "sdl/options.h"
#include "sdl/output.h"

struct viewer;

struct picture {
	int width, height; /* pixels */
	struct output shot;
	struct clip *clip; /* NULL for a shot */
};

bool picture_is_wanted(const struct options *o);

/* The file, while there are rights to open it. What was half opened can be closed. */
int picture_open(struct picture *p, const struct options *o, struct err *e);

/* After viewer_start(). */
int picture_run(struct viewer *v, struct err *e);

/* What did not become whole is removed. */
void picture_close(struct picture *p);

#endif
