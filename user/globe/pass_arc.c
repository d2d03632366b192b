/* SPDX-License-Identifier: BSD-2-Clause */
/* The arcs: ribbons without vertices of their own, one instance a strand. */
#include <stddef.h>

#include "globe/pass.h"
#include "globe/shaders.h"

enum { CLIP, EYE, SIZE, SCALE, STEPS, GROUND, TIME, PAPER, BEADS };

static const struct pass_field fields[] = {
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct strand, arc.from) },
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct strand, arc.side) },
	{ 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(struct strand, rgba) },
	{ 4, GL_FLOAT, GL_FALSE, offsetof(struct strand, width) },
	{ 0 },
};

int pass_arc_open(const struct gl *gl, struct pass *p, struct err *e)
{
	static const struct program_source source = {
		shader_arc_vert,
		shader_arc_frag,
		{ "clip", "eye", "size", "scale", "segments", "ground", "time",
		  "paper", "beads" },
	};

	return pass_open(gl, p, &source, e);
}

void pass_arc_load(const struct gl *gl, struct pass *p, const struct strands *s)
{
	pass_load(gl, p, s->rows, sizeof(struct strand), s->count);
}

static void draw_rows(const struct gl *gl, const struct pass *p, const struct strands *s,
		      uint32_t first, uint32_t end)
{
	pass_fields(gl, p, fields, sizeof(struct strand), (GLsizei)first);
	pass_draw_strip(gl, 2 * (strands_steps(s) + 1), (GLsizei)(end - first));
}

/*
 * The light of few blue arcs adds up. That of many would burn out to white: then each channel
 * keeps the brightest. Ink covers what is below. The red ones are laid over them, and are never
 * hidden.
 */
static void draw_blended(const struct gl *gl, const struct pass *p, const struct strands *s,
			 const struct palette *palette)
{
	bool most = s->bundles.count > STRANDS_MANY && !palette->paper;

	gl->Enable(GL_BLEND);
	gl->BlendEquation(most ? GL_MAX : GL_FUNC_ADD);
	gl->BlendFunc(GL_ONE, palette->paper ? GL_ONE_MINUS_SRC_ALPHA : GL_ONE);
	gl->Uniform1f(p->program.at[BEADS], 0);
	draw_rows(gl, p, s, 0, s->red);
	gl->BlendEquation(GL_FUNC_ADD);
	gl->BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
	gl->Uniform1f(p->program.at[BEADS], palette->shapes);
	draw_rows(gl, p, s, s->red, s->count);
}

void pass_arc_draw(const struct gl *gl, const struct pass *p, const struct pass_frame *f,
		   const struct strands *s)
{
	const struct view *v = f->view;
	const GLint *at = p->program.at;

	gl->UseProgram(p->program.id);
	gl->UniformMatrix4fv(at[CLIP], 1, GL_FALSE, v->clip);
	gl->Uniform3f(at[EYE], v->eye.x, v->eye.y, v->eye.z);
	gl->Uniform2f(at[SIZE], (float)v->width / 2, (float)v->height / 2);
	gl->Uniform1f(at[SCALE], f->scale);
	gl->Uniform1f(at[STEPS], (float)strands_steps(s));
	gl->Uniform1f(at[GROUND], ARC_GROUND);
	gl->Uniform1f(at[TIME], f->time_s);
	gl->Uniform1f(at[PAPER], f->palette->paper);
	draw_blended(gl, p, s, f->palette);
}
