/* SPDX-License-Identifier: BSD-2-Clause */
/* picture.h - JPEG in, PNG out. */
#ifndef SCRIPTS_PICTURE_H
#define SCRIPTS_PICTURE_H

#include <stdint.h>

struct picture {
	uint8_t *texels; /* top row first */
	int width, height;
};

/*
 * Read a JPEG as RGB, 3 bytes a texel.
 *
 * returns  0, or -errno: -EBADMSG not a JPEG, or damaged
 */
int picture_read_jpeg(const char *path, struct picture *out);

/* Write RGBA, 4 bytes a texel. returns 0, or -errno */
int picture_write_png(const char *path, const struct picture *p);

void picture_clear(struct picture *p);

#endif
