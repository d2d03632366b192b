/* SPDX-License-Identifier: BSD-2-Clause */
/* gl.h - what OpenGL 3.3 core, OpenGL ES 3.0 and WebGL 2 share, as far as it is used here. */
#ifndef GLOBE_GL_H
#define GLOBE_GL_H

#define GL_GLES_PROTOTYPES 0
#include <GLES3/gl3.h>
#include <stdbool.h>

#include "core/err.h"

#define GL_FUNCTIONS(X) \
	X(ActiveTexture, ACTIVETEXTURE) \
	X(AttachShader, ATTACHSHADER) \
	X(BindBuffer, BINDBUFFER) \
	X(BindFramebuffer, BINDFRAMEBUFFER) \
	X(BindTexture, BINDTEXTURE) \
	X(BindVertexArray, BINDVERTEXARRAY) \
	X(BlendEquation, BLENDEQUATION) \
	X(BlendFunc, BLENDFUNC) \
	X(BlitFramebuffer, BLITFRAMEBUFFER) \
	X(BufferData, BUFFERDATA) \
	X(BufferSubData, BUFFERSUBDATA) \
	X(CheckFramebufferStatus, CHECKFRAMEBUFFERSTATUS) \
	X(Clear, CLEAR) \
	X(ClearColor, CLEARCOLOR) \
	X(CompileShader, COMPILESHADER) \
	X(CreateProgram, CREATEPROGRAM) \
	X(CreateShader, CREATESHADER) \
	X(DeleteBuffers, DELETEBUFFERS) \
	X(DeleteFramebuffers, DELETEFRAMEBUFFERS) \
	X(DeleteProgram, DELETEPROGRAM) \
	X(DeleteShader, DELETESHADER) \
	X(DeleteTextures, DELETETEXTURES) \
	X(DeleteVertexArrays, DELETEVERTEXARRAYS) \
	X(Disable, DISABLE) \
	X(DrawArrays, DRAWARRAYS) \
	X(DrawArraysInstanced, DRAWARRAYSINSTANCED) \
	X(Enable, ENABLE) \
	X(EnableVertexAttribArray, ENABLEVERTEXATTRIBARRAY) \
	X(Finish, FINISH) \
	X(FramebufferTexture2D, FRAMEBUFFERTEXTURE2D) \
	X(GenBuffers, GENBUFFERS) \
	X(GenFramebuffers, GENFRAMEBUFFERS) \
	X(GenTextures, GENTEXTURES) \
	X(GenVertexArrays, GENVERTEXARRAYS) \
	X(GenerateMipmap, GENERATEMIPMAP) \
	X(GetError, GETERROR) \
	X(GetIntegerv, GETINTEGERV) \
	X(GetProgramInfoLog, GETPROGRAMINFOLOG) \
	X(GetProgramiv, GETPROGRAMIV) \
	X(GetShaderInfoLog, GETSHADERINFOLOG) \
	X(GetShaderiv, GETSHADERIV) \
	X(GetString, GETSTRING) \
	X(GetUniformLocation, GETUNIFORMLOCATION) \
	X(LinkProgram, LINKPROGRAM) \
	X(PixelStorei, PIXELSTOREI) \
	X(ReadPixels, READPIXELS) \
	X(ShaderSource, SHADERSOURCE) \
	X(TexImage2D, TEXIMAGE2D) \
	X(TexParameteri, TEXPARAMETERI) \
	X(TexSubImage2D, TEXSUBIMAGE2D) \
	X(Uniform1f, UNIFORM1F) \
	X(Uniform1i, UNIFORM1I) \
	X(Uniform2f, UNIFORM2F) \
	X(Uniform3f, UNIFORM3F) \
	X(Uniform3fv, UNIFORM3FV) \
	X(UniformMatrix4fv, UNIFORMMATRIX4FV) \
	X(UseProgram, USEPROGRAM) \
	X(VertexAttribDivisor, VERTEXATTRIBDIVISOR) \
	X(VertexAttribPointer, VERTEXATTRIBPOINTER) \
	X(Viewport, VIEWPORT)

struct gl {
#define GL_MEMBER(name, type) PFNGL##type##PROC name;
	GL_FUNCTIONS(GL_MEMBER)
#undef GL_MEMBER
	bool es; /* OpenGL ES: the shaders start differently */
};

/*
 * get      finds a function of the current context by its name, NULL when there is none
 * returns  0, or -ENOENT with the name of the function
 */
int gl_load(struct gl *gl, void *(*get)(const char *name), bool es, struct err *e);

#endif
