/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/pass.h"

#include <errno.h>
#include <stdint.h>

int pass_open(const struct gl *gl, struct pass *p, const struct program_source *source,
	      struct err *e)
{
	gl->GenVertexArrays(1, &p->vao);
	gl->GenBuffers(1, &p->vbo);
	return program_open(gl, source, &p->program, e);
}

void pass_close(const struct gl *gl, struct pass *p)
{
	gl->DeleteVertexArrays(1, &p->vao);
	gl->DeleteBuffers(1, &p->vbo);
	program_close(gl, &p->program);
}

void pass_fields(const struct gl *gl, const struct pass *p, const struct pass_field *fields,
		 GLsizei stride, GLsizei first)
{
	gl->BindVertexArray(p->vao);
	gl->BindBuffer(GL_ARRAY_BUFFER, p->vbo);
	for (GLuint i = 0; fields[i].numbers; i++) {
		uintptr_t offset = (uintptr_t)fields[i].offset + (uintptr_t)first * stride;

		gl->EnableVertexAttribArray(i);
		gl->VertexAttribPointer(i, fields[i].numbers, fields[i].type, fields[i].unit,
					stride, (const void *)offset);
		gl->VertexAttribDivisor(i, 1);
	}
}

void pass_load(const struct gl *gl, struct pass *p, const void *rows, GLsizei stride,
	       uint32_t count)
{
	GLsizeiptr need = (GLsizeiptr)count * stride;

	gl->BindBuffer(GL_ARRAY_BUFFER, p->vbo);
	if (need > p->room) {
		p->room = need + need / 2;
		gl->BufferData(GL_ARRAY_BUFFER, p->room, NULL, GL_DYNAMIC_DRAW);
	}
	gl->BufferSubData(GL_ARRAY_BUFFER, 0, need, rows);
	p->count = (GLsizei)count;
}

void pass_draw_strip(const struct gl *gl, GLsizei vertices, GLsizei instances)
{
	if (instances > 0)
		gl->DrawArraysInstanced(GL_TRIANGLE_STRIP, 0, vertices, instances);
}

void pass_draw_screen(const struct gl *gl, const struct pass *p)
{
	gl->BindVertexArray(p->vao);
	gl->DrawArrays(GL_TRIANGLES, 0, 3);
}

static void target_texture(const struct gl *gl, const struct target *t)
{
	gl->BindTexture(GL_TEXTURE_2D, t->texture);
	gl->TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, t->width, t->height, 0, GL_RGBA,
		       GL_UNSIGNED_BYTE, NULL);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

int target_resize(const struct gl *gl, struct target *t, int width, int height)
{
	if (t->width == width && t->height == height)
		return 0;
	if (!t->frame) {
		gl->GenFramebuffers(1, &t->frame);
		gl->GenTextures(1, &t->texture);
	}
	t->width = width;
	t->height = height;
	target_texture(gl, t);
	gl->BindFramebuffer(GL_FRAMEBUFFER, t->frame);
	gl->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, t->texture,
				 0);
	return gl->CheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE ? 0 : -ENOTSUP;
}

void target_close(const struct gl *gl, struct target *t)
{
	gl->DeleteFramebuffers(1, &t->frame);
	gl->DeleteTextures(1, &t->texture);
	*t = (struct target){ 0 };
}
