/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/program.h"

#include <errno.h>
#include <stddef.h>

static const char *first_line(const struct gl *gl)
{
	return gl->es ? "#version 300 es\nprecision highp float;\nprecision highp int;\n" :
			"#version 330 core\n";
}

static GLuint compile(const struct gl *gl, GLenum stage, const char *text, struct err *e)
{
	const char *const parts[] = { first_line(gl), text };
	GLuint shader = gl->CreateShader(stage);
	char log[256] = "";
	GLint ok = 0;

	gl->ShaderSource(shader, 2, parts, NULL);
	gl->CompileShader(shader);
	gl->GetShaderiv(shader, GL_COMPILE_STATUS, &ok);
	if (ok)
		return shader;
	gl->GetShaderInfoLog(shader, sizeof(log), NULL, log);
	gl->DeleteShader(shader);
	err_set(e, -EINVAL, "shader: %s", log);
	return 0;
}

static int link_stages(const struct gl *gl, GLuint id, GLuint vert, GLuint frag, struct err *e)
{
	char log[256] = "";
	GLint ok = 0;

	gl->AttachShader(id, vert);
	gl->AttachShader(id, frag);
	gl->LinkProgram(id);
	gl->GetProgramiv(id, GL_LINK_STATUS, &ok);
	if (ok)
		return 0;
	gl->GetProgramInfoLog(id, sizeof(log), NULL, log);
	return err_set(e, -EINVAL, "shader: %s", log);
}

int program_open(const struct gl *gl, const struct program_source *from, struct program *out,
		 struct err *e)
{
	GLuint vert = compile(gl, GL_VERTEX_SHADER, from->vert, e);
	GLuint frag = vert ? compile(gl, GL_FRAGMENT_SHADER, from->frag, e) : 0;
	int r = -EINVAL;

	out->id = gl->CreateProgram();
	if (frag)
		r = link_stages(gl, out->id, vert, frag, e);
	gl->DeleteShader(vert);
	gl->DeleteShader(frag);
	for (int i = 0; !r && i < PROGRAM_UNIFORMS && from->uniforms[i]; i++)
		out->at[i] = gl->GetUniformLocation(out->id, from->uniforms[i]);
	return r;
}

void program_close(const struct gl *gl, struct program *p)
{
	gl->DeleteProgram(p->id);
	p->id = 0;
}
