/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"

#define WORDS 32

/* A command line as one text, and what must come of it. */
static int parse(const char *line, struct options *o, struct err *e)
{
	static char text[256];
	static char *argv[WORDS];
	int argc = 0;

	snprintf(text, sizeof(text), "redarc %s", line);
	for (char *word = strtok(text, " "); word && argc < WORDS; word = strtok(NULL, " "))
		argv[argc++] = word;
	return options_parse(argc, argv, o, e);
}

static void commands(void **state)
{
	static const struct {
		const char *line, *command;
		size_t n_args;
	} rows[] = {
		{ "eth0", "watch", 1 },        { "watch eth0 wan1", "watch", 2 },
		{ "replay a.pcap", "replay", 1 }, { "replay - --json", "replay", 1 },
		{ "status --json", "status", 0 }, { "--hook tc eth0", "watch", 1 },
		{ "", "watch", 0 },            { "allow add 198.51.100.7", "allow", 2 },
		{ "-- status", "status", 0 },  { "check eth0", "check", 1 },
	};
	struct options o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(parse(rows[i].line, &o, &e), 0);
		assert_string_equal(o.command, rows[i].command);
		assert_int_equal(o.n_args, rows[i].n_args);
	}
}

static void defaults(void **state)
{
	struct options o;
	struct err e;

	(void)state;
	assert_int_equal(parse("eth0", &o, &e), 0);
	assert_true(o.window_ns == 48 * 3600 * CLOCK_S);
	assert_true(o.learn_ns < 0);
	assert_int_equal(o.duration_ns, 0);
	assert_int_equal(o.hook, HOOK_AUTO);
	assert_int_equal(o.directions, RA_BOTH);
	assert_false(o.home_known || o.no_globe || o.json);
}

static void values(void **state)
{
	struct options o;
	struct err e;

	(void)state;
	assert_int_equal(parse("eth0 --learn=0 --window 12h --hook=xdp-generic --no-globe "
			       "--local 192.0.2.0/24 --local 198.51.100.7 --direction in "
			       "--home-location 35.70,-139.5 --duration 1m30s",
			       &o, &e),
			 0);
	assert_true(o.learn_ns == 0);
	assert_true(o.window_ns == 12 * 3600 * CLOCK_S);
	assert_true(o.duration_ns == 90 * CLOCK_S);
	assert_int_equal(o.hook, HOOK_XDP_GENERIC);
	assert_int_equal(o.n_local, 2);
	assert_int_equal(o.local[0].len, 120);
	assert_int_equal(o.local[1].len, 128);
	assert_int_equal(o.directions, RA_DIR_BIT(RA_IN));
	assert_true(o.home_known && o.home_lat_deg > 35.6f && o.home_lon_deg < -139.4f);
	assert_true(o.no_globe);
}

static void refused(void **state)
{
	static const char *const lines[] = {
		"eth0 --colour",       "eth0 -x",           "eth0 --learn",
		"eth0 --learn -1",     "eth0 --learn soon", "eth0 --window 0",
		"eth0 --window 31d",   "eth0 --hook xdq",   "eth0 --local 192.0.2.0/33",
		"eth0 --local 192.0.2.1/24", "eth0 --policy lax", "eth0 --duration 0",
		"eth0 --no-globe=yes", "eth0 --size 0x0",   "eth0 --size 640",
		"eth0 --size 640x480x", "eth0 --home-location 91,0", "eth0 --home-location nan,0",
		"eth0 --home-location 35", "allow add --direction up", "eth0 --json=1",
	};
	struct options o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		e.text[0] = 0;
		assert_int_equal(parse(lines[i], &o, &e), -EINVAL);
		assert_non_null(strchr(e.text, ':'));
	}
}

static void too_many(void **state)
{
	char *argv[2 * OPTIONS_LOCAL_MOST + 3];
	struct options o;
	struct err e;

	(void)state;
	for (int most = OPTIONS_LOCAL_MOST; most <= OPTIONS_LOCAL_MOST + 1; most++) {
		int argc = 1;

		for (int i = 0; i < most; i++) {
			argv[argc++] = "--local";
			argv[argc++] = "192.0.2.1";
		}
		assert_int_equal(options_parse(argc, argv, &o, &e),
				 most > OPTIONS_LOCAL_MOST ? -EINVAL : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "options: a word that is a command is one, others are interfaces", commands, NULL,
		  NULL, NULL },
		{ "options: what is not asked for has its default", defaults, NULL, NULL, NULL },
		{ "options: values are understood, behind a space or an equals sign", values, NULL,
		  NULL, NULL },
		{ "options: what is wrong is refused with thing and reason", refused, NULL, NULL,
		  NULL },
		{ "options: more prefixes than there is room for are refused", too_many, NULL, NULL,
		  NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
