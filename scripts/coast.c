/* SPDX-License-Identifier: BSD-2-Clause */
#include "scripts/coast.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MOST (1u << 24) /* points or lines: far above any map, far below an overflow */

static const char magic[8] = "RACOAST\1";

static bool read_number(FILE *in, uint32_t *out)
{
	int c;

	*out = 0;
	for (unsigned int shift = 0; shift < 28; shift += 7) {
		c = getc(in);
		if (c == EOF)
			return false;
		*out |= (uint32_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return true;
	}
	return false;
}

static bool read_signed(FILE *in, int32_t *out)
{
	uint32_t n;

	if (!read_number(in, &n))
		return false;
	*out = (int32_t)(n >> 1) ^ -(int32_t)(n & 1);
	return true;
}

static int grow(struct coast *c, uint32_t more)
{
	struct coast_point *points;

	if (more > MOST - c->n_points)
		return -EBADMSG;
	points = realloc(c->points, (c->n_points + more) * sizeof(*points));
	if (!points)
		return -ENOMEM;
	c->points = points;
	return 0;
}

static int read_line(FILE *in, struct coast *c)
{
	struct coast_line *line = &c->lines[c->n_lines++];
	struct coast_point step, at = { 0, 0 };
	int err;

	line->first = c->n_points;
	if (!read_number(in, &line->n) || line->n == 0)
		return -EBADMSG;
	err = grow(c, line->n);
	for (uint32_t i = 0; !err && i < line->n; i++) {
		if (!read_signed(in, &step.lon) || !read_signed(in, &step.lat))
			return -EBADMSG;
		at.lon += step.lon;
		at.lat += step.lat;
		if (abs(at.lon) > 4 * COAST_TURN || abs(at.lat) > COAST_TURN / 4)
			return -EBADMSG;
		c->points[c->n_points++] = at;
	}
	return err;
}

static int read_all(FILE *in, struct coast *c)
{
	char found[sizeof(magic)];
	uint32_t others, n;
	int err = 0;

	if (fread(found, sizeof(found), 1, in) != 1 || memcmp(found, magic, sizeof(magic)) ||
	    !read_number(in, &c->n_rings) || !read_number(in, &others) || c->n_rings > MOST ||
	    others > MOST)
		return -EBADMSG;
	n = c->n_rings + others;
	c->lines = calloc(n ? n : 1, sizeof(*c->lines));
	if (!c->lines)
		return -ENOMEM;
	while (!err && c->n_lines < n)
		err = read_line(in, c);
	return err ? err : getc(in) == EOF ? 0 : -EBADMSG;
}

int coast_read(const char *path, struct coast *out)
{
	FILE *in = fopen(path, "rb");
	int err;

	*out = (struct coast){ 0 };
	if (!in)
		return -errno;
	err = read_all(in, out);
	fclose(in);
	if (err)
		coast_clear(out);
	return err;
}

static void write_number(FILE *out, uint32_t n)
{
	for (; n > 0x7f; n >>= 7)
		putc((int)(n & 0x7f) | 0x80, out);
	putc((int)n, out);
}

static void write_signed(FILE *out, int32_t n)
{
	write_number(out, (uint32_t)n << 1 ^ (uint32_t)(n >> 31));
}

int coast_write(const struct coast *c, FILE *out)
{
	fwrite(magic, sizeof(magic), 1, out);
	write_number(out, c->n_rings);
	write_number(out, c->n_lines - c->n_rings);
	for (uint32_t i = 0; i < c->n_lines; i++) {
		const struct coast_point *p = c->points + c->lines[i].first;
		struct coast_point at = { 0, 0 };

		write_number(out, c->lines[i].n);
		for (uint32_t k = 0; k < c->lines[i].n; at = p[k++]) {
			write_signed(out, p[k].lon - at.lon);
			write_signed(out, p[k].lat - at.lat);
		}
	}
	return fflush(out) || ferror(out) ? -EIO : 0;
}

void coast_clear(struct coast *c)
{
	free(c->points);
	free(c->lines);
	*c = (struct coast){ 0 };
}
