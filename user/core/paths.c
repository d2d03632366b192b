/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEM_STATE "/var/lib/redarc"
#define SYSTEM_CONFIG "/etc/redarc.conf"

/* A relative folder in the environment is to be ignored (XDG Base Directory Specification). */
static void below(const char *variable, const char *home, const char *instead, const char *file,
		  char *path)
{
	const char *folder = getenv(variable);

	if (folder && folder[0] == '/')
		snprintf(path, PATHS_ROOM, "%s/%s", folder, file);
	else
		snprintf(path, PATHS_ROOM, "%s/%s/%s", home, instead, file);
}

void paths_state(const char *named, bool root, const char *home, char *path)
{
	if (named || root)
		snprintf(path, PATHS_ROOM, "%s", named ? named : SYSTEM_STATE);
	else
		below("XDG_STATE_HOME", home, ".local/state", "redarc", path);
}

void paths_config(const char *named, bool root, const char *home, char *path)
{
	if (named || root || !access(SYSTEM_CONFIG, F_OK))
		snprintf(path, PATHS_ROOM, "%s", named ? named : SYSTEM_CONFIG);
	else
		below("XDG_CONFIG_HOME", home, ".config", "redarc/redarc.conf", path);
}

int paths_make(const char *path)
{
	char part[PATHS_ROOM];

	if (snprintf(part, sizeof(part), "%s", path) >= (int)sizeof(part))
		return -ENAMETOOLONG;
	for (char *p = part + 1; part[0] && *p; p++) {
		if (*p != '/')
			continue;
		*p = 0;
		if (mkdir(part, 0755) && errno != EEXIST)
			return -errno;
		*p = '/';
	}
	return mkdir(part, 0750) && errno != EEXIST ? -errno : 0;
}
