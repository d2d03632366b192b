/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/render.h"

#include <errno.h>
#include <stdlib.h>

#include "globe/font_more.h"
#include "globe/pass.h"
#include "globe/pass_cube.h"

#define GLOW_SHARE 4 /* the glow is that many times coarser than the screen */
#define GLOW_GAIN 0.50f
#define GLOW_STRANDS 300.0f /* more are not to drown in their light */

struct render {
	struct gl gl;
	struct pass sphere, arc, spot, quad, blur;
	struct pass_cube cube;
	struct target earth, glow[2], shot;
	GLuint map, atlas;
	struct font *font;
	uint64_t loaded; /* version of the strands in the buffers */
	struct view seen; /* of the Earth that is kept */
	const struct palette *palette;
	struct vec3 sun;
};

static GLuint open_map(const struct gl *gl, const struct render_data *d)
{
	GLuint texture;

	gl->GenTextures(1, &texture);
	gl->BindTexture(GL_TEXTURE_2D, texture);
	gl->TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, d->map_width, d->map_height, 0, GL_RGBA,
		       GL_UNSIGNED_BYTE, d->map);
	gl->GenerateMipmap(GL_TEXTURE_2D);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_REPEAT);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
	return texture;
}

static void load_rows(const struct gl *gl, const struct font *f, uint32_t first, uint32_t rows,
		      const uint8_t *texels)
{
	gl->TexSubImage2D(GL_TEXTURE_2D, 0, 0, (GLint)first, f->width, (GLsizei)rows, GL_RED,
			  GL_UNSIGNED_BYTE, texels);
}

/* With room for what is added to the baked glyphs, and what of it is there. */
static GLuint open_atlas(const struct gl *gl, const struct font *f)
{
	const uint8_t *more = font_more_texels(f);
	GLsizei height = f->height + (more ? FONT_MORE_ROWS : 0);
	GLuint texture;

	gl->GenTextures(1, &texture);
	gl->BindTexture(GL_TEXTURE_2D, texture);
	gl->TexImage2D(GL_TEXTURE_2D, 0, GL_R8, f->width, height, 0, GL_RED, GL_UNSIGNED_BYTE,
		       NULL);
	load_rows(gl, f, 0, f->height, f->texels);
	if (more)
		load_rows(gl, f, f->height, FONT_MORE_ROWS, more);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	return texture;
}

int render_open(const struct gl *gl, const struct render_data *data, struct render **out,
		struct err *e)
{
	struct render *r = calloc(1, sizeof(*r));

	*out = r;
	if (!r)
		return err_set(e, -ENOMEM, "window: no memory");
	r->gl = *gl;
	gl->ActiveTexture(GL_TEXTURE0);
	gl->PixelStorei(GL_UNPACK_ALIGNMENT, 1);
	r->map = open_map(gl, data);
	r->font = data->font;
	r->atlas = open_atlas(gl, data->font);
	if (pass_sphere_open(gl, &r->sphere, e) || pass_arc_open(gl, &r->arc, e) ||
	    pass_spot_open(gl, &r->spot, e) || pass_quad_open(gl, &r->quad, e) ||
	    pass_blur_open(gl, &r->blur, e) || pass_cube_open(gl, &r->cube, e))
		return -EINVAL;
	if (gl->GetError() != GL_NO_ERROR)
		return err_set(e, -ENOTSUP, "OpenGL: the map does not fit the driver");
	return 0;
}

void render_close(struct render *r)
{
	if (!r)
		return;
	pass_close(&r->gl, &r->sphere);
	pass_close(&r->gl, &r->arc);
	pass_close(&r->gl, &r->spot);
	pass_close(&r->gl, &r->quad);
	pass_close(&r->gl, &r->blur);
	pass_cube_close(&r->gl, &r->cube);
	target_close(&r->gl, &r->earth);
	target_close(&r->gl, &r->glow[0]);
	target_close(&r->gl, &r->glow[1]);
	target_close(&r->gl, &r->shot);
	r->gl.DeleteTextures(1, &r->map);
	r->gl.DeleteTextures(1, &r->atlas);
	free(r);
}

/* The view of a picture that is n times coarser. */
static struct view coarser(const struct view *v, int n)
{
	struct view small = *v;

	small.width = v->width / n > 1 ? v->width / n : 1;
	small.height = v->height / n > 1 ? v->height / n : 1;
	small.pixel = v->pixel * (float)n;
	return small;
}

static int start_target(struct render *r, struct target *t, const struct view *v)
{
	if (target_resize(&r->gl, t, v->width, v->height))
		return -ENOTSUP;
	r->gl.BindFramebuffer(GL_FRAMEBUFFER, t->frame);
	r->gl.Viewport(0, 0, v->width, v->height);
	return 0;
}

static struct pass_frame pass_frame(const struct render_frame *f, const struct view *v)
{
	return (struct pass_frame){ v, f->palette, f->sun, f->time_s, f->scale };
}

/* The Earth is dear and changes seldom: it is kept, and copied under each frame. */
static void keep_earth(struct render *r, const struct render_frame *f)
{
	struct view v = coarser(&f->view, f->rough ? 2 : 1);
	struct pass_frame p = pass_frame(f, &v);

	if (!memcmp(&r->seen, &v, sizeof(v)) && !memcmp(&r->sun, &f->sun, sizeof(f->sun)) &&
	    r->palette == f->palette)
		return;
	if (start_target(r, &r->earth, &v))
		return;
	p.scale = f->scale / (f->rough ? 2 : 1);
	pass_sphere_draw(&r->gl, &r->sphere, &p, r->map);
	r->seen = v;
	r->sun = f->sun;
	r->palette = f->palette;
}

