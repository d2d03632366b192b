/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/shot.h"

#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

/* libpng's simple writer takes rows of three bytes for a picture without transparency. */
static uint8_t *without_alpha(const uint8_t *rgba, size_t pixels)
{
	uint8_t *rgb = malloc(pixels * 3);

	for (size_t i = 0; rgb && i < pixels; i++)
		memcpy(rgb + i * 3, rgba + i * 4, 3);
	return rgb;
}

int shot_encode(const uint8_t *rgba, int width, int height, uint8_t **png, size_t *len)
{
	png_image image = { .version = PNG_IMAGE_VERSION,
			    .width = (uint32_t)width,
			    .height = (uint32_t)height,
			    .format = PNG_FORMAT_RGB };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	uint8_t *rgb = without_alpha(rgba, (size_t)width * (size_t)height);
	int r = 0;

	*png = rgb ? malloc(size) : NULL;
	if (!*png || !png_image_write_to_memory(&image, *png, &size, 0, rgb, 0, NULL)) {
		free(*png);
		*png = NULL;
		r = -ENOMEM;
	}
	free(rgb);
	*len = size;
	return r;
}

int shot_write(struct output *o, const uint8_t *rgba, int width, int height, struct err *e)
{
	uint8_t *png;
	size_t len;
	int r = shot_encode(rgba, width, height, &png, &len);

	if (r)
		return err_set(e, r, "%s: no memory", o->path);
	r = output_write(o, png, len, e);
	free(png);
	return r;
}
