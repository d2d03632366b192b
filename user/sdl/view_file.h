/* SPDX-License-Identifier: BSD-2-Clause */
/* view_file.h - what the window remembers until it is opened again. */
#ifndef SDL_VIEW_FILE_H
#define SDL_VIEW_FILE_H

#include "globe/globe_view.h"
#include "sdl/window.h"

struct view_file {
	struct globe_view view;
	struct window_place place;
};

/*
 * redarc/view in $XDG_STATE_HOME, else in ~/.local/state.
 *
 * path     out: PATHS_ROOM bytes
 * returns  whether there is such a place: a user without a home has none
 */
bool view_file_path(char *path);

/*
 * What the file does not name stays; what it names and is not known here is passed over, for
 * another version wrote it. Whether values make sense is for who uses them.
 *
 * v        as it was after an error
 * errors   -ENOENT, -EINVAL with file and line, and what open(2) says
 */
int view_file_load(const char *path, struct view_file *v, struct err *e);

/* The whole file at once, with the folders it is in. errors: what open(2) and rename(2) say */
int view_file_save(const char *path, const struct view_file *v, struct err *e);

#endif
