/* SPDX-License-Identifier: BSD-2-Clause */
#include "scripts/picture.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

struct jpeg_failure {
	struct jpeg_error_mgr base; /* first: libjpeg knows only this part */
	jmp_buf back;
};

static void jpeg_failed(j_common_ptr jpeg)
{
	longjmp(((struct jpeg_failure *)jpeg->err)->back, 1);
}

static void jpeg_silent(j_common_ptr jpeg)
{
	(void)jpeg;
}

static void decode(struct jpeg_decompress_struct *jpeg, FILE *in, struct picture *out)
{
	jpeg_create_decompress(jpeg);
	jpeg_stdio_src(jpeg, in);
	jpeg_read_header(jpeg, TRUE);
	jpeg->out_color_space = JCS_RGB;
	jpeg_start_decompress(jpeg);
	out->width = (int)jpeg->output_width;
	out->height = (int)jpeg->output_height;
	out->texels = calloc(jpeg->output_height, (size_t)jpeg->output_width * 3);
	while (out->texels && jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW row = out->texels + (size_t)jpeg->output_scanline * jpeg->output_width * 3;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
}

int picture_read_jpeg(const char *path, struct picture *out)
{
	struct jpeg_decompress_struct jpeg = { 0 };
	struct jpeg_failure failure;
	FILE *in = fopen(path, "rb");
	int err = 0;

	*out = (struct picture){ 0 };
	if (!in)
		return -errno;
	jpeg.err = jpeg_std_error(&failure.base);
	failure.base.error_exit = jpeg_failed;
	failure.base.output_message = jpeg_silent;
	if (setjmp(failure.back))
		err = -EBADMSG;
	else
		decode(&jpeg, in, out);
	if (!err && !out->texels)
		err = -ENOMEM;
	jpeg_destroy_decompress(&jpeg);
	fclose(in);
	if (err)
		picture_clear(out);
	return err;
}

int picture_write_png(const char *path, const struct picture *p)
{
	png_image png = { .version = PNG_IMAGE_VERSION,
			  .width = (png_uint_32)p->width,
			  .height = (png_uint_32)p->height,
			  .format = PNG_FORMAT_RGBA };

	return png_image_write_to_file(&png, path, 0, p->texels, 0, NULL) ? 0 : -EIO;
}

void picture_clear(struct picture *p)
{
	free(p->texels);
	*p = (struct picture){ 0 };
}
