/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/gl.h"

#include <errno.h>
#include <string.h>

int gl_load(struct gl *gl, void *(*get)(const char *name), bool es, struct err *e)
{
	static const char *const names[] = {
#define GL_TEXT(name, type) "gl" #name,
		GL_FUNCTIONS(GL_TEXT)
#undef GL_TEXT
	};
	void *found[sizeof(names) / sizeof(*names)];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		found[i] = get(names[i]);
		if (!found[i])
			return err_set(e, -ENOENT, "OpenGL: no %s", names[i]);
	}
	memcpy(gl, found, sizeof(found));
	gl->es = es;
	return 0;
}
