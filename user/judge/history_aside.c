/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "judge/history_db.h"

/* The log goes before the file that it belongs to: left behind, it would get into a new one. */
static const char *const parts[] = { "-wal", "-shm", "" };

static void name_aside(time_t now_s, char *kept, size_t room)
{
	char stamp[32];
	struct tm tm;

	gmtime_r(&now_s, &tm);
	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
	snprintf(kept, room, HISTORY_FILE ".damaged-%s", stamp);
}

static bool is_there(int dir_fd, const char *file)
{
	struct stat st;

	return !fstatat(dir_fd, file, &st, AT_SYMLINK_NOFOLLOW);
}

static int move_part(int dir_fd, const char *part, const char *kept)
{
	char from[32], to[64];

	snprintf(from, sizeof(from), HISTORY_FILE "%s", part);
	snprintf(to, sizeof(to), "%s%s", kept, part);
	if (!renameat(dir_fd, from, dir_fd, to) || (*part && errno == ENOENT))
		return 0;
	return -errno;
}

int history_set_aside(int dir_fd, const char *name, char *kept, size_t room, struct err *e)
{
	time_t now_s = clock_now_ns() / CLOCK_S;
	int rc = 0;

	do
		name_aside(now_s++, kept, room);
	while (is_there(dir_fd, kept));
	for (size_t i = 0; !rc && i < sizeof(parts) / sizeof(*parts); i++)
		rc = move_part(dir_fd, parts[i], kept);
	if (!rc && fsync(dir_fd))
		rc = -errno;
	return rc ? err_set(e, rc, "%s/" HISTORY_FILE ": cannot be kept aside: %s", name,
			    strerror(-rc)) :
		    0;
}
