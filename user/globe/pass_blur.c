/* SPDX-License-Identifier: BSD-2-Clause */
/* A picture, blurred in one direction and added to what is there. */
#include "globe/pass.h"
#include "globe/shaders.h"

enum { IMAGE, WAY, GAIN };

int pass_blur_open(const struct gl *gl, struct pass *p, struct err *e)
{
	static const struct program_source source = {
		shader_screen_vert,
		shader_blur_frag,
		{ "image", "way", "gain" },
	};

	return pass_open(gl, p, &source, e);
}

void pass_blur_draw(const struct gl *gl, const struct pass *p, GLuint image, float way_x,
		    float way_y, float gain)
{
	gl->UseProgram(p->program.id);
	gl->Uniform1i(p->program.at[IMAGE], 0);
	gl->Uniform2f(p->program.at[WAY], way_x, way_y);
	gl->Uniform1f(p->program.at[GAIN], gain);
	gl->BindTexture(GL_TEXTURE_2D, image);
	pass_draw_screen(gl, p);
}
