/* SPDX-License-Identifier: BSD-2-Clause */
#include "scripts/field.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct xy {
	float x, y;
};

static struct xy to_pixels(const struct field *f, struct coast_point p)
{
	float scale = (float)f->width / COAST_TURN;

	return (struct xy){ (float)(p.lon + COAST_TURN / 2) * scale,
			    (float)(COAST_TURN / 4 - p.lat) * scale };
}

/* The point that follows point i of a ring; the last one's is the first, maybe a turn on. */
static struct coast_point next_in_ring(const struct coast_point *p, uint32_t n, uint32_t i)
{
	struct coast_point next = p[(i + 1) % n];

	next.lon = p[i].lon + coast_step(p[i].lon, next.lon);
	return next;
}

/* --- filling: the crossings of each row, sorted, are entered and left in turn --- */

struct crossings {
	float *x;
	size_t n, room;
};

static int add_crossing(struct crossings *row, float x)
{
	size_t room = row->room ? 2 * row->room : 16;
	float *more;

	if (row->n == row->room) {
		more = realloc(row->x, room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		row->x = more;
		row->room = room;
	}
	row->x[row->n++] = x;
	return 0;
}

/* Rows are crossed at their centres; an end counts when it is the upper one. */
static int cross_edge(const struct field *f, struct crossings *rows, struct xy a, struct xy b)
{
	struct xy top = a.y < b.y ? a : b, end = a.y < b.y ? b : a;
	int y = (int)ceilf(top.y - 0.5f), err = 0;

	for (y = y < 0 ? 0 : y; !err && y < f->height && (float)y + 0.5f < end.y; y++) {
		float t = ((float)y + 0.5f - top.y) / (end.y - top.y);

		err = add_crossing(&rows[y], top.x + t * (end.x - top.x));
	}
	return err;
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static void flip_row(const struct field *f, struct crossings *row, uint8_t *mask)
{
	qsort(row->x, row->n, sizeof(*row->x), by_value);
	for (size_t i = 0; i + 1 < row->n; i += 2) {
		int x = (int)ceilf(row->x[i] - 0.5f);

		for (; (float)x + 0.5f < row->x[i + 1]; x++)
			mask[(x % f->width + f->width) % f->width] ^= 1;
	}
	row->n = 0;
}

/* A ring that winds once around is closed along the pole it surrounds. */
static int cross_pole(const struct field *f, struct crossings *rows, struct xy start,
		      struct xy end)
{
	float pole = start.y > (float)f->height / 2 ? (float)f->height : 0;
	int err = cross_edge(f, rows, end, (struct xy){ end.x, pole });

	return err ? err : cross_edge(f, rows, (struct xy){ start.x, pole }, start);
}

static int cross_ring(const struct field *f, struct crossings *rows, const struct coast_point *p,
		      uint32_t n)
{
	struct xy start = to_pixels(f, p[0]), end = start;
	int err = 0;

	for (uint32_t i = 0; !err && i < n; i++) {
		end = to_pixels(f, next_in_ring(p, n, i));
		err = cross_edge(f, rows, to_pixels(f, p[i]), end);
	}
	if (!err && fabsf(end.x - start.x) > (float)f->width / 2)
		err = cross_pole(f, rows, start, end);
	return err;
}

int field_fill(const struct field *f, const struct coast *c, uint8_t *mask)
{
	struct crossings *rows = calloc((size_t)f->height, sizeof(*rows));
	int err = rows ? 0 : -ENOMEM;

	for (uint32_t i = 0; !err && i < c->n_rings; i++) {
		err = cross_ring(f, rows, c->points + c->lines[i].first, c->lines[i].n);
		for (int y = 0; !err && y < f->height; y++)
			flip_row(f, &rows[y], mask + (size_t)y * (size_t)f->width);
	}
	for (int y = 0; rows && y < f->height; y++)
		free(rows[y].x);
	free(rows);
	return err;
}

/* --- distances: each edge lowers the pixels around it --- */

static float distance_to_edge(struct xy a, struct xy b)
{
	struct xy d = { b.x - a.x, b.y - a.y };
	float length2 = d.x * d.x + d.y * d.y;
	float t = length2 > 0 ? -(a.x * d.x + a.y * d.y) / length2 : 0;

	t = fminf(fmaxf(t, 0), 1);
	return hypotf(a.x + t * d.x, a.y + t * d.y);
}

static void lower_row(const struct field *f, struct xy a, struct xy b, int y, float most,
		      float *row)
{
	float centre = (float)y + 0.5f;
	float squeeze = cosf((centre / (float)f->height - 0.5f) * (float)M_PI);
	float reach = fminf(most / squeeze, (float)f->width / 4);
	int end = (int)ceilf(fmaxf(a.x, b.x) + reach);

	for (int x = (int)floorf(fminf(a.x, b.x) - reach); x < end; x++) {
		float *d = &row[(x % f->width + f->width) % f->width];
		float dx = (float)x + 0.5f;

		*d = fminf(*d, distance_to_edge(
				       (struct xy){ (a.x - dx) * squeeze, a.y - centre },
				       (struct xy){ (b.x - dx) * squeeze, b.y - centre }));
	}
}

static void lower_edge(const struct field *f, struct xy a, struct xy b, float most,
		       float *distance)
{
	int y = (int)floorf(fminf(a.y, b.y) - most), end = (int)ceilf(fmaxf(a.y, b.y) + most);

	y = y < 0 ? 0 : y;
	end = end > f->height ? f->height : end;
	for (; y < end; y++)
		lower_row(f, a, b, y, most, distance + (size_t)y * (size_t)f->width);
}

void field_distance(const struct field *f, const struct coast *c, uint32_t first, uint32_t end,
		    float most, float *distance)
{
	for (uint32_t i = first; i < end; i++) {
		const struct coast_point *p = c->points + c->lines[i].first;
		uint32_t n = c->lines[i].n, edges = i < c->n_rings ? n : n - 1;

		for (uint32_t k = 0; k < edges; k++)
			lower_edge(f, to_pixels(f, p[k]), to_pixels(f, next_in_ring(p, n, k)),
				   most, distance);
	}
}
