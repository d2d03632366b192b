/* SPDX-License-Identifier: BSD-2-Clause */
/* pass_cube.h - draws the cube: what is behind it, its lines, and its points in one draw. */
#ifndef GLOBE_PASS_CUBE_H
#define GLOBE_PASS_CUBE_H

#include "globe/cube_lines.h"
#include "globe/pass.h"

struct pass_cube {
	struct pass back, line, point;
	uint64_t loaded; /* version of the cube in the buffer */
};

int pass_cube_open(const struct gl *gl, struct pass_cube *p, struct err *e);
void pass_cube_close(const struct gl *gl, struct pass_cube *p);

/* Over what is in the frame, as far as it is shown. */
void pass_cube_draw(const struct gl *gl, struct pass_cube *p, const struct pass_frame *f,
		    const struct cube_frame *c);

#endif
