/* SPDX-License-Identifier: BSD-2-Clause */
/* shot.h - a picture into a file. */
#ifndef SDL_SHOT_H
#define SDL_SHOT_H

#include <stdint.h>

#include "core/err.h"

/*
 * path     "-" for standard output; what was there before stays until the picture is written
 * returns  a descriptor, or -errno
 */
int shot_open(const char *path, struct err *e);

/* rgba: width * height * 4 bytes, top row first; the file becomes exactly this picture */
int shot_write(int fd, const uint8_t *rgba, int width, int height, struct err *e);

#endif
