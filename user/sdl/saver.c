/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/saver.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "globe/phrase.h"
#include "sdl/clip.h"
#include "sdl/shot.h"

#define SAVES 2 /* one is written while the next is drawn */

struct saver {
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows; saves from done to handed are the thread's */
	pthread_cond_t wake;
	struct save saves[SAVES];
	size_t room[SAVES]; /* bytes of rgba */
	uint32_t handed, done;
	bool closing, failed, has_news;
	char news[SAVER_NEWS];
	/* the thread's */
	struct clip *clip;
	char clip_path[OUTPUT_PATH];
};

static void tell(struct saver *s, const char *what, const char *of)
{
	pthread_mutex_lock(&s->lock);
	snprintf(s->news, sizeof(s->news), "%s%s", what, of);
	s->has_news = true;
	pthread_mutex_unlock(&s->lock);
}

static void save_picture(struct saver *s, const struct save *save)
{
	struct output file;
	struct err e;
	int r = output_open(&file, save->path, false, &e);

	if (!r)
		r = shot_write(&file, save->rgba, save->width, save->height, &e);
	if (output_close(&file, !r, &e) || r)
		tell(s, e.text, "");
	else
		tell(s, PHRASE("saved") ": ", save->path);
}

static void give_up_clip(struct saver *s, const struct err *e)
{
	clip_close(s->clip, false, NULL);
	s->clip = NULL;
	pthread_mutex_lock(&s->lock);
	s->failed = true;
	pthread_mutex_unlock(&s->lock);
	tell(s, e->text, "");
}

static bool begins_clip(const struct save *save)
{
	return save->kind == SAVE_CLIP_FRAME && !save->at;
}

static void save_frame(struct saver *s, const struct save *save)
{
	struct err e;
	int r = 0;

	if (begins_clip(save)) {
		snprintf(s->clip_path, sizeof(s->clip_path), "%s", save->path);
		r = clip_open(save->path, save->width, save->height, &s->clip, &e);
	}
	if (!r && !s->clip)
		return;
	if (!r)
		r = clip_until(s->clip, save->at, &e);
	if (!r)
		r = clip_show(s->clip, save->rgba, &e);
	if (r)
		give_up_clip(s, &e);
}

static void end_clip(struct saver *s, uint32_t frames)
{
	struct clip *c = s->clip;
	struct err e;

	if (!c)
		return;
	if (clip_until(c, frames, &e)) {
		give_up_clip(s, &e);
		return;
	}
	s->clip = NULL;
	if (clip_close(c, true, &e))
		tell(s, e.text, "");
	else
		tell(s, PHRASE("saved") ": ", s->clip_path);
}

static void work(struct saver *s, const struct save *save)
{
	switch (save->kind) {
	case SAVE_PICTURE:
		save_picture(s, save);
		break;
	case SAVE_CLIP_FRAME:
		save_frame(s, save);
		break;
	case SAVE_CLIP_END:
		end_clip(s, save->at);
		break;
	}
}

/* Until it is closed and nothing is left to do. */
static void *run(void *ctx)
{
	struct saver *s = ctx;

	pthread_mutex_lock(&s->lock);
	while (!s->closing || s->done < s->handed) {
		if (s->done == s->handed) {
			pthread_cond_wait(&s->wake, &s->lock);
			continue;
		}
		pthread_mutex_unlock(&s->lock);
		work(s, &s->saves[s->done % SAVES]);
		pthread_mutex_lock(&s->lock);
		s->done++;
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* Signals are for the window's thread. */
static int start(struct saver *s)
{
	sigset_t all, before;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r = pthread_create(&s->thread, NULL, run, s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -r;
}

int saver_open(struct saver **out)
{
	struct saver *s = calloc(1, sizeof(*s));
	int r;

	*out = NULL;
	if (!s)
		return -ENOMEM;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->wake, NULL);
	r = start(s);
	if (r)
		free(s);
	else
		*out = s;
	return r;
}

void saver_close(struct saver *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->closing = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	clip_close(s->clip, true, NULL);
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
	for (int i = 0; i < SAVES; i++)
		free(s->saves[i].rgba);
	free(s);
}

struct save *saver_next(struct saver *s, int width, int height)
{
	size_t i = s->handed % SAVES, len = (size_t)width * (size_t)height * 4;
	struct save *save = &s->saves[i];
	bool busy;

	pthread_mutex_lock(&s->lock);
	busy = s->handed - s->done == SAVES;
	pthread_mutex_unlock(&s->lock);
	if (busy)
		return NULL;
	if (s->room[i] < len) {
		free(save->rgba);
		save->rgba = malloc(len);
		s->room[i] = save->rgba ? len : 0;
	}
	save->width = width;
	save->height = height;
	return save->rgba || !len ? save : NULL;
}

void saver_hand_over(struct saver *s)
{
	pthread_mutex_lock(&s->lock);
	if (begins_clip(&s->saves[s->handed % SAVES]))
		s->failed = false;
	s->handed++;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
}

bool saver_failed(struct saver *s)
{
	bool failed;

	pthread_mutex_lock(&s->lock);
	failed = s->failed;
	pthread_mutex_unlock(&s->lock);
	return failed;
}

bool saver_news(struct saver *s, char *text)
{
	bool has;

	pthread_mutex_lock(&s->lock);
	has = s->has_news;
	s->has_news = false;
	if (has)
		snprintf(text, SAVER_NEWS, "%s", s->news);
	pthread_mutex_unlock(&s->lock);
	return has;
}
