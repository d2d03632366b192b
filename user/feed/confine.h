/* SPDX-License-Identifier: BSD-2-Clause */
/* confine.h - giving up what fetching a list does not need. */
#ifndef FEED_CONFINE_H
#define FEED_CONFINE_H

#include "core/err.h"

/*
 * As root, become the owner of a folder for good; that there is no way back is tried.
 *
 * path     as messages name it
 * returns  0 also for who is not root; -EPERM the folder is root's; what the kernel says
 */
int confine_become_owner(int folder_fd, const char *path, struct err *e);

/* Give up all capabilities, and new ones for good. */
int confine_privileges(struct err *e);

/*
 * From here on execute nothing, and write, make and remove files in this folder only (Landlock).
 * On a kernel without it a line says so.
 */
int confine_writes(int folder_fd, struct err *e);

#endif
