/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/places.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"

#define HOW "`make places` fetches them, --geoip and --asn name your own"

/* A folder seen from the program's own, if it is there. */
static bool beside_program(const char *folder, char *path, size_t room)
{
	char program[PATH_MAX], data[PATH_MAX + 32];
	char *slash;

	if (!realpath("/proc/self/exe", program))
		return false;
	slash = strrchr(program, '/');
	snprintf(data, sizeof(data), "%.*s/%s", (int)(slash - program), program, folder);
	if (!realpath(data, program))
		return false;
	return (size_t)snprintf(path, room, "%s", program) < room;
}

const char *places_data_dir(char *path, size_t room)
{
	const char *named = getenv("REDARC_DATA");

	if (named)
		snprintf(path, room, "%s", named);
	else if (!beside_program("../vendor/data", path, room) && /* a source tree */
		 !beside_program("../share/redarc", path, room))
		snprintf(path, room, "%s", PREFIX "/share/redarc");
	return path;
}

static void hold(struct places_file *f, const char *named, const char *what)
{
	if (named)
		snprintf(f->path, sizeof(f->path), "%s", named);
	if (!f->path[0])
		return;
	f->fd = open(f->path, O_RDONLY | O_CLOEXEC);
	if (f->fd >= 0) {
		snprintf(f->open_path, sizeof(f->open_path), "/proc/self/fd/%d", f->fd);
		return;
	}
	log_warn("%s: %s; running without %s (" HOW ")", f->path, strerror(errno), what);
	f->path[0] = 0;
}

void places_find(const struct options *o, struct places *out)
{
	char data[512];

	*out = (struct places){ .places.fd = -1, .networks.fd = -1 };
	places_data_dir(data, sizeof(data));
	if (o->geoip || geo_search_places(data, out->places.path, sizeof(out->places.path)))
		out->places.path[0] = 0;
	if (o->asn || geo_search_networks(data, out->networks.path, sizeof(out->networks.path)))
		out->networks.path[0] = 0;
	hold(&out->places, o->geoip, "places");
	hold(&out->networks, o->asn, "networks");
	if (!out->places.path[0] && !o->geoip)
		log_note("no places: there is no database of cities (" HOW ")");
}

static void let_go(struct places_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

void places_clear(struct places *p)
{
	let_go(&p->places);
	let_go(&p->networks);
}

/* The path to use, or NULL when the database cannot be used. */
static const char *usable(const struct places_file *f, const struct geo_config *alone,
			  const char *what)
{
	struct geo *geo = NULL;
	struct err e;

	if (!f->path[0])
		return NULL;
	if (geo_open(alone, &geo, &e)) {
		const char *reason = strstr(e.text, ": ");

		log_warn("%s%s; running without %s (" HOW ")", f->path, reason ? reason : "", what);
		return NULL;
	}
	geo_close(geo);
	return f->open_path;
}

int places_open(const struct places *p, struct geo **out, struct err *e)
{
	struct geo_config places = { .places = p->places.open_path };
	struct geo_config networks = { .networks = p->networks.open_path };
	struct geo_config both = { .places = usable(&p->places, &places, "places"),
				   .networks = usable(&p->networks, &networks, "networks") };

	return geo_open(&both, out, e);
}
