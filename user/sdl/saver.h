/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * saver.h - a thread that encodes and writes what the window shows, so that the window need not
 * wait. All functions are for one thread, the window's.
 */
#ifndef SDL_SAVER_H
#define SDL_SAVER_H

#include <stdbool.h>
#include <stdint.h>

#include "sdl/output.h"

#define SAVER_NEWS (OUTPUT_PATH + 64)

struct saver;

enum save_kind {
	SAVE_PICTURE,    /* a PNG */
	SAVE_CLIP_FRAME, /* the first one begins the clip */
	SAVE_CLIP_END,
};

struct save {
	enum save_kind kind;
	int width, height;
	uint32_t at; /* of a clip: the frame's number, how many there were; counts from 0 */
	char path[OUTPUT_PATH];
	uint8_t *rgba; /* width * height * 4 bytes, top row first */
};

/* errors: -ENOMEM, -EAGAIN no thread */
int saver_open(struct saver **out);

/* Waits until what was handed over is written; a clip that was not ended is kept as it is. */
void saver_close(struct saver *s);

/*
 * returns  what is to be filled, with room for so many pixels, then handed over; NULL while two
 *          are under way
 */
struct save *saver_next(struct saver *s, int width, int height);
void saver_hand_over(struct saver *s);

/* Whether the clip has failed, so that more frames are of no use. */
bool saver_failed(struct saver *s);

/* returns whether there is news: "saved: ..." or what went wrong; text: out, SAVER_NEWS bytes */
bool saver_news(struct saver *s, char *text);

#endif
