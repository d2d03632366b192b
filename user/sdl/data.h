/* SPDX-License-Identifier: BSD-2-Clause */
/* data.h - the map and the glyphs that are made at build time. */
#ifndef SDL_DATA_H
#define SDL_DATA_H

#include "core/err.h"
#include "globe/font.h"

/* Open, not yet read: a process that starts as root opens them and reads them as a user. */
struct data_files {
	int map, font; /* -1: not open */
};

struct data {
	uint8_t *map; /* RGBA8, north first */
	int map_width, map_height;
	struct font font;
	void *font_bytes;
};

/* Looks in $REDARC_DATA, then data/ beside the program, then the folder of the installation. */
int data_open(struct data_files *f, struct err *e);
void data_close(struct data_files *f);

int data_load(struct data *d, const struct data_files *f, struct err *e);
void data_free_map(struct data *d); /* once the graphics memory has it */

/* The map again, after it was freed. */
int data_load_map(struct data *d, const struct data_files *f, struct err *e);
void data_free(struct data *d);

#endif
