/* SPDX-License-Identifier: BSD-2-Clause */
/* shot.h - a picture as PNG. */
#ifndef SDL_SHOT_H
#define SDL_SHOT_H

#include <stdint.h>

#include "sdl/output.h"

/*
 * rgba     width * height * 4 bytes, top row first; alpha is not looked at
 * png      out: taken by the caller, to be freed
 * returns  0, or -ENOMEM
 */
int shot_encode(const uint8_t *rgba, int width, int height, uint8_t **png, size_t *len);

/* The file becomes exactly this picture. */
int shot_write(struct output *o, const uint8_t *rgba, int width, int height, struct err *e);

#endif
