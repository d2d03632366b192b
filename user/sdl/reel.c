/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/reel.h"

#include <stdio.h>
#include <unistd.h>

#include "core/clock.h"
#include "sdl/album.h"
#include "sdl/clip.h"

#define CLIP_NS (10 * CLOCK_S)

static int load(struct reel *r)
{
	return r->saver ? 0 : saver_open(&r->saver);
}

int reel_want_picture(struct reel *r)
{
	r->picture = true;
	return load(r);
}

int reel_toggle_clip(struct reel *r)
{
	if (r->rolling) {
		r->ending = true;
		return 0;
	}
	r->rolling = true;
	r->ending = false;
	r->from_ns = 0;
	r->next = 0;
	return load(r);
}

static void take_picture(struct reel *r, const struct window *w)
{
	int width, height;
	struct save *save;

	window_size(w, &width, &height);
	save = saver_next(r->saver, width, height);
	if (!save)
		return;
	save->kind = SAVE_PICTURE;
	album_path("png", clock_now_ns(), save->path);
	window_read(w, save->rgba);
	saver_hand_over(r->saver);
	r->picture = false;
}

/* The frame that a clip shows at a time. */
static uint32_t frame_at(const struct reel *r, int64_t now_ns)
{
	int64_t since_ns = now_ns - r->from_ns;

	return (uint32_t)((since_ns < CLIP_NS ? since_ns : CLIP_NS) * CLIP_RATE / CLOCK_S);
}

/* A frame that finds no room is left out: the one before it lasts longer. */
static void take_frame(struct reel *r, const struct window *w, int64_t now_ns)
{
	int width, height;
	struct save *save;

	window_size(w, &width, &height);
	if (!r->from_ns) {
		r->from_ns = now_ns;
		r->width = width;
		r->height = height;
	}
	if (width != r->width || height != r->height)
		r->ending = true;
	if (r->ending || frame_at(r, now_ns) < r->next)
		return;
	save = saver_next(r->saver, width, height);
	if (!save)
		return;
	save->kind = SAVE_CLIP_FRAME;
	save->at = r->next ? frame_at(r, now_ns) : 0;
	if (!r->next)
		album_path("y4m", clock_now_ns(), save->path);
	r->next = save->at + 1;
	window_read(w, save->rgba);
	saver_hand_over(r->saver);
}

void reel_take(struct reel *r, const struct window *w, int64_t now_ns)
{
	if (r->picture && r->saver)
		take_picture(r, w);
	if (r->rolling && r->saver)
		take_frame(r, w, now_ns);
}

bool reel_waits(const struct reel *r)
{
	return r->picture || (r->rolling && !r->next);
}

static void end_clip(struct reel *r, int64_t now_ns)
{
	struct save *save = saver_next(r->saver, 0, 0);
	uint32_t at = frame_at(r, now_ns);

	if (!save)
		return;
	save->kind = SAVE_CLIP_END;
	save->at = at > r->next ? at : r->next;
	saver_hand_over(r->saver);
	r->rolling = false;
}

bool reel_step(struct reel *r, int64_t now_ns, char *text)
{
	if (!r->saver)
		return false;
	if (r->rolling && r->next && saver_failed(r->saver))
		r->rolling = false;
	if (r->rolling && r->next && (r->ending || now_ns - r->from_ns >= CLIP_NS))
		end_clip(r, now_ns);
	return saver_news(r->saver, text);
}

void reel_close(struct reel *r)
{
	saver_close(r->saver);
	r->saver = NULL;
}
