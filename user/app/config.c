/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/ini.h"
#include "core/paths.h"
#include "judge/feeds.h"

struct reading {
	struct options *options;
	struct feeds feeds; /* only checked: they are redarc-feed's */
};

static int take(void *ctx, const struct ini_entry *entry, struct err *e)
{
	struct reading *r = ctx;

	if (strcmp(entry->section, "redarc"))
		return feeds_take(&r->feeds, entry, e);
	if (entry->name[0])
		return err_set(e, -EINVAL, "[redarc %s]: this section takes no name", entry->name);
	return entry->key ? options_set(r->options, entry->key, entry->value, e) : 0;
}

/* The usual file may be missing, or in a home that is not this user's. */
static bool may_lack(const struct options *o, int r)
{
	return !o->config && (r == -ENOENT || r == -ENOTDIR ||
			      (r == -EACCES && strncmp(o->config_path, "/etc/", 5)));
}

static int read_file(struct options *o, struct err *e)
{
	struct reading reading = { .options = o };
	int r = ini_load(o->config_path, take, &reading, e);

	if (!r)
		r = feeds_check(&reading.feeds, o->config_path, e);
	feeds_clear(&reading.feeds);
	return may_lack(o, r) ? 0 : r;
}

int config_reread(const struct options *o, struct options *out, struct err *e)
{
	int r;

	options_default(out);
	out->config = o->config;
	strcpy(out->config_path, o->config_path);
	r = read_file(out, e);
	return r ? r : options_parse(o->argc, o->argv, out, e);
}

int config_read(int argc, char *const *argv, struct options *out, struct err *e)
{
	const char *home = getenv("HOME");
	struct options asked;
	int r;

	options_default(out);
	options_default(&asked);
	r = options_parse(argc, argv, &asked, e);
	if (!r) {
		paths_config(asked.config, !geteuid(), home ? home : "", asked.config_path);
		r = config_reread(&asked, out, e);
	}
	options_clear(&asked);
	return r;
}
