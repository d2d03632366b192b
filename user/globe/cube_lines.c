/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube_lines.h"

#define GRID_HALF 0.5f
#define EDGE_HALF 0.75f
#define FREE 0.026f /* between points and the box around them */

const uint16_t cube_port_lines[CUBE_PORT_LINES] = { 22, 53, 80, 443, 1024, 3389, 8080, 32768 };

struct pen {
	float half;
	uint32_t color;
};

static void line(struct cube_frame *f, const float from[3], const float to[3], struct pen pen)
{
	struct cube_line *l = &f->lines[f->line_count];

	if (f->line_count == CUBE_LINES)
		return;
	f->line_count++;
	*l = (struct cube_line){ { from[0], from[1], from[2] }, pen.half, { to[0], to[1], to[2] },
				 { 0 } };
	for (int i = 0; i < 4; i++)
		l->rgba[i] = (uint8_t)(pen.color >> (24 - 8 * i));
}

/* On the wall that is at right angles to `across`, where `axis` is at `at`. */
static void wall_line(struct cube_frame *f, const float wall[3], int across, int axis, float at,
		      struct pen pen)
{
	float from[3], to[3];
	int along = 3 - across - axis;

	from[across] = to[across] = wall[across];
	from[axis] = to[axis] = at;
	from[along] = -CUBE_HALF;
	to[along] = CUBE_HALF;
	line(f, from, to, pen);
}

static void grid_axis(struct cube_frame *f, const float wall[3], int axis, float at,
		      struct pen pen)
{
	for (int across = 0; across < 3; across++)
		if (across != axis)
			wall_line(f, wall, across, axis, at, pen);
}

static void grid(struct cube_frame *f, const float wall[3], struct pen pen)
{
	for (int i = 1; i < CUBE_CELLS; i++) {
		float at = (2 * (float)i / CUBE_CELLS - 1) * CUBE_HALF;

		grid_axis(f, wall, 0, at, pen);
		grid_axis(f, wall, 2, at, pen);
	}
	for (int i = 0; i < CUBE_PORT_LINES; i++)
		grid_axis(f, wall, 1, (2 * cube_port_at(cube_port_lines[i]) - 1) * CUBE_HALF, pen);
}

/* The twelve edges of a box; wall: those that do not touch one of these are fainter, or NULL. */
static void box(struct cube_frame *f, const float low[3], const float high[3], const float *wall,
		struct pen pen)
{
	const float *const end[2] = { low, high };

	for (int axis = 0; axis < 3; axis++)
		for (int i = 0; i < 4; i++) {
			int b = (axis + 1) % 3, c = (axis + 2) % 3;
			float from[3], to[3];
			struct pen p = pen;

			from[axis] = low[axis];
			to[axis] = high[axis];
			from[b] = to[b] = end[i & 1][b];
			from[c] = to[c] = end[i >> 1][c];
			if (wall && from[b] * wall[b] < 0 && from[c] * wall[c] < 0)
				p.color = palette_fade(pen.color, 0.35f);
			line(f, from, to, p);
		}
}

/* From a spot to the walls, so that it is seen where it is. */
static void drop_lines(struct cube_frame *f, const float spot[3], const float wall[3],
		       struct pen pen)
{
	for (int axis = 0; axis < 3; axis++) {
		float to[3] = { spot[0], spot[1], spot[2] };

		to[axis] = wall[axis];
		line(f, spot, to, pen);
	}
}

static void shape_box(struct cube_frame *f, const struct cube_shape *s, const float wall[3],
		      const struct palette *palette)
{
	const float low[3] = { s->from.x - FREE, s->from.y - FREE, s->from.z - FREE };
	const float high[3] = { s->to.x + FREE, s->to.y + FREE, s->to.z + FREE };
	const float spot[3] = { s->from.x, s->from.y, s->from.z };
	uint32_t color = palette_of(palette, s->shade.verdict, s->shade.level)->text;

	box(f, low, high, NULL, (struct pen){ GRID_HALF, palette_fade(color, 0.62f) });
	if (s->kind == CUBE_BEACON)
		drop_lines(f, spot, wall, (struct pen){ GRID_HALF, palette_fade(color, 0.5f) });
}

void cube_frame_lines(struct cube_frame *f, const struct palette *palette)
{
	const float low[3] = { -CUBE_HALF, -CUBE_HALF, -CUBE_HALF };
	const float high[3] = { CUBE_HALF, CUBE_HALF, CUBE_HALF };
	const struct vec3 eye = f->view.eye;
	const float wall[3] = { eye.x > 0 ? -CUBE_HALF : CUBE_HALF,
				eye.y > 0 ? -CUBE_HALF : CUBE_HALF,
				eye.z > 0 ? -CUBE_HALF : CUBE_HALF };

	f->wall = (struct vec3){ wall[0], wall[1], wall[2] };
	f->line_count = 0;
	grid(f, wall, (struct pen){ GRID_HALF, palette_fade(palette->edge, 0.55f) });
	box(f, low, high, wall, (struct pen){ EDGE_HALF, palette_fade(palette->soft, 0.62f) });
	for (uint32_t i = 0; i < f->cube->shapes.count; i++)
		shape_box(f, &f->cube->shapes.rows[i], wall, palette);
}
