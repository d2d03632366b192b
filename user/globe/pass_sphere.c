/* SPDX-License-Identifier: BSD-2-Clause */
/* The Earth, its air and the stars: one triangle over the screen. */
#include "globe/pass.h"
#include "globe/shaders.h"

enum { EYE, RIGHT, UP, FORWARD, SUN, FIELD, SHIFT, PIXEL, SCALE, INK, MAP };

int pass_sphere_open(const struct gl *gl, struct pass *p, struct err *e)
{
	static const struct program_source source = {
		shader_screen_vert,
		shader_sphere_frag,
		{ "eye", "right", "up", "forward", "sun", "field", "shift", "pixel", "scale",
		  "ink", "map" },
	};

	return pass_open(gl, p, &source, e);
}

static void set_vec3(const struct gl *gl, GLint at, struct vec3 v)
{
	gl->Uniform3f(at, v.x, v.y, v.z);
}

void pass_sphere_draw(const struct gl *gl, const struct pass *p, const struct pass_frame *f,
		      GLuint map)
{
	const struct view *v = f->view;
	const GLint *at = p->program.at;

	gl->Disable(GL_BLEND);
	gl->UseProgram(p->program.id);
	set_vec3(gl, at[EYE], v->eye);
	set_vec3(gl, at[RIGHT], v->right);
	set_vec3(gl, at[UP], v->up);
	set_vec3(gl, at[FORWARD], v->forward);
	set_vec3(gl, at[SUN], f->sun);
	gl->Uniform2f(at[FIELD], v->tan_x, v->tan_y);
	gl->Uniform2f(at[SHIFT], v->shift_x, v->shift_y);
	gl->Uniform1f(at[PIXEL], v->pixel);
	gl->Uniform1f(at[SCALE], f->scale);
	gl->Uniform3fv(at[INK], INKS, &f->palette->ink[0][0]);
	gl->Uniform1i(at[MAP], 0);
	gl->BindTexture(GL_TEXTURE_2D, map);
	pass_draw_screen(gl, p);
}
