/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/pass_cube.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "globe/shaders.h"

#define CORNER 1.74f /* of the cube from its middle, in halves of its side */
#define WALL_GAIN 0.55f
#define SQUARE_VERTICES 6

enum { BACK_EYE, BACK_RIGHT, BACK_UP, BACK_FORWARD, BACK_FIELD, BACK_SHIFT, BACK_INK, BACK_WALL,
       BACK_SIDE, BACK_OPACITY };
enum { CLIP, SIZE, SCALE, OPACITY, PIXEL, NOW, WALL, DEPTH, FLASH, GLIDE };

static const struct pass_field line_fields[] = {
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct cube_line, from) },
	{ 3, GL_FLOAT, GL_FALSE, offsetof(struct cube_line, to) },
	{ 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(struct cube_line, rgba) },
	{ 0 },
};

static const struct pass_field point_fields[] = {
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct cube_row, at) },
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct cube_row, from) },
	{ 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(struct cube_row, rgba) },
	{ 0 },
};

int pass_cube_open(const struct gl *gl, struct pass_cube *p, struct err *e)
{
	static const struct program_source back = {
		shader_screen_vert,
		shader_cube_back_frag,
		{ "eye", "right", "up", "forward", "field", "shift", "ink", "wall", "side",
		  "opacity" },
	};
	static const struct program_source line = {
		shader_cube_line_vert,
		shader_cube_line_frag,
		{ "clip", "size", "scale", "opacity" },
	};
	static const struct program_source point = {
		shader_cube_point_vert,
		shader_cube_point_frag,
		{ "clip", "size", "scale", "opacity", "pixel", "now", "wall", "depth", "flash",
		  "glide" },
	};

	if (pass_open(gl, &p->back, &back, e) || pass_open(gl, &p->line, &line, e) ||
	    pass_open(gl, &p->point, &point, e))
		return -EINVAL;
	return 0;
}

void pass_cube_close(const struct gl *gl, struct pass_cube *p)
{
	pass_close(gl, &p->back);
	pass_close(gl, &p->line);
	pass_close(gl, &p->point);
}

static void set_vec3(const struct gl *gl, GLint at, struct vec3 v)
{
	gl->Uniform3f(at, v.x, v.y, v.z);
}

static void draw_back(const struct gl *gl, const struct pass *p, const struct palette *palette,
		      const struct cube_frame *c)
{
	static const enum palette_ink inks[] = { INK_SKY, INK_GLEAM, INK_AIR_FAR };
	const float *wall = palette->ink[INK_GRID];
	const struct view *v = &c->view;
	const GLint *at = p->program.at;
	float ink[3][3];

	for (int i = 0; i < 3; i++)
		memcpy(ink[i], palette->ink[inks[i]], sizeof(ink[i]));
	gl->UseProgram(p->program.id);
	set_vec3(gl, at[BACK_EYE], v->eye);
	set_vec3(gl, at[BACK_RIGHT], v->right);
	set_vec3(gl, at[BACK_UP], v->up);
	set_vec3(gl, at[BACK_FORWARD], v->forward);
	gl->Uniform2f(at[BACK_FIELD], v->tan_x, v->tan_y);
	gl->Uniform2f(at[BACK_SHIFT], v->shift_x, v->shift_y);
	gl->Uniform3fv(at[BACK_INK], 3, &ink[0][0]);
	set_vec3(gl, at[BACK_WALL],
		 vec3_scale((struct vec3){ wall[0], wall[1], wall[2] }, WALL_GAIN));
	gl->Uniform1f(at[BACK_SIDE], CUBE_HALF);
	gl->Uniform1f(at[BACK_OPACITY], c->shown);
	pass_draw_screen(gl, p);
}

/* What the shaders of lines and of points have in common. */
static void start(const struct gl *gl, const struct pass *p, const struct pass_frame *f,
		  const struct cube_frame *c)
{
	const struct view *v = &c->view;
	const GLint *at = p->program.at;

	gl->UseProgram(p->program.id);
	gl->UniformMatrix4fv(at[CLIP], 1, GL_FALSE, v->clip);
	gl->Uniform2f(at[SIZE], (float)v->width / 2, (float)v->height / 2);
	gl->Uniform1f(at[SCALE], f->scale);
	gl->Uniform1f(at[OPACITY], c->shown);
}

static void draw_lines(const struct gl *gl, struct pass *p, const struct pass_frame *f,
		       const struct cube_frame *c)
{
	pass_load(gl, p, c->lines, sizeof(*c->lines), c->line_count);
	start(gl, p, f, c);
	pass_fields(gl, p, line_fields, sizeof(*c->lines), 0);
	pass_draw_strip(gl, 4, p->count);
}

static void draw_points(const struct gl *gl, const struct pass *p, const struct pass_frame *f,
			const struct cube_frame *c)
{
	uint32_t flash = f->palette->white;
	const GLint *at = p->program.at;
	float corner = CUBE_HALF * CORNER;
	int squares = cube_squares(c->cube);

	start(gl, p, f, c);
	gl->Uniform1f(at[PIXEL], c->view.pixel);
	gl->Uniform2f(at[NOW], c->now_s, (float)((double)c->cube->span_ns / 1e9));
	set_vec3(gl, at[WALL], c->wall);
	gl->Uniform2f(at[DEPTH], c->view.dist - corner, c->view.dist + corner);
	gl->Uniform3f(at[FLASH], (float)(flash >> 24) / 255, (float)(flash >> 16 & 255) / 255,
		      (float)(flash >> 8 & 255) / 255);
	gl->Uniform1f(at[GLIDE], fminf(c->now_s / CUBE_GLIDE_S, 1));
	pass_fields(gl, p, point_fields, sizeof(struct cube_row), 0);
	if (p->count)
		gl->DrawArraysInstanced(GL_TRIANGLES, (CUBE_SQUARES - squares) * SQUARE_VERTICES,
					squares * SQUARE_VERTICES, p->count);
}

void pass_cube_draw(const struct gl *gl, struct pass_cube *p, const struct pass_frame *f,
		    const struct cube_frame *c)
{
	if (p->loaded != c->cube->version)
		pass_load(gl, &p->point, c->cube->rows, sizeof(struct cube_row),
			  c->cube->row_count);
	p->loaded = c->cube->version;
	gl->Enable(GL_BLEND);
	gl->BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
	draw_back(gl, &p->back, f->palette, c);
	draw_lines(gl, &p->line, f, c);
	draw_points(gl, &p->point, f, c);
}
