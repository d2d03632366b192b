/* SPDX-License-Identifier: BSD-2-Clause */
/* cube_lines.h - the cube as it is drawn: its edges, the grid of its walls, boxes around shapes. */
#ifndef GLOBE_CUBE_LINES_H
#define GLOBE_CUBE_LINES_H

#include "globe/cube.h"

#define CUBE_LINES 320 /* most: grid, cube, and 15 a shape */
#define CUBE_CELLS 8   /* of the grid along an axis of addresses */

/* One instance of the line shader. */
struct cube_line {
	struct vec3 from;
	float half; /* of its width, in units */
	struct vec3 to;
	uint8_t rgba[4];
};
_Static_assert(sizeof(struct cube_line) == 32, "layout of the vertex buffer");

/* The cube from one side. */
struct cube_frame {
	const struct cube *cube;
	struct view view;
	float shown;      /* 0..1: 1 hides the globe */
	float now_s;      /* since the cube was built */
	struct vec3 wall; /* where the three walls are that the eye looks at */
	struct cube_line lines[CUBE_LINES];
	uint32_t line_count;
};

/* Ports that have a line, and a number beside it. */
#define CUBE_PORT_LINES 8
extern const uint16_t cube_port_lines[CUBE_PORT_LINES];

/* Fill wall and lines from view and cube. */
void cube_frame_lines(struct cube_frame *f, const struct palette *palette);

#endif