static void copy_earth(struct render *r, GLuint into, const struct view *v)
{
	bool same = r->earth.width == v->width;

	r->gl.BindFramebuffer(GL_READ_FRAMEBUFFER, r->earth.frame);
	r->gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, into);
	r->gl.BlitFramebuffer(0, 0, r->earth.width, r->earth.height, 0, 0, v->width, v->height,
			      GL_COLOR_BUFFER_BIT, same ? GL_NEAREST : GL_LINEAR);
}

static void load_strands(struct render *r, const struct strands *s)
{
	if (r->loaded == s->version)
		return;
	pass_arc_load(&r->gl, &r->arc, s);
	pass_spot_load(&r->gl, &r->spot, s);
	r->loaded = s->version;
}

static void load_glyphs(struct render *r)
{
	const uint8_t *texels;
	uint32_t first, rows = font_more_news(r->font, &first, &texels);

	r->gl.BindTexture(GL_TEXTURE_2D, r->atlas);
	if (rows)
		load_rows(&r->gl, r->font, first, rows, texels);
}

/* The arcs once more, small and blurred; what is left in glow[0] is added to the frame. */
static bool make_glow(struct render *r, const struct render_frame *f)
{
	struct view v = coarser(&f->view, GLOW_SHARE);
	struct pass_frame p = pass_frame(f, &v);
	const struct gl *gl = &r->gl;

	if (start_target(r, &r->glow[1], &v) || start_target(r, &r->glow[0], &v))
		return false;
	gl->ClearColor(0, 0, 0, 0);
	gl->Clear(GL_COLOR_BUFFER_BIT);
	pass_arc_draw(gl, &r->arc, &p, f->strands);
	gl->Disable(GL_BLEND);
	for (int step = 1; (float)step <= 2 * f->scale; step *= 2) {
		float x = (float)step / (float)v.width, y = (float)step / (float)v.height;

		start_target(r, &r->glow[1], &v);
		pass_blur_draw(gl, &r->blur, r->glow[0].texture, x, 0, 1);
		start_target(r, &r->glow[0], &v);
		pass_blur_draw(gl, &r->blur, r->glow[1].texture, 0, y, 1);
	}
	return true;
}

static void add_glow(struct render *r, const struct strands *s)
{
	float gain = GLOW_GAIN * sqrtf(fminf(GLOW_STRANDS / fmaxf((float)s->count, 1), 1));

	r->gl.Enable(GL_BLEND);
	r->gl.BlendFunc(GL_ONE, GL_ONE);
	pass_blur_draw(&r->gl, &r->blur, r->glow[0].texture, 0, 0, gain);
}

static void draw_globe(struct render *r, GLuint into, const struct render_frame *f,
		       const struct pass_frame *p)
{
	bool glow;

	load_strands(r, f->strands);
	keep_earth(r, f);
	glow = f->glow && !f->palette->paper && f->strands->count && make_glow(r, f);
	copy_earth(r, into, &f->view);
	r->gl.BindFramebuffer(GL_FRAMEBUFFER, into);
	r->gl.Viewport(0, 0, f->view.width, f->view.height);
	if (glow)
		add_glow(r, f->strands);
	pass_spot_draw(&r->gl, &r->spot, p);
	pass_arc_draw(&r->gl, &r->arc, p, f->strands);
}

static void draw_into(struct render *r, GLuint into, const struct render_frame *f)
{
	struct pass_frame p = pass_frame(f, &f->view);

	load_glyphs(r);
	if (!f->cube || f->cube->shown < 1)
		draw_globe(r, into, f, &p);
	r->gl.BindFramebuffer(GL_FRAMEBUFFER, into);
	r->gl.Viewport(0, 0, f->view.width, f->view.height);
	if (f->cube)
		pass_cube_draw(&r->gl, &r->cube, &p, f->cube);
	pass_quad_draw(&r->gl, &r->quad, &p, f->batch, r->atlas);
}

void render_draw(struct render *r, const struct render_frame *f)
{
	draw_into(r, 0, f);
}

static void swap_rows(uint8_t *a, uint8_t *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t kept = a[i];

		a[i] = b[i];
		b[i] = kept;
	}
}

int render_shot(struct render *r, const struct render_frame *f, uint8_t *rgba)
{
	int width = f->view.width, height = f->view.height;
	size_t row = (size_t)width * 4;

	if (start_target(r, &r->shot, &f->view))
		return -ENOTSUP;
	draw_into(r, r->shot.frame, f);
	r->gl.ReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
	if (r->gl.GetError() != GL_NO_ERROR)
		return -ENOTSUP;
	for (int y = 0; y < height / 2; y++)
		swap_rows(rgba + (size_t)y * row, rgba + (size_t)(height - 1 - y) * row, row);
	for (size_t i = 3; i < row * (size_t)height; i += 4)
		rgba[i] = 255;
	return 0;
}

bool render_is_software(const struct render *r)
{
	static const char *const names[] = { "llvmpipe", "softpipe", "SWR", "SwiftShader",
					     "Software" };
	const char *name = (const char *)r->gl.GetString(GL_RENDERER);

	for (size_t i = 0; name && i < sizeof(names) / sizeof(*names); i++)
		if (strstr(name, names[i]))
			return true;
	return false;
}
