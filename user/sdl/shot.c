/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/shot.h"

#include <errno.h>
#include <fcntl.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int shot_open(const char *path, struct err *e)
{
	int fd = strcmp(path, "-") ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644) :
				     dup(STDOUT_FILENO);

	return fd >= 0 ? fd : err_set(e, -errno, "%s: %s", path, strerror(errno));
}

static int write_all(int fd, const uint8_t *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

/* libpng's simple writer takes rows of three bytes for a picture without transparency. */
static uint8_t *without_alpha(const uint8_t *rgba, size_t pixels)
{
	uint8_t *rgb = malloc(pixels * 3);

	for (size_t i = 0; rgb && i < pixels; i++)
		memcpy(rgb + i * 3, rgba + i * 4, 3);
	return rgb;
}

static int encode(const uint8_t *rgb, int width, int height, uint8_t **png, size_t *len)
{
	png_image image = { .version = PNG_IMAGE_VERSION,
			    .width = (uint32_t)width,
			    .height = (uint32_t)height,
			    .format = PNG_FORMAT_RGB };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);

	*png = malloc(size);
	if (!*png || !png_image_write_to_memory(&image, *png, &size, 0, rgb, 0, NULL))
		return -ENOMEM;
	*len = size;
	return 0;
}

int shot_write(int fd, const uint8_t *rgba, int width, int height, struct err *e)
{
	uint8_t *rgb = without_alpha(rgba, (size_t)width * (size_t)height), *png = NULL;
	size_t len;
	int r = rgb ? encode(rgb, width, height, &png, &len) : -ENOMEM;

	if (!r && ftruncate(fd, 0) && errno != EINVAL)
		r = -errno;
	if (!r)
		r = write_all(fd, png, len);
	free(png);
	free(rgb);
	return r ? err_set(e, r, "screenshot: %s", strerror(-r)) : 0;
}
