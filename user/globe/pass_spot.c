/* SPDX-License-Identifier: BSD-2-Clause */
/* Places: a dot with a ring where arcs end. */
#include <stddef.h>

#include "globe/pass.h"
#include "globe/shaders.h"

enum { CLIP, EYE, TIME, PAPER };

static const struct pass_field fields[] = {
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct spot, ground) },
	{ 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(struct spot, rgba) },
	{ 2, GL_FLOAT, GL_FALSE, offsetof(struct spot, phase) },
	{ 0 },
};

int pass_spot_open(const struct gl *gl, struct pass *p, struct err *e)
{
	static const struct program_source source = {
		shader_spot_vert,
		shader_spot_frag,
		{ "clip", "eye", "time", "paper" },
	};

	return pass_open(gl, p, &source, e);
}

void pass_spot_load(const struct gl *gl, struct pass *p, const struct strands *s)
{
	pass_load(gl, p, s->spots, sizeof(struct spot), s->spot_count);
}

void pass_spot_draw(const struct gl *gl, const struct pass *p, const struct pass_frame *f)
{
	const struct view *v = f->view;
	const GLint *at = p->program.at;

	gl->Enable(GL_BLEND);
	gl->BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
	gl->UseProgram(p->program.id);
	gl->UniformMatrix4fv(at[CLIP], 1, GL_FALSE, v->clip);
	gl->Uniform3f(at[EYE], v->eye.x, v->eye.y, v->eye.z);
	gl->Uniform1f(at[TIME], f->time_s);
	gl->Uniform1f(at[PAPER], f->palette->paper);
	pass_fields(gl, p, fields, sizeof(struct spot), 0);
	pass_draw_strip(gl, 4, p->count);
}
