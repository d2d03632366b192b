/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of what is drawn lies under the pointer, found without the GPU. */
#include "globe/strands.h"

struct point {
	float x, y;
	bool seen;
};

static float distance2(struct point a, struct point b, float x, float y)
{
	float dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
	float t = length2 > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / length2 : 0;

	t = fminf(fmaxf(t, 0), 1);
	dx = a.x + t * dx - x;
	dy = a.y + t * dy - y;
	return dx * dx + dy * dy;
}

static struct point point_at(const struct arc *a, const struct view *v, float t)
{
	struct vec3 p = arc_point(a, t);
	struct point at;

	at.seen = view_project(v, p, &at.x, &at.y) && view_sees(v, p);
	return at;
}

/* The last point that is seen on the way from one that is to one that is not. */
static struct point rim(const struct arc *a, const struct view *v, float seen, float hidden)
{
	struct point last = point_at(a, v, seen);

	for (int i = 0; i < 4; i++) {
		float t = (seen + hidden) / 2;
		struct point p = point_at(a, v, t);

		*(p.seen ? &seen : &hidden) = t;
		last = p.seen ? p : last;
	}
	return last;
}

/* Squared pixels from a point of the screen to the part of the arc that can be seen. */
static float arc_distance2(const struct arc *a, const struct view *v, int steps, float x, float y)
{
	struct point before = point_at(a, v, 0), now;
	float best = INFINITY, step = 1 / (float)steps;

	for (int i = 1; i <= steps; i++, before = now) {
		float t = (float)i * step;
		struct point from = before, to;

		to = now = point_at(a, v, t);
		if (from.seen && !to.seen)
			to = rim(a, v, t - step, t);
		else if (to.seen && !from.seen)
			from = rim(a, v, t, t - step);
		if (from.seen && to.seen)
			best = fminf(best, distance2(from, to, x, y));
	}
	return best;
}

uint32_t strands_pick(const struct strands *s, const struct view *v, float x, float y, float reach)
{
	float best = reach * reach;
	uint32_t found = STRANDS_NONE;

	for (uint32_t i = 0; i < s->count; i++) {
		float d = arc_distance2(&s->rows[i].arc, v, strands_steps(s), x, y);

		if (d <= best) {
			best = d;
			found = s->bundle[i];
		}
	}
	return found;
}
