/* SPDX-License-Identifier: BSD-2-Clause */
/* The user interface: boxes, lines and glyphs in one draw. */
#include <stddef.h>

#include "globe/pass.h"
#include "globe/shaders.h"

enum { SIZE, ATLAS };

static const struct pass_field fields[] = {
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct quad, x) },
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct quad, way_x) },
	{ 4, GL_UNSIGNED_SHORT, GL_FALSE, offsetof(struct quad, texel) },
	{ 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(struct quad, rgba) },
	{ 0 },
};

int pass_quad_open(const struct gl *gl, struct pass *p, struct err *e)
{
	static const struct program_source source = {
		shader_quad_vert,
		shader_quad_frag,
		{ "size", "atlas" },
	};

	return pass_open(gl, p, &source, e);
}

void pass_quad_draw(const struct gl *gl, struct pass *p, const struct pass_frame *f,
		    const struct batch *b, GLuint atlas)
{
	pass_load(gl, p, b->quads, sizeof(struct quad), b->count);
	gl->Enable(GL_BLEND);
	gl->BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
	gl->UseProgram(p->program.id);
	gl->Uniform2f(p->program.at[SIZE], (float)f->view->width / 2, (float)f->view->height / 2);
	gl->Uniform1i(p->program.at[ATLAS], 0);
	gl->BindTexture(GL_TEXTURE_2D, atlas);
	pass_fields(gl, p, fields, sizeof(struct quad), 0);
	pass_draw_strip(gl, 4, p->count);
}
