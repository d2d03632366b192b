/* SPDX-License-Identifier: BSD-2-Clause */
/* options.h - what was asked for on the command line. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "core/addr.h"
#include "core/err.h"
#include "source/source.h"

#define OPTIONS_LOCAL_MOST 64

struct options {
	const char *command;     /* "watch" when none was named */
	const char *const *args; /* what follows the command and is no option */
	size_t n_args;

	const char *events; /* file, "-" for standard output, NULL for none */
	const char *geoip, *asn, *state, *user, *socket;
	const char *screenshot, *size;
	int64_t window_ns;
	int64_t learn_ns;    /* < 0: not given */
	int64_t duration_ns; /* 0: until it ends by itself */
	struct cidr local[OPTIONS_LOCAL_MOST];
	size_t n_local;
	enum source_hook hook;
	uint8_t directions; /* for `allow` */
	float home_lat_deg, home_lon_deg;
	bool home_known;
	bool no_globe, json, help, version;
};

/*
 * Read the command line. Options may stand anywhere, as --name value or --name=value; `--`
 * ends them.
 *
 * argv     reordered so that args can point into it
 * errors   -EINVAL: what is wrong, and what would be right
 */
int options_parse(int argc, char **argv, struct options *out, struct err *e);

/* The table of options, for --help. */
void options_print(void);

#endif
