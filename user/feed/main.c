/* SPDX-License-Identifier: BSD-2-Clause */
/* redarc-feed: fetches the lists that the configuration names, for the sensor to use. */
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/log.h"
#include "feed/arguments.h"
#include "feed/fetch.h"
#include "feed/home.h"
#include "feed/rounds.h"

#define NAME "redarc-feed"

enum { EXIT_MISUSED = 2 };

static int say_help(void)
{
	printf(NAME " - fetches the lists that redarc's configuration names\n\n"
	       "Usage:\n"
	       "  " NAME " [--once] [NAME...]\n"
	       "  " NAME " --every\n"
	       "  " NAME " --check\n\n"
	       "Options:\n");
	arguments_print();
	printf("\nExit status: 0 fine, 1 a list failed, 2 not understood.\n"
	       "More: man " NAME "\n");
	return EXIT_SUCCESS;
}

static int say_lists(const struct feeds *f)
{
	char every[CLOCK_STAMP];

	for (size_t i = 0; i < f->n; i++) {
		const struct feed_config *c = &f->lists[i];

		printf("%-*s %-5s %-14s every %-11s %s\n", LIST_NAME / 2, c->name,
		       list_kind_word(c->kind), list_format_word(c->format),
		       clock_words(c->every_s * CLOCK_S, every), c->url);
	}
	return EXIT_SUCCESS;
}

static int fetch_lists(const struct arguments *a, struct rounds *r)
{
	bool fine = true;

	if (fetch_begin()) {
		log_error("libcurl: cannot be used");
		return EXIT_FAILURE;
	}
	if (a->every)
		rounds_every(r);
	else
		fine = rounds_once(r, a->names, a->n_names);
	fetch_end();
	return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Whom we become comes first: the configuration must be readable to that user on SIGHUP too. */
static int run(const struct arguments *a)
{
	struct rounds r = { .force = a->force };
	struct home home;
	struct err e;
	int rc;

	rounds_hold_signals(a->every);
	home_find(a->config, &home);
	rc = a->check ? 0 : home_open(a->state, &home, &e);
	if (!rc)
		rc = feeds_load(home.config, &r.feeds, &e);
	if (rc) {
		log_error("%s", e.text);
		home_close(&home);
		return EXIT_FAILURE;
	}
	r.config = home.config;
	r.lists_fd = home.lists_fd;
	rc = a->check ? say_lists(&r.feeds) : fetch_lists(a, &r);
	feeds_clear(&r.feeds);
	home_close(&home);
	return rc;
}

/* What was printed must have arrived. */
static int close_output(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	log_error("standard output: not everything could be written");
	return status ? status : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct arguments a;
	struct err e;

	log_init(NAME, LOG_NOTE);
	if (arguments_parse(argc, argv, &a, &e)) {
		log_error("%s", e.text);
		return EXIT_MISUSED;
	}
	if (a.help)
		return close_output(say_help());
	if (a.version) {
		printf(NAME " " VERSION "\n");
		return close_output(EXIT_SUCCESS);
	}
	return close_output(run(&a));
}
