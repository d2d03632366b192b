/* SPDX-License-Identifier: BSD-2-Clause */
/* pass.h - one program and its instances; each pass_*.c draws one kind of thing. */
#ifndef GLOBE_PASS_H
#define GLOBE_PASS_H

#include "globe/batch.h"
#include "globe/program.h"
#include "globe/strands.h"

struct pass {
	struct program program;
	GLuint vao, vbo;
	GLsizeiptr room; /* bytes of the vertex buffer */
	GLsizei count;   /* instances in it */
};

/* A picture that can be drawn into and read from. */
struct target {
	GLuint texture, frame;
	int width, height;
};

/* What every pass of a frame shares. */
struct pass_frame {
	const struct view *view;
	const struct palette *palette;
	struct vec3 sun;
	float time_s; /* 0..64, then again from 0 */
	float scale;  /* pixels a unit */
};

/* One attribute of an instance: numbers of a type at an offset. */
struct pass_field {
	GLint numbers;
	GLenum type;
	GLboolean unit; /* integers stand for 0..1 */
	GLsizei offset;
};

int pass_open(const struct gl *gl, struct pass *p, const struct program_source *source,
	      struct err *e);
void pass_close(const struct gl *gl, struct pass *p);

/* fields: up to and with one of 0 numbers; first: the instance to start with */
void pass_fields(const struct gl *gl, const struct pass *p, const struct pass_field *fields,
		 GLsizei stride, GLsizei first);
void pass_load(const struct gl *gl, struct pass *p, const void *rows, GLsizei stride,
	       uint32_t count);
void pass_draw_strip(const struct gl *gl, GLsizei vertices, GLsizei instances);
void pass_draw_screen(const struct gl *gl, const struct pass *p);

/* returns 0, or -ENOTSUP when the driver cannot draw into a texture */
int target_resize(const struct gl *gl, struct target *t, int width, int height);
void target_close(const struct gl *gl, struct target *t);

int pass_sphere_open(const struct gl *gl, struct pass *p, struct err *e);
void pass_sphere_draw(const struct gl *gl, const struct pass *p, const struct pass_frame *f,
		      GLuint map);

int pass_arc_open(const struct gl *gl, struct pass *p, struct err *e);
void pass_arc_load(const struct gl *gl, struct pass *p, const struct strands *s);
void pass_arc_draw(const struct gl *gl, const struct pass *p, const struct pass_frame *f,
		   const struct strands *s);

int pass_spot_open(const struct gl *gl, struct pass *p, struct err *e);
void pass_spot_load(const struct gl *gl, struct pass *p, const struct strands *s);
void pass_spot_draw(const struct gl *gl, const struct pass *p, const struct pass_frame *f);

int pass_quad_open(const struct gl *gl, struct pass *p, struct err *e);
void pass_quad_draw(const struct gl *gl, struct pass *p, const struct pass_frame *f,
		    const struct batch *b, GLuint atlas);

int pass_blur_open(const struct gl *gl, struct pass *p, struct err *e);
void pass_blur_draw(const struct gl *gl, const struct pass *p, GLuint image, float way_x,
		    float way_y, float gain);

#endif
