/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkcoast - the maintainer's way from world-atlas (npm, countries-50m.json) to coast.bin.
 *
 *     mkcoast countries-50m.json > vendor/coast/coast.bin
 *
 * The input is TopoJSON: arcs in steps from point to point, quantised; rings that name arcs,
 * ~i for arc i backwards. An arc that two countries name is a border.
 */
#include "scripts/coast.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct arc {
	struct coast_point *points;
	size_t n;
	unsigned int countries; /* that name it */
};

struct atlas {
	struct arc *arcs;
	size_t n_arcs;
	struct coast coast;
	size_t room; /* points that coast has room for */
};

typedef void ring_fn(struct atlas *a, const json_t *ring);

static int32_t quantise(double degrees)
{
	return (int32_t)lround(degrees * COAST_DEGREE);
}

static double number(const json_t *array, size_t i)
{
	return json_number_value(json_array_get(array, i));
}

static int read_arc(struct arc *arc, const json_t *steps, const json_t *transform)
{
	const json_t *scale = json_object_get(transform, "scale");
	const json_t *origin = json_object_get(transform, "translate");
	double x = 0, y = 0;

	arc->n = json_array_size(steps);
	arc->points = calloc(arc->n + 1, sizeof(*arc->points));
	if (!arc->points)
		return -ENOMEM;
	for (size_t i = 0; i < arc->n; i++) {
		const json_t *step = json_array_get(steps, i);

		x += number(step, 0);
		y += number(step, 1);
		arc->points[i].lon = quantise(x * number(scale, 0) + number(origin, 0));
		arc->points[i].lat = quantise(y * number(scale, 1) + number(origin, 1));
	}
	return 0;
}

static int read_arcs(struct atlas *a, const json_t *root)
{
	const json_t *arcs = json_object_get(root, "arcs");
	int err = 0;

	a->n_arcs = json_array_size(arcs);
	a->arcs = calloc(a->n_arcs + 1, sizeof(*a->arcs));
	if (!a->arcs)
		return -ENOMEM;
	for (size_t i = 0; !err && i < a->n_arcs; i++) {
		err = read_arc(&a->arcs[i], json_array_get(arcs, i),
			       json_object_get(root, "transform"));
		a->room += 2 * a->arcs[i].n; /* once as coast, once as border, at most */
	}
	a->coast.points = calloc(a->room + 1, sizeof(*a->coast.points));
	a->coast.lines = calloc(2 * a->n_arcs + 1, sizeof(*a->coast.lines));
	return err || (a->coast.points && a->coast.lines) ? err : -ENOMEM;
}

static struct arc *arc_of(struct atlas *a, const json_t *index, bool *backwards)
{
	json_int_t i = json_integer_value(index);

	*backwards = i < 0;
	i = i < 0 ? ~i : i;
	return (size_t)i < a->n_arcs ? &a->arcs[i] : NULL;
}

static void each_ring(struct atlas *a, const json_t *geometry, ring_fn *fn)
{
	const json_t *arcs = json_object_get(geometry, "arcs"), *part, *ring;
	const char *type = json_string_value(json_object_get(geometry, "type"));
	size_t i, k;

	json_array_foreach (json_object_get(geometry, "geometries"), i, part)
		each_ring(a, part, fn);
	json_array_foreach (arcs, i, part) {
		if (type && !strcmp(type, "Polygon"))
			fn(a, part);
		else
			json_array_foreach (part, k, ring)
				fn(a, ring);
	}
}

static void count_country(struct atlas *a, const json_t *ring)
{
	const json_t *index;
	bool backwards;
	size_t i;

	json_array_foreach (ring, i, index) {
		struct arc *arc = arc_of(a, index, &backwards);

		if (arc)
			arc->countries++;
	}
}

