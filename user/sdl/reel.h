/* SPDX-License-Identifier: BSD-2-Clause */
/* reel.h - what the keys save of the window: a picture, or a clip of ten seconds. */
#ifndef SDL_REEL_H
#define SDL_REEL_H

#include "sdl/saver.h"
#include "sdl/window.h"

struct reel {
	struct saver *saver; /* opened when it is first needed */
	bool picture;        /* the next frame is wanted */
	bool rolling, ending;
	int width, height; /* of the clip */
	int64_t from_ns;   /* its first frame; 0: not yet drawn */
	uint32_t next;     /* number of its next frame */
};

/* errors: those of saver_open() */
int reel_want_picture(struct reel *r);

/* A second one ends the clip early. */
int reel_toggle_clip(struct reel *r);

/* After a frame was drawn, before it is shown. Never waits. */
void reel_take(struct reel *r, const struct window *w, int64_t now_ns);

/* Whether the next frame is wanted though nothing has changed. */
bool reel_waits(const struct reel *r);

/* returns whether there is news; text: out, SAVER_NEWS bytes */
bool reel_step(struct reel *r, int64_t now_ns, char *text);

/* What was begun is written to its end. */
void reel_close(struct reel *r);

#endif
