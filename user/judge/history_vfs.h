/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history_vfs.h - SQLite's way to files, with names left as they are.
 *
 * SQLite follows every link in a name before it opens it. /proc/self/fd/N would become a path
 * whose folders the sensor may no longer enter; left alone, it reaches what is open as N.
 */
#ifndef JUDGE_HISTORY_VFS_H
#define JUDGE_HISTORY_VFS_H

#include <sqlite3.h>

struct history_vfs {
	sqlite3_vfs vfs;
	char name[32]; /* for sqlite3_open_v2() */
};

/*
 * v        must stay where it is until unregistered
 * returns  0, or -ENOMEM
 */
int history_vfs_register(struct history_vfs *v);
void history_vfs_unregister(struct history_vfs *v); /* also when it never was registered */

#endif