/* Points that fall together are one; longitude runs on from the point before. */
static void add_point(struct atlas *a, const struct coast_line *line, struct coast_point p)
{
	struct coast *c = &a->coast;
	const struct coast_point *last = c->points + c->n_points - 1;

	if (c->n_points > line->first) {
		p.lon = last->lon + coast_step(last->lon, p.lon);
		if (p.lon == last->lon && p.lat == last->lat)
			return;
	}
	if (c->n_points < a->room)
		c->points[c->n_points++] = p;
}

static void add_arc(struct atlas *a, const struct coast_line *line, const struct arc *arc,
		    bool backwards)
{
	for (size_t i = 0; i < arc->n; i++)
		add_point(a, line, arc->points[backwards ? arc->n - 1 - i : i]);
}

static void keep(struct coast *c, struct coast_line line, uint32_t least)
{
	line.n = c->n_points - line.first;
	if (line.n >= least)
		c->lines[c->n_lines++] = line;
	else
		c->n_points = line.first;
}

/* The atlas closes Antarctica with a second ring, all of whose points are the pole. */
static bool is_pole(const struct coast *c, uint32_t first)
{
	for (uint32_t i = first; i < c->n_points; i++)
		if (abs(c->points[i].lat) < COAST_TURN / 4 - 1)
			return false;
	return true;
}

static void add_ring(struct atlas *a, const json_t *ring)
{
	struct coast *c = &a->coast;
	struct coast_line line = { .first = c->n_points };
	const struct coast_point *first, *last;
	const json_t *index;
	bool backwards;
	size_t i;

	json_array_foreach (ring, i, index) {
		const struct arc *arc = arc_of(a, index, &backwards);

		if (arc)
			add_arc(a, &line, arc, backwards);
	}
	if (is_pole(c, line.first)) {
		c->n_points = line.first;
		return;
	}
	first = c->points + line.first;
	last = c->points + c->n_points - 1;
	if (last > first && last->lon == first->lon && last->lat == first->lat)
		c->n_points--;
	keep(c, line, 3);
}

static void add_borders(struct atlas *a)
{
	for (size_t i = 0; i < a->n_arcs; i++) {
		struct coast_line line = { .first = a->coast.n_points };

		if (a->arcs[i].countries < 2)
			continue;
		add_arc(a, &line, &a->arcs[i], false);
		keep(&a->coast, line, 2);
	}
}

static int convert(struct atlas *a, const json_t *root)
{
	const json_t *objects = json_object_get(root, "objects");
	int err = read_arcs(a, root);

	if (err)
		return err;
	each_ring(a, json_object_get(objects, "countries"), count_country);
	each_ring(a, json_object_get(objects, "land"), add_ring);
	a->coast.n_rings = a->coast.n_lines;
	add_borders(a);
	if (!a->coast.n_rings || a->coast.n_rings == a->coast.n_lines)
		return -EBADMSG;
	return coast_write(&a->coast, stdout);
}

static void atlas_clear(struct atlas *a)
{
	for (size_t i = 0; a->arcs && i < a->n_arcs; i++)
		free(a->arcs[i].points);
	free(a->arcs);
	coast_clear(&a->coast);
}

int main(int argc, char **argv)
{
	struct atlas a = { 0 };
	json_error_t error;
	json_t *root;
	int err;

	if (argc != 2) {
		fprintf(stderr, "usage: mkcoast countries-50m.json > coast.bin\n");
		return 2;
	}
	root = json_load_file(argv[1], 0, &error);
	if (!root) {
		fprintf(stderr, "mkcoast: %s:%d: %s\n", argv[1], error.line, error.text);
		return 1;
	}
	err = convert(&a, root);
	if (err)
		fprintf(stderr, "mkcoast: %s: %s\n", argv[1], strerror(-err));
	else
		fprintf(stderr, "mkcoast: %u rings, %u borders, %u points\n", a.coast.n_rings,
			a.coast.n_lines - a.coast.n_rings, a.coast.n_points);
	atlas_clear(&a);
	json_decref(root);
	return err ? 1 : 0;
}
