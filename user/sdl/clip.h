/* SPDX-License-Identifier: BSD-2-Clause */
/* clip.h - pictures that move, in a Y4M file or as a folder of PNGs. */
#ifndef SDL_CLIP_H
#define SDL_CLIP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

#define CLIP_RATE 30 /* frames a second */

struct clip;

/*
 * path     a Y4M file that is not there yet, 4:2:0; "-" for standard output; a folder, which may
 *          be there, when it ends with '/': frame-00001.png and so on
 * errors   -EEXIST, and what open(2) says
 */
int clip_open(const char *path, int width, int height, struct clip **out, struct err *e);

/* The frame from now on; rgba: width * height * 4 bytes, top row first. errors: -ENOMEM */
int clip_show(struct clip *c, const uint8_t *rgba, struct err *e);

/*
 * Let it last: what was shown last is written until there are `frames` frames in all.
 *
 * errors   -ENOSPC for a full disk; for a folder also -EEXIST, and what mkdir(2) and open(2) say
 */
int clip_until(struct clip *c, uint32_t frames, struct err *e);

/* What is not whole is removed. errors: as output_close() */
int clip_close(struct clip *c, bool whole, struct err *e);

#endif
