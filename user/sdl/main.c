/* SPDX-License-Identifier: BSD-2-Clause */
/* redarc-globe: a window on what a sensor sees, or a picture of it. */
#include <malloc.h>
#include <stdio.h>

#include "core/log.h"
#include "sdl/live.h"
#include "sdl/picture.h"

#define APART (4 << 20) /* bytes */

/*
 * What is large gets pages of its own: of a table only the rows that are used take memory, and all
 * of it goes back to the system with its sensor. glibc would stop doing so once the map is freed.
 */
static void keep_large_apart(void)
{
	mallopt(M_MMAP_THRESHOLD, APART);
}

static int run(struct viewer *v, struct err *e)
{
	int r = viewer_start(v, e);

	if (!r)
		r = picture_is_wanted(&v->options) ? picture_run(v, e) : live_run(v, e);
	viewer_close(v);
	return r;
}

int main(int argc, char **argv)
{
	static struct viewer v = VIEWER_INIT;
	struct err e;

	keep_large_apart();
	log_init("redarc-globe", LOG_NOTE);
	signal(SIGPIPE, SIG_IGN);
	if (options_parse(&v.options, argc, argv, &e)) {
		log_error("%s", e.text);
		return 2;
	}
	if (v.options.help)
		options_help();
	else if (v.options.version)
		printf("redarc-globe " VERSION "\n");
	else if (run(&v, &e)) {
		log_error("%s", e.text);
		return 1;
	}
	return 0;
}
