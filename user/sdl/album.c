/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/album.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"

#define FOLDER (OUTPUT_PATH - 64)

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* With '/' at its end; "" is the current one. */
static void find_folder(char folder[FOLDER])
{
	const char *named = getenv("XDG_PICTURES_DIR"), *home = getenv("HOME");

	if (named && *named == '/')
		snprintf(folder, FOLDER, "%s/", named);
	else
		snprintf(folder, FOLDER, "%s/Pictures/", home ? home : "");
	if (!is_folder(folder))
		folder[0] = '\0';
}

void album_path(const char *ending, int64_t now_ns, char path[OUTPUT_PATH])
{
	char folder[FOLDER], stamp[32], again[4] = "";
	time_t now = (time_t)(now_ns / CLOCK_S);
	struct tm utc;

	find_folder(folder);
	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
	for (int i = 2; i <= 10; i++) {
		snprintf(path, OUTPUT_PATH, "%sredarc-%s%s.%s", folder, stamp, again, ending);
		if (access(path, F_OK))
			return;
		snprintf(again, sizeof(again), "-%d", i);
	}
}
