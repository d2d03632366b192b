/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkmap - the globe's texture from the coast, and from pictures where they are installed.
 *
 *     mkmap coast.bin night.jpg earth.jpg earth.png
 *
 * red    signed distance to the coast, +-12 pixels, land above a half
 * green  closeness to a border, over 6 pixels
 * blue   city lights
 * alpha  relief: how bright the land is by day, its fine structure brought out
 *
 * night.jpg and earth.jpg are NASA's, from Debian's xplanet-images.
 */
#include "scripts/field.h"
#include "scripts/picture.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 2048, HEIGHT = WIDTH / 2, PIXELS = WIDTH * HEIGHT };
enum channel { COAST, BORDER, LIGHTS, RELIEF, CHANNELS };

#define COAST_PX 12.0f
#define BORDER_PX 6.0f
#define DETAIL_PX 6 /* what is finer than this is relief, what is coarser is vegetation */

static const struct field grid = { WIDTH, HEIGHT };

struct map {
	uint8_t texels[PIXELS][CHANNELS];
	uint8_t land[PIXELS];
	float plane[PIXELS];
};

static uint8_t to_byte(float unit)
{
	return (uint8_t)lrintf(255 * fminf(fmaxf(unit, 0), 1));
}

static void measure(struct map *m, const struct coast *c, uint32_t first, uint32_t end, float most)
{
	for (int i = 0; i < PIXELS; i++)
		m->plane[i] = most;
	field_distance(&grid, c, first, end, most, m->plane);
}

static int draw_lines(struct map *m, const char *path)
{
	struct coast c;
	int err = coast_read(path, &c);

	if (err)
		return err;
	err = field_fill(&grid, &c, m->land);
	measure(m, &c, 0, c.n_rings, COAST_PX);
	for (int i = 0; i < PIXELS; i++) {
		float away = m->plane[i] / COAST_PX / 2;

		m->texels[i][COAST] = to_byte(m->land[i] ? 0.5f + away : 0.5f - away);
	}
	measure(m, &c, c.n_rings, c.n_lines, BORDER_PX);
	for (int i = 0; i < PIXELS; i++)
		m->texels[i][BORDER] = to_byte(1 - m->plane[i] / BORDER_PX);
	coast_clear(&c);
	return err;
}

/* The mean luminance, 0..1, of the part of a picture that a pixel of the map covers. */
static float luminance(const struct picture *p, int x, int y)
{
	int x0 = x * p->width / WIDTH, x1 = (x + 1) * p->width / WIDTH;
	int y0 = y * p->height / HEIGHT, y1 = (y + 1) * p->height / HEIGHT, sum = 0;

	x1 = x1 > x0 ? x1 : x0 + 1;
	y1 = y1 > y0 ? y1 : y0 + 1;
	for (int v = y0; v < y1; v++)
		for (int u = x0; u < x1; u++) {
			const uint8_t *rgb = p->texels + ((size_t)v * (size_t)p->width + u) * 3;

			sum += 54 * rgb[0] + 183 * rgb[1] + 19 * rgb[2];
		}
	return (float)sum / (float)((x1 - x0) * (y1 - y0)) / (256 * 255);
}

static int read_luminance(struct map *m, const char *path)
{
	struct picture p;
	int err = picture_read_jpeg(path, &p);

	if (err)
		return err;
	for (int i = 0; i < PIXELS; i++)
		m->plane[i] = luminance(&p, i % WIDTH, i / WIDTH);
	picture_clear(&p);
	return 0;
}

static int draw_lights(struct map *m, const char *path)
{
	int err = read_luminance(m, path);

	for (int i = 0; !err && i < PIXELS; i++)
		m->texels[i][LIGHTS] = to_byte(1.25f * powf(m->plane[i], 0.6f));
	return err;
}

/* The mean of the pixels around, of land only: the coast is no relief. */
static float mean_of_land(const struct map *m, int x, int y, int radius)
{
	float sum = 0;
	int n = 0;

	for (int v = y - radius; v <= y + radius; v++)
		for (int u = x - radius; v >= 0 && v < HEIGHT && u <= x + radius; u++) {
			int i = v * WIDTH + (u + WIDTH) % WIDTH;

			sum += m->land[i] ? m->plane[i] : 0;
			n += m->land[i];
		}
	return n ? sum / (float)n : 0;
}

static int draw_relief(struct map *m, const char *path)
{
	int err = read_luminance(m, path);

	for (int i = 0; !err && i < PIXELS; i++) {
		float mean, bright;

		if (!m->land[i])
			continue;
		mean = mean_of_land(m, i % WIDTH, i / WIDTH, DETAIL_PX);
		bright = fminf(mean, 0.6f);
		m->texels[i][RELIEF] = to_byte(0.12f + 0.5f * bright +
					       1.6f * (m->plane[i] - mean));
	}
	return err;
}

/* A picture that is missing leaves its channel dark. */
static int optional(int err, const char *path, const char *what)
{
	if (err == -ENOENT)
		fprintf(stderr, "note: %s: not there, so the globe has no %s "
			"(Debian: apt install xplanet-images)\n", path, what);
	else if (err)
		fprintf(stderr, "mkmap: %s: %s\n", path, strerror(-err));
	return err == -ENOENT ? 0 : err;
}

static int required(int err, const char *path)
{
	if (err)
		fprintf(stderr, "mkmap: %s: %s\n", path, strerror(-err));
	return err;
}

int main(int argc, char **argv)
{
	struct map *m = calloc(1, sizeof(*m));
	int err;

	if (argc != 5 || !m) {
		fprintf(stderr, "usage: mkmap coast.bin night.jpg earth.jpg out.png\n");
		free(m);
		return 2;
	}
	err = required(draw_lines(m, argv[1]), argv[1]);
	if (!err)
		err = optional(draw_lights(m, argv[2]), argv[2], "city lights");
	if (!err)
		err = optional(draw_relief(m, argv[3]), argv[3], "relief");
	if (!err)
		err = required(picture_write_png(argv[4], &(struct picture){ m->texels[0], WIDTH,
									     HEIGHT }), argv[4]);
	free(m);
	return err ? 1 : 0;
}
