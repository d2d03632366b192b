/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/data.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAP "earth.png"
#define FONT "font.atlas"
#define BYTES_MOST (64 << 20)
#define MAP_SIDE 8192

/* The folder `data` beside the program. */
static const char *beside(char *folder, size_t room)
{
	ssize_t len = readlink("/proc/self/exe", folder, room - sizeof("/data"));
	char *slash;

	folder[len > 0 ? len : 0] = '\0';
	slash = strrchr(folder, '/');
	if (!slash)
		return NULL;
	strcpy(slash, "/data");
	return folder;
}

static int open_in(const char *folder, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return -1;
	return open(path, O_RDONLY | O_CLOEXEC);
}

int data_open(struct data_files *f, struct err *e)
{
	char own[PATH_MAX];
	const char *const folders[] = { getenv("REDARC_DATA"), beside(own, sizeof(own)),
					PREFIX "/share/redarc" };

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (!folders[i])
			continue;
		f->map = open_in(folders[i], MAP);
		f->font = open_in(folders[i], FONT);
		if (f->map >= 0 && f->font >= 0)
			return 0;
		data_close(f);
	}
	return err_set(e, -ENOENT, "%s, %s: not beside the program, nor in %s/share/redarc", MAP,
		       FONT, PREFIX);
}

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void data_close(struct data_files *f)
{
	close_one(&f->map);
	close_one(&f->font);
}

static int read_whole(int fd, const char *name, uint8_t **bytes, size_t *len, struct err *e)
{
	struct stat st;
	ssize_t n = 1;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > BYTES_MOST)
		return err_set(e, -EBADMSG, "%s: not a file of a reasonable size", name);
	*bytes = malloc((size_t)st.st_size + 1);
	if (!*bytes)
		return err_set(e, -ENOMEM, "%s: no memory", name);
	for (*len = 0; n > 0 && *len < (size_t)st.st_size; *len += n > 0 ? (size_t)n : 0)
		n = pread(fd, *bytes + *len, (size_t)st.st_size - *len, (off_t)*len);
	return n < 0 ? err_set(e, -errno, "%s: %s", name, strerror(errno)) : 0;
}

static int decode_map(struct data *d, const uint8_t *bytes, size_t len, struct err *e)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	int r = 0;

	if (!png_image_begin_read_from_memory(&image, bytes, len))
		return err_set(e, -EBADMSG, "%s: %s", MAP, image.message);
	image.format = PNG_FORMAT_RGBA;
	if (image.width > MAP_SIDE || image.height > MAP_SIDE)
		r = err_set(e, -EBADMSG, "%s: more than %d texels wide", MAP, MAP_SIDE);
	else if (!(d->map = malloc(PNG_IMAGE_SIZE(image))))
		r = err_set(e, -ENOMEM, "%s: no memory", MAP);
	else if (!png_image_finish_read(&image, NULL, d->map, 0, NULL))
		r = err_set(e, -EBADMSG, "%s: %s", MAP, image.message);
	d->map_width = (int)image.width;
	d->map_height = (int)image.height;
	png_image_free(&image);
	return r;
}

int data_load_map(struct data *d, const struct data_files *f, struct err *e)
{
	uint8_t *bytes = NULL;
	size_t len;
	int r = read_whole(f->map, MAP, &bytes, &len, e);

	if (!r)
		r = decode_map(d, bytes, len, e);
	free(bytes);
	return r;
}

int data_load(struct data *d, const struct data_files *f, struct err *e)
{
	uint8_t *bytes = NULL;
	size_t len;
	int r;

	memset(d, 0, sizeof(*d));
	r = data_load_map(d, f, e);
	if (!r)
		r = read_whole(f->font, FONT, &bytes, &len, e);
	d->font_bytes = bytes;
	if (!r && font_open(&d->font, bytes, len))
		r = err_set(e, -EBADMSG, "%s: damaged, or of another version", FONT);
	return r;
}

void data_free_map(struct data *d)
{
	free(d->map);
	d->map = NULL;
}

void data_free(struct data *d)
{
	data_free_map(d);
	free(d->font_bytes);
}
