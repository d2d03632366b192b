/* SPDX-License-Identifier: BSD-2-Clause */
/* places.h - finds the databases of places and networks, and opens them without privileges. */
#ifndef APP_PLACES_H
#define APP_PLACES_H

#include "app/options.h"
#include "geo/geo.h"

struct places_file {
	char path[512]; /* "" when there is none */
	char open_path[32]; /* the same file by its descriptor: its folders may be closed to us */
	int fd;
};

struct places {
	struct places_file places, networks;
};

/* Look for both and hold them open; what was named and is missing is said. */
void places_find(const struct options *o, struct places *out);
void places_clear(struct places *p);

/* Open what was found. What is damaged is said and left out; without any, all is nowhere. */
int places_open(const struct places *p, struct geo **out, struct err *e);

/* Redarc's own data folder that exists first: REDARC_DATA, beside the program, installed. */
const char *places_data_dir(char *path, size_t room);

#endif
