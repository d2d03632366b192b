/* SPDX-License-Identifier: BSD-2-Clause */
/* render.h - one frame: the sphere, the arcs, the places and the user interface over them. */
#ifndef GLOBE_RENDER_H
#define GLOBE_RENDER_H

#include "globe/batch.h"
#include "globe/cube_lines.h"
#include "globe/gl.h"
#include "globe/strands.h"

struct render;

/* What is uploaded once; borrowed for the call. */
struct render_data {
	const uint8_t *map; /* RGBA8, equirectangular, north first; sphere.frag.glsl reads it */
	int map_width, map_height;
	struct font *font; /* borrowed as long as the renderer is used */
};

struct render_frame {
	struct view view;
	const struct palette *palette; /* borrowed */
	struct vec3 sun;
	float time_s; /* of the comets: 0..64, then again from 0 */
	float scale;  /* pixels a unit */
	bool rough;   /* half as fine a sphere: the camera is moving on a slow machine */
	bool glow;    /* light spreads from the arcs; costs a second pass */
	const struct strands *strands;
	const struct batch *batch;
	const struct cube_frame *cube; /* NULL: the globe alone */
};

/* gl: copied. errors: -EINVAL, -ENOTSUP what the driver cannot do */
int render_open(const struct gl *gl, const struct render_data *data, struct render **out,
		struct err *e);
void render_close(struct render *r);

/* Draw on the window. The sphere is drawn anew only when the view or the sun moved. */
void render_draw(struct render *r, const struct render_frame *f);

/*
 * Draw off the window.
 *
 * rgba     out: view.width * view.height * 4 bytes, top row first, opaque
 * returns  0, or -ENOTSUP
 */
int render_shot(struct render *r, const struct render_frame *f, uint8_t *rgba);

/* Whether the CPU draws: then frames are dear. */
bool render_is_software(const struct render *r);

#endif
