/* SPDX-License-Identifier: BSD-2-Clause */
/* options.h - the command line of redarc-globe. */
#ifndef SDL_OPTIONS_H
#define SDL_OPTIONS_H

#include <stdbool.h>

#include "core/err.h"

struct options {
	const char *socket;     /* NULL: the only one there is */
	int stream_fd;          /* -1: the socket */
	const char *screenshot; /* NULL: none; "-": standard output */
	const char *clip;       /* the same; a folder when it ends with '/' */
	int clip_s;
	int width, height; /* pixels; 0: not given */
	const char *language; /* of a locale; NULL: as the environment has it */
	int larger;           /* steps */
	bool has_larger;
	bool fullscreen, kiosk, forget;
	bool frame_times;
	const char *press;  /* NULL: no keys */
	const char *filter; /* NULL: every peer is shown */
	bool help, version;
};

/* errors: -EINVAL with what is wrong and what would be right */
int options_parse(struct options *o, int argc, char **argv, struct err *e);

void options_help(void); /* on standard output */

#endif
