/* SPDX-License-Identifier: BSD-2-Clause */
#include "geo/geo.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const folders[] = { "/var/lib/GeoIP", "/usr/share/GeoIP", NULL };

/* File names as patterns, the best first; the last is what scripts/fetch writes. */
static const char *const places[] = {
	"GeoIP2-Enterprise.mmdb", "GeoIP2-City.mmdb",    "GeoLite2-City.mmdb",
	"dbip-city-lite*.mmdb",   "places.mmdb",	 NULL,
};
static const char *const networks[] = {
	"GeoIP2-ISP.mmdb", "GeoLite2-ASN.mmdb", "dbip-asn-lite*.mmdb", "networks.mmdb", NULL,
};

/* The last name in a folder that matches: of names with a month, the newest. */
static int find_in(const char *folder, const char *pattern, char *path, size_t room)
{
	char best[256] = "";
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int n;

	if (!dir)
		return -ENOENT;
	while ((entry = readdir(dir)))
		if (!fnmatch(pattern, entry->d_name, 0) && strcmp(entry->d_name, best) > 0)
			snprintf(best, sizeof(best), "%s", entry->d_name);
	closedir(dir);
	n = snprintf(path, room, "%s/%s", folder, best);
	return *best && n >= 0 && (size_t)n < room && !access(path, R_OK) ? 0 : -ENOENT;
}

static int find_any(const char *folder, const char *const *patterns, char *path, size_t room)
{
	int err = -ENOENT;

	for (; err && *patterns; patterns++)
		err = find_in(folder, *patterns, path, room);
	return err;
}

static int search(const char *variable, const char *const *patterns, const char *data_dir,
		  char *path, size_t room)
{
	const char *named = getenv(variable);
	int err = -ENOENT;

	if (named && *named)
		return (size_t)snprintf(path, room, "%s", named) < room ? 0 : -ENOENT;
	for (const char *const *folder = folders; err && *folder; folder++)
		err = find_any(*folder, patterns, path, room);
	return err && data_dir ? find_any(data_dir, patterns, path, room) : err;
}

int geo_search_places(const char *data_dir, char *path, size_t room)
{
	return search("REDARC_GEOIP", places, data_dir, path, room);
}

int geo_search_networks(const char *data_dir, char *path, size_t room)
{
	return search("REDARC_ASN", networks, data_dir, path, room);
}
