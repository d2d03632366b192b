/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/yuv.h"

size_t yuv_len(int width, int height)
{
	size_t half = (size_t)((width + 1) / 2) * (size_t)((height + 1) / 2);

	return (size_t)width * (size_t)height + 2 * half;
}

static uint8_t brightness(const uint8_t *p)
{
	return (uint8_t)((66 * p[0] + 129 * p[1] + 25 * p[2] + 128) / 256 + 16);
}

/* Four pixels, or the two or one that are left at an odd edge, counted so often. */
static void differences(const uint8_t *p, size_t right, size_t down, uint8_t *cb, uint8_t *cr)
{
	int sum[3];

	for (int i = 0; i < 3; i++)
		sum[i] = p[i] + p[i + right] + p[i + down] + p[i + down + right];
	*cb = (uint8_t)((-38 * sum[0] - 74 * sum[1] + 112 * sum[2] + 512 + 128 * 1024) / 1024);
	*cr = (uint8_t)((112 * sum[0] - 94 * sum[1] - 18 * sum[2] + 512 + 128 * 1024) / 1024);
}

void yuv_from(const uint8_t *rgba, int width, int height, uint8_t *yuv)
{
	size_t pixels = (size_t)width * (size_t)height, row = (size_t)width * 4;
	uint8_t *cb = yuv + pixels;
	uint8_t *cr = cb + (yuv_len(width, height) - pixels) / 2;

	for (size_t i = 0; i < pixels; i++)
		yuv[i] = brightness(rgba + 4 * i);
	for (int y = 0; y < height; y += 2)
		for (int x = 0; x < width; x += 2)
			differences(rgba + (size_t)y * row + (size_t)x * 4, x + 1 < width ? 4 : 0,
				    y + 1 < height ? row : 0, cb++, cr++);
}
