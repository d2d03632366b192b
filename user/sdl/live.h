/* SPDX-License-Identifier: BSD-2-Clause */
/* live.h - the window, from when it opens until it closes. */
#ifndef SDL_LIVE_H
#define SDL_LIVE_H

#include "sdl/viewer.h"

/* After viewer_start(). errors: what could not be opened, or opened again */
int live_run(struct viewer *v, struct err *e);

#endif
