/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/clip.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sdl/shot.h"
#include "sdl/yuv.h"

#define FRAME "FRAME\n"

struct clip {
	int width, height;
	uint32_t frames; /* written */
	uint8_t *shown;  /* the frame as it is written: YUV, or PNG */
	size_t len;
	bool made;       /* the folder is ours */
	char folder[OUTPUT_PATH - 32]; /* with '/'; "" for a file */
	struct output file;
};

/* Made with the first picture, by who will write the others. */
static int make_folder(struct clip *c, struct err *e)
{
	c->made = !mkdir(c->folder, 0755);
	if (!c->made && errno != EEXIST)
		return err_set(e, -errno, "%s: %s", c->folder, strerror(errno));
	return 0;
}

static int open_file(struct clip *c, const char *path, struct err *e)
{
	char head[80];
	int len = snprintf(head, sizeof(head), "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n",
			   c->width, c->height, CLIP_RATE);
	int r = output_open(&c->file, path, false, e);

	return r ? r : output_write(&c->file, head, (size_t)len, e);
}

int clip_open(const char *path, int width, int height, struct clip **out, struct err *e)
{
	struct clip *c = calloc(1, sizeof(*c));
	size_t len = strlen(path);
	int r;

	*out = NULL;
	if (!c)
		return err_set(e, -ENOMEM, "%s: no memory", path);
	*c = (struct clip){ .width = width, .height = height, .file.fd = -1 };
	if (len >= sizeof(c->folder)) {
		r = err_set(e, -ENAMETOOLONG, "%s: %s", path, strerror(ENAMETOOLONG));
	} else if (len && path[len - 1] == '/') {
		memcpy(c->folder, path, len + 1);
		r = 0;
	} else {
		r = open_file(c, path, e);
	}
	if (!r)
		*out = c;
	else
		clip_close(c, false, NULL);
	return r;
}

int clip_show(struct clip *c, const uint8_t *rgba, struct err *e)
{
	int r = 0;

	if (c->folder[0]) {
		free(c->shown);
		r = shot_encode(rgba, c->width, c->height, &c->shown, &c->len);
	} else {
		c->len = yuv_len(c->width, c->height);
		if (!c->shown)
			c->shown = malloc(c->len);
		if (c->shown)
			yuv_from(rgba, c->width, c->height, c->shown);
	}
	return r || !c->shown ? err_set(e, -ENOMEM, "clip: no memory") : 0;
}

static void frame_path(const struct clip *c, uint32_t frame, char path[OUTPUT_PATH])
{
	snprintf(path, OUTPUT_PATH, "%sframe-%05u.png", c->folder, frame);
}

/* A whole file of its own. */
static int write_picture(struct clip *c, struct err *e)
{
	char path[OUTPUT_PATH];
	int r = c->frames ? 0 : make_folder(c, e), closed;

	frame_path(c, c->frames + 1, path);
	if (!r)
		r = output_open(&c->file, path, false, e);
	if (!r)
		r = output_write(&c->file, c->shown, c->len, e);
	closed = output_close(&c->file, !r, e);
	return r ? r : closed;
}

static int write_frame(struct clip *c, struct err *e)
{
	int r = output_write(&c->file, FRAME, strlen(FRAME), e);

	return r ? r : output_write(&c->file, c->shown, c->len, e);
}

int clip_until(struct clip *c, uint32_t frames, struct err *e)
{
	int r = 0;

	while (!r && c->shown && c->frames < frames) {
		r = c->folder[0] ? write_picture(c, e) : write_frame(c, e);
		c->frames += !r;
	}
	return r;
}

/* None was there before: each was made anew. */
static void remove_pictures(struct clip *c)
{
	char path[OUTPUT_PATH];

	for (uint32_t i = 1; i <= c->frames; i++) {
		frame_path(c, i, path);
		unlink(path);
	}
	if (c->made)
		rmdir(c->folder);
}

int clip_close(struct clip *c, bool whole, struct err *e)
{
	int r;

	if (!c)
		return 0;
	r = output_close(&c->file, whole, e);
	if (c->folder[0] && !whole)
		remove_pictures(c);
	free(c->shown);
	free(c);
	return r;
}
