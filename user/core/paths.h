/* SPDX-License-Identifier: BSD-2-Clause */
/* paths.h - where what outlasts a run is looked for. */
#ifndef CORE_PATHS_H
#define CORE_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#define PATHS_ROOM 512 /* of any of them, with its end */

/*
 * The folder of the state: what was named, else /var/lib/redarc for root, else redarc in
 * $XDG_STATE_HOME, else in ~/.local/state.
 *
 * named    may be NULL
 * home     of the user, for `~`
 * path     out: PATHS_ROOM bytes
 */
void paths_state(const char *named, bool root, const char *home, char *path);

/*
 * The configuration: what was named, else /etc/redarc.conf when it is there or for root, else
 * redarc/redarc.conf in $XDG_CONFIG_HOME, else in ~/.config.
 */
void paths_config(const char *named, bool root, const char *home, char *path);

/* Make a folder (mode 0750) and what it lies in; 0 also when it is there, or -errno */
int paths_make(const char *path);

#endif
