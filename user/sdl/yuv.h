/* SPDX-License-Identifier: BSD-2-Clause */
/* yuv.h - colours as films keep them: brightness, and two differences half as fine. */
#ifndef SDL_YUV_H
#define SDL_YUV_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a frame: Y, then Cb and Cr of half the width and height, rounded up. */
size_t yuv_len(int width, int height);

/*
 * rgba     width * height * 4 bytes
 * yuv      out: yuv_len() bytes, 4:2:0, Y 16..235, Cb and Cr 16..240
 * source   ITU-R BT.601
 */
void yuv_from(const uint8_t *rgba, int width, int height, uint8_t *yuv);

#endif
