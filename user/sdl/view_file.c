/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/view_file.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ini.h"
#include "core/paths.h"
#include "globe/palette.h"
#include "sdl/output.h"

#define FILE_NAME "/view"
#define TEXT_MOST 1024

enum kind { NUMBER, PIXELS, STEPS, YES_NO, DIRECTIONS, PALETTE };

/* All of it, in the order of the file. */
static const struct row {
	const char *section, *key;
	enum kind kind;
	size_t at;
} rows[] = {
	{ "view", "turned", YES_NO, offsetof(struct view_file, view.turned) },
	{ "view", "latitude", NUMBER, offsetof(struct view_file, view.lat_deg) },
	{ "view", "longitude", NUMBER, offsetof(struct view_file, view.lon_deg) },
	{ "view", "distance", NUMBER, offsetof(struct view_file, view.dist) },
	{ "view", "directions", DIRECTIONS, offsetof(struct view_file, view.directions) },
	{ "view", "palette", PALETTE, offsetof(struct view_file, view.palette) },
	{ "view", "larger", STEPS, offsetof(struct view_file, view.larger) },
	{ "window", "placed", YES_NO, offsetof(struct view_file, place.known) },
	{ "window", "x", PIXELS, offsetof(struct view_file, place.x) },
	{ "window", "y", PIXELS, offsetof(struct view_file, place.y) },
	{ "window", "width", PIXELS, offsetof(struct view_file, place.width) },
	{ "window", "height", PIXELS, offsetof(struct view_file, place.height) },
	{ "window", "fullscreen", YES_NO, offsetof(struct view_file, place.full) },
};
#define ROWS (sizeof(rows) / sizeof(*rows))

/* By number; NULL and what is behind the end are no value. */
static const char *const directions[] = {
	[RA_DIR_BIT(RA_IN)] = "in", [RA_DIR_BIT(RA_OUT)] = "out", [RA_BOTH] = "both",
};
static const char *const looks[PALETTES] = {
	[PALETTE_DARK] = "dark", [PALETTE_LIGHT] = "light",
	[PALETTE_DARK_SAFE] = "dark-safe", [PALETTE_LIGHT_SAFE] = "light-safe",
};

bool view_file_path(char *path)
{
	const char *home = getenv("HOME"), *state = getenv("XDG_STATE_HOME");

	if ((!home || *home != '/') && (!state || *state != '/'))
		return false;
	paths_state(NULL, false, home ? home : "", path);
	if (strlen(path) + sizeof(FILE_NAME) > PATHS_ROOM)
		return false;
	strcat(path, FILE_NAME);
	return true;
}

static bool read_number(const char *text, double *out)
{
	char *end;

	*out = strtod(text, &end);
	return end != text && !*end;
}

static bool read_pixels(const char *text, int *out)
{
	char end;

	return sscanf(text, "%6d%c", out, &end) == 1;
}

static bool read_yes_no(const char *text, bool *out)
{
	*out = !strcmp(text, "yes");
	return *out || !strcmp(text, "no");
}

static bool read_steps(const char *text, int8_t *out)
{
	char end;

	return sscanf(text, "%3hhd%c", out, &end) == 1;
}

static bool read_word(const char *text, const char *const *words, size_t n, uint8_t *out)
{
	for (size_t i = 0; i < n; i++)
		if (words[i] && !strcmp(text, words[i])) {
			*out = (uint8_t)i;
			return true;
		}
	return false;
}

static bool read_value(enum kind kind, const char *text, void *out)
{
	switch (kind) {
	case NUMBER:
		return read_number(text, out);
	case PIXELS:
		return read_pixels(text, out);
	case YES_NO:
		return read_yes_no(text, out);
	case STEPS:
		return read_steps(text, out);
	case DIRECTIONS:
		return read_word(text, directions, RA_BOTH + 1, out);
	case PALETTE:
		return read_word(text, looks, PALETTES, out);
	}
	return false;
}

static int take(void *ctx, const struct ini_entry *entry, struct err *e)
{
	struct view_file *v = ctx;

	for (size_t i = 0; entry->key && i < ROWS; i++) {
		const struct row *row = &rows[i];

		if (strcmp(entry->section, row->section) || strcmp(entry->key, row->key))
			continue;
		if (!read_value(row->kind, entry->value, (char *)v + row->at))
			return err_set(e, -EINVAL, "%s: %s: no such value", entry->key,
				       entry->value);
	}
	return 0;
}

int view_file_load(const char *path, struct view_file *v, struct err *e)
{
	struct view_file fresh = *v;
	int r = ini_load(path, take, &fresh, e);

	if (!r)
		*v = fresh;
	return r;
}

static void write_value(enum kind kind, const void *value, FILE *out)
{
	switch (kind) {
	case NUMBER:
		fprintf(out, "%.6f\n", *(const double *)value);
		break;
	case PIXELS:
		fprintf(out, "%d\n", *(const int *)value);
		break;
	case YES_NO:
		fprintf(out, "%s\n", *(const bool *)value ? "yes" : "no");
		break;
	case STEPS:
		fprintf(out, "%d\n", *(const int8_t *)value);
		break;
	case DIRECTIONS:
		fprintf(out, "%s\n", directions[*(const uint8_t *)value]);
		break;
	case PALETTE:
		fprintf(out, "%s\n", looks[*(const uint8_t *)value]);
		break;
	}
}

/* returns bytes */
static size_t format(const struct view_file *v, char text[TEXT_MOST])
{
	FILE *out = fmemopen(text, TEXT_MOST, "w");
	const char *section = "";
	long len;

	if (!out)
		return 0;
	fputs("# How redarc-globe was last looked at; redarc-globe --forget starts afresh.\n", out);
	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(section, rows[i].section))
			fprintf(out, "[%s]\n", section = rows[i].section);
		fprintf(out, "%s = ", rows[i].key);
		write_value(rows[i].kind, (const char *)v + rows[i].at, out);
	}
	len = ftell(out);
	return fclose(out) || len < 0 ? 0 : (size_t)len;
}

static int make_folder(const char *path)
{
	char folder[PATHS_ROOM];

	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	return paths_make(folder);
}

int view_file_save(const char *path, const struct view_file *v, struct err *e)
{
	char text[TEXT_MOST], fresh[OUTPUT_PATH];
	size_t len = format(v, text);
	struct output file;
	int r = make_folder(path), closed;

	if (r)
		return err_set(e, r, "%s: %s", path, strerror(-r));
	if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= (int)sizeof(fresh))
		return err_set(e, -ENAMETOOLONG, "%s: %s", path, strerror(ENAMETOOLONG));
	r = output_open(&file, fresh, true, e);
	if (r)
		return r;
	r = output_write(&file, text, len, e);
	closed = output_close(&file, !r, e);
	if (!r && !closed && rename(fresh, path))
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	return r ? r : closed;
}
