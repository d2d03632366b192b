/* SPDX-License-Identifier: BSD-2-Clause */
/* program.h - a vertex and a fragment shader, and the numbers of their uniforms. */
#ifndef GLOBE_PROGRAM_H
#define GLOBE_PROGRAM_H

#include "globe/gl.h"

#define PROGRAM_UNIFORMS 12 /* most */

struct program_source {
	const char *vert, *frag; /* without the #version line */
	const char *uniforms[PROGRAM_UNIFORMS]; /* names; NULL for no more */
};

struct program {
	GLuint id;
	GLint at[PROGRAM_UNIFORMS]; /* in the order of the names */
};

/* errors: -EINVAL with what the compiler said */
int program_open(const struct gl *gl, const struct program_source *from, struct program *out,
		 struct err *e);
void program_close(const struct gl *gl, struct program *p);

#endif
