/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compare A.png B.png MOST_PERCENT: the root of the mean square difference of all channels. Of a
 *     B that is some times smaller, A is made as small first.
 * compare A.png B.png MOST_PERCENT red: of what is red on A's globe, the part that is not on B's.
 * compare shrink TIMES A.png B.png: writes B, so many times smaller than A.
 * compare A.png: whether there is a picture at all: a lit globe, red, blue and light text.
 */
#include <math.h>
#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct picture {
	uint32_t width, height;
	uint8_t *rgb;
};

static void load(struct picture *p, const char *path)
{
	png_image image = { .version = PNG_IMAGE_VERSION };

	if (!png_image_begin_read_from_file(&image, path)) {
		fprintf(stderr, "%s: %s\n", path, image.message);
		exit(1);
	}
	image.format = PNG_FORMAT_RGB;
	p->width = image.width;
	p->height = image.height;
	p->rgb = malloc(PNG_IMAGE_SIZE(image));
	if (!p->rgb || !png_image_finish_read(&image, NULL, p->rgb, 0, NULL)) {
		fprintf(stderr, "%s: %s\n", path, image.message);
		exit(1);
	}
}

/* Each pixel becomes the mean of n by n. */
static void shrink(struct picture *p, uint32_t n)
{
	uint32_t width = p->width / n, height = p->height / n;

	for (size_t i = 0; i < (size_t)width * height * 3; i++) {
		size_t x = i / 3 % width * n, y = i / 3 / width * n;
		uint32_t sum = 0;

		for (size_t k = 0; k < (size_t)n * n; k++)
			sum += p->rgb[((y + k / n) * p->width + x + k % n) * 3 + i % 3];
		p->rgb[i] = (uint8_t)((sum + n * n / 2) / (n * n)); /* behind what is still read */
	}
	p->width = width;
	p->height = height;
}

static int write_small(const char *from, const char *to, uint32_t n)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_RGB };
	struct picture p;

	load(&p, from);
	if (!n || p.width % n || p.height % n) {
		fprintf(stderr, "%s: not a multiple of %u pixels\n", from, n);
		return 1;
	}
	shrink(&p, n);
	image.width = p.width;
	image.height = p.height;
	return !png_image_write_to_file(&image, to, 0, p.rgb, 0, NULL);
}

static double difference_percent(const struct picture *a, const struct picture *b)
{
	size_t n = (size_t)a->width * a->height * 3;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double d = (double)a->rgb[i] - b->rgb[i];

		sum += d * d;
	}
	return sqrt(sum / (double)n) / 255 * 100;
}

static bool is_red(const uint8_t *p)
{
	return p[0] > 150 && p[0] > 2 * p[1] && p[0] > p[2] + 60;
}

/* Almost as bright, and still the colour that leads, whatever light was added to it. */
static bool is_still_red(const uint8_t *was, const uint8_t *p)
{
	return p[0] + 50 >= was[0] && p[0] > p[2] && p[0] > p[1];
}

static double lost_red_percent(const struct picture *a, const struct picture *b)
{
	size_t red = 0, lost = 0;

	for (size_t i = 0; i < (size_t)a->width * a->height; i++) {
		size_t x = i % a->width;
		const uint8_t *was = a->rgb + 3 * i;

		if (x < a->width * 35 / 100 || x > a->width * 80 / 100 || !is_red(was))
			continue;
		red++;
		lost += !is_still_red(was, b->rgb + 3 * i);
	}
	printf("%zu red pixels, %zu are not any more\n", red, lost);
	return red < 1000 ? 100 : 100 * (double)lost / (double)red;
}

static int compare(const char *path_a, const char *path_b, double most_percent, bool red)
{
	struct picture a, b;
	double percent;

	load(&a, path_a);
	load(&b, path_b);
	if (a.width > b.width && b.width && a.width % b.width == 0)
		shrink(&a, a.width / b.width);
	if (a.width != b.width || a.height != b.height) {
		printf("%ux%u against %ux%u\n", a.width, a.height, b.width, b.height);
		return 1;
	}
	percent = red ? lost_red_percent(&a, &b) : difference_percent(&a, &b);
	printf("%s %.3f %%\n", red ? "lost" : "RMSE", percent);
	return percent <= most_percent ? 0 : 1;
}

static bool is_blue(const uint8_t *p)
{
	return p[2] > 150 && p[2] > 2 * p[0];
}

static bool is_light(const uint8_t *p)
{
	return p[0] > 200 && p[1] > 200 && p[2] > 200;
}

static bool is_dark(const uint8_t *p)
{
	return p[0] + p[1] + p[2] < 60;
}

/* Shares of all pixels, in thousandths, between which each kind must lie. */
static int inspect(const char *path)
{
	static const struct {
		const char *name;
		bool (*is)(const uint8_t *p);
		double least, most;
	} kinds[] = {
		{ "red", is_red, 2, 150 },
		{ "blue", is_blue, 5, 200 },
		{ "light", is_light, 2, 60 },
		{ "dark", is_dark, 300, 850 },
	};
	struct picture p;
	int bad = 0;

	load(&p, path);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		size_t pixels = (size_t)p.width * p.height, n = 0;
		double share;

		for (size_t i = 0; i < pixels; i++)
			n += kinds[k].is(p.rgb + 3 * i);
		share = 1000 * (double)n / (double)pixels;
		printf("%s %.1f  ", kinds[k].name, share);
		bad += share < kinds[k].least || share > kinds[k].most;
	}
	printf("\n");
	return bad != 0;
}

int main(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[1], "shrink"))
		return write_small(argv[3], argv[4], (uint32_t)atoi(argv[2]));
	if (argc == 4 || argc == 5)
		return compare(argv[1], argv[2], atof(argv[3]), argc == 5);
	if (argc == 2)
		return inspect(argv[1]);
	fprintf(stderr, "usage: compare A.png [B.png MOST_PERCENT [red]]\n"
			"       compare shrink TIMES A.png B.png\n");
	return 2;
}
