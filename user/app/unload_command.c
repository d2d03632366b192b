/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc unload`: ends what --pin left in the kernel. */
#include "app/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/netns.h"
#include "core/json.h"
#include "core/log.h"
#include "source/pinned.h"

struct unloading {
	bool json;
	unsigned int found, failed;
};

static void tell(const struct unloading *u, const char *folder)
{
	char line[512];
	struct json j;

	if (!u->json) {
		printf("%s: unloaded\n", folder);
		return;
	}
	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "unloaded", folder);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

static void take(void *ctx, const char *folder, int r)
{
	struct unloading *u = ctx;

	u->found++;
	u->failed += r != 0;
	if (!r)
		tell(u, folder);
	else if (r == -EBUSY)
		log_error("%s: a sensor watches there; end it first", folder);
	else
		log_error("%s: %s", folder, strerror(-r));
}

/* name: NULL: all */
static void unload(struct unloading *u, const char *name)
{
	unsigned int before = u->found;
	int r = source_unload(name, take, u);

	if (r) {
		u->failed++;
		log_error("unload: %s", strerror(-r));
	} else if (u->found == before) {
		log_note("%s%snothing is pinned", name ? name : "", name ? ": " : "");
	}
}

int command_unload(const struct options *o)
{
	struct unloading u = { .json = o->json };
	struct netns netns;
	struct err e;
	int r;

	if (geteuid()) {
		log_error("unload: only root can; use sudo");
		return EXIT_FAILED;
	}
	r = netns_open(o->netns, &netns, &e);
	netns_close(&netns);
	if (r) {
		log_error("%s", e.text);
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < o->n_args; i++)
		unload(&u, o->args[i]);
	if (!o->n_args)
		unload(&u, NULL);
	return u.failed ? EXIT_FAILED : EXIT_FINE;
}
