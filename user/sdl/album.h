/* SPDX-License-Identifier: BSD-2-Clause */
/* album.h - where pictures go that are made by a key, and their names. */
#ifndef SDL_ALBUM_H
#define SDL_ALBUM_H

#include <stdint.h>

#include "sdl/output.h"

/*
 * redarc-20261122T104207Z.png in $XDG_PICTURES_DIR, else in ~/Pictures when it is there, else
 * in the current folder; -2 to -9 after the time where there is one already.
 *
 * ending   "png"
 * now_ns   since 1970
 * path     out
 */
void album_path(const char *ending, int64_t now_ns, char path[OUTPUT_PATH]);

#endif
