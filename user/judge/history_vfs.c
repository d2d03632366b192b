/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_vfs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int keep_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	size_t len = strlen(name);

	(void)vfs;
	if (len >= (size_t)room)
		return SQLITE_CANTOPEN;
	memcpy(out, name, len + 1);
	return SQLITE_OK;
}

int history_vfs_register(struct history_vfs *v)
{
	const sqlite3_vfs *system = sqlite3_vfs_find(NULL);

	if (!system)
		return -ENOMEM;
	v->vfs = *system;
	v->vfs.pNext = NULL;
	v->vfs.zName = v->name;
	v->vfs.xFullPathname = keep_name;
	snprintf(v->name, sizeof(v->name), "redarc-%p", (void *)v);
	return sqlite3_vfs_register(&v->vfs, 0) ? -ENOMEM : 0;
}

void history_vfs_unregister(struct history_vfs *v)
{
	if (v->vfs.zName)
		sqlite3_vfs_unregister(&v->vfs);
}
