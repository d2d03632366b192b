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

/* A command line as one text; what it gave is valid until the next. */
static int parse(const char *line, struct options **out, struct err *e)
{
	static struct options o;
	static char text[256];
	static char *argv[WORDS];
	int argc = 0;

	snprintf(text, sizeof(text), "redarc %s", line);
	for (char *word = strtok(text, " "); word && argc < WORDS; word = strtok(NULL, " "))
		argv[argc++] = word;
	options_clear(&o);
	options_default(&o);
	*out = &o;
	return options_parse(argc, argv, &o, e);
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
	struct options *o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(parse(rows[i].line, &o, &e), 0);
		assert_string_equal(o->command, rows[i].command);
		assert_int_equal(o->n_args, rows[i].n_args);
	}
}

static void defaults(void **state)
{
	struct options *o;
	struct err e;

	(void)state;
	assert_int_equal(parse("eth0", &o, &e), 0);
	assert_true(o->window_ns == 48 * 3600 * CLOCK_S);
	assert_true(o->learn_ns < 0);
	assert_int_equal(o->duration_ns, 0);
	assert_int_equal(o->hook, HOOK_AUTO);
	assert_int_equal(o->directions, RA_BOTH);
	assert_int_equal(o->policy, POLICY_HYGIENE);
	assert_int_equal(o->trust.hours, 3);
	assert_true(o->trust.span_s == 24 * 3600 && o->trust.window_s == 48 * 3600);
	assert_int_equal(o->red_level, 0);
	assert_true(o->since_s < 0);
	assert_false(o->home_known || o->no_globe || o->json || o->fail || o->peer_given);
}

static void values(void **state)
{
	struct options *o;
	struct err e;

	(void)state;
	assert_int_equal(parse("eth0 --learn=0 --window 12h --hook=xdp-generic --no-globe "
			       "--local 192.0.2.0/24 --local 198.51.100.7 --direction in "
			       "--home-location 35.70,-139.5 --duration 1m30s",
			       &o, &e),
			 0);
	assert_true(o->learn_ns == 0);
	assert_true(o->window_ns == 12 * 3600 * CLOCK_S);
	assert_true(o->duration_ns == 90 * CLOCK_S);
	assert_int_equal(o->hook, HOOK_XDP_GENERIC);
	assert_int_equal(o->n_local, 2);
	assert_int_equal(o->local[0].len, 120);
	assert_int_equal(o->local[1].len, 128);
	assert_int_equal(o->directions, RA_DIR_BIT(RA_IN));
	assert_true(o->home_known && o->home_lat_deg > 35.6f && o->home_lon_deg < -139.4f);
	assert_true(o->no_globe);
}

static void judge_values(void **state)
{
	struct options *o;
	struct err e;

	(void)state;
	assert_int_equal(parse("replay a.pcap --policy exact --trust-hours 5 --trust-span 2d "
			       "--trust-beacon off --red network --fail --dark 192.0.2.128/25 "
			       "--dark 198.51.100.0/24 --tripwire off --window 12h",
			       &o, &e),
			 0);
	assert_int_equal(o->policy, POLICY_EXACT);
	assert_int_equal(o->trust.hours, 5);
	assert_true(o->trust.span_s == 2 * 86400 && o->trust.window_s == 12 * 3600);
	assert_false(o->trust.hold);
	assert_int_equal(o->red_level, 3);
	assert_true(o->fail);
	assert_int_equal(o->n_dark, 2);
	assert_int_equal(o->dark[0].len, 121);
	assert_int_equal(o->touches, 0);
}

static void lan_names(void **state)
{
	struct options *o;
	struct err e;

	(void)state;
	assert_int_equal(parse("eth0 eth1 lan0 --lan eth1,lan0", &o, &e), 0);
	assert_int_equal(o->n_lan, 2);
	assert_string_equal(o->lan[0], "eth1");
	assert_string_equal(o->lan[1], "lan0");
}

static void instants(void **state)
{
	static const struct {
		const char *line;
		int64_t since_s;
	} rows[] = {
		{ "learn forget --since 1970-01-02T00:00:01Z", 86401 },
		{ "learn forget --since 1970-01-02", 86400 },
		{ "learn forget --since 90061", 90061 },
		{ "judge --since=1970-01-01T00:01", 60 },
		{ "judge --since=2026-13-01", -1 },
	};
	struct options *o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int r = parse(rows[i].line, &o, &e);

		assert_int_equal(r, rows[i].since_s < 0 ? -EINVAL : 0);
		if (!r)
			assert_true(o->since_s == rows[i].since_s);
	}
}

static void configured(void **state)
{
	static const struct {
		const char *name, *value;
		int r;
	} rows[] = {
		{ "window", "12h", 0 },       { "no-globe", "yes", 0 },
		{ "asn", "a.mmdb", 0 },       { "policy", "exact", 0 },
		{ "colour", "red", -EINVAL }, { "fail", "yes", -EINVAL },
		{ "window", "31d", -EINVAL }, { "no-globe", "perhaps", -EINVAL },
		{ "dark", "192.0.2.0/25, 198.51.100.0/24", 0 },
		{ "local", "192.0.2.0/24,,", 0 }, { "local", "192.0.2.0/24,up", -EINVAL },
		{ "local", ",", -EINVAL },
		{ "lan", "lan0, lan1", 0 }, { "lan", "a-name-that-is-too-long", -EINVAL },
		{ "lan", "", -EINVAL },
	};
	struct options o;
	struct err e;

	(void)state;
	options_default(&o);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char value[40];

		snprintf(value, sizeof(value), "%s", rows[i].value);
		assert_int_equal(options_set(&o, rows[i].name, value, &e), rows[i].r);
		memset(value, 'x', sizeof(value)); /* a copy was kept */
	}
	assert_true(o.window_ns == 12 * 3600 * CLOCK_S);
	assert_true(o.no_globe);
	assert_int_equal(o.n_dark, 2);
	assert_string_equal(o.asn, "a.mmdb");
	options_clear(&o);
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
		"eth0 --trust-hours 0", "eth0 --trust-span 31d", "eth0 --trust-beacon 101",
		"eth0 --red pink",     "eth0 --dark 192.0.2.1/24",
		"eth0 --tripwire 65",  "eth0 --fail=yes",   "learn forget --peer 198.51.100",
		"allow add --expires 0", "learn forget --since tomorrow",
	};
	struct options *o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		e.text[0] = 0;
		assert_int_equal(parse(lines[i], &o, &e), -EINVAL);
		assert_non_null(strchr(e.text, ':'));
	}
}

static void wanted(void **state)
{
	static const struct {
		const char *line, *text;
	} rows[] = {
		{ "allow add --expires 0",
		  "--expires 0: wants a duration above 0, such as 7d, or never" },
		{ "eth0 --window 24x", "--window 24x: wants a duration of 1h to 30d" },
		{ "eth0 --window=31d", "--window 31d: wants a duration of 1h to 30d" },
	};
	struct options *o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(parse(rows[i].line, &o, &e), -EINVAL);
		assert_string_equal(e.text, rows[i].text);
	}
	assert_int_equal(options_set(o, "window", "24x", &e), -EINVAL);
	assert_string_equal(e.text, "window = 24x: wants a duration of 1h to 30d");
}

static void checked(void **state)
{
	static const struct {
		const char *line, *text; /* NULL: it is fine */
	} rows[] = {
		{ "block add 198.51.100.7 --reason x --expires 7d --list a", NULL },
		{ "learn forget --last 1h --peer 198.51.100.7 --json", NULL },
		{ "eth0 --fail --json --socket a --config b", NULL },
		{ "allow --reason x", NULL }, /* the command asks for its verb */
		{ "judge --last 1h --window 12h", NULL },
		{ "learn freeze --last 1h",
		  "--last: not of learn freeze, but of: forget log judge" },
		{ "block list --reason x", "--reason: not of block list, but of: add" },
		{ "status --metrics x", "--metrics: not of status, but of: watch check" },
		{ "explain 198.51.100.7 --expires 7d",
		  "--expires: not of explain, but of: add import" },
		{ "judge --last 1h --since 2026-11-22", "--last and --since: one of them" },
	};
	struct options *o;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(parse(rows[i].line, &o, &e), 0);
		assert_int_equal(options_check(o, &e), rows[i].text ? -EINVAL : 0);
		if (rows[i].text)
			assert_string_equal(e.text, rows[i].text);
	}
}

static void given(void **state)
{
	struct options *o;
	struct err e;

	(void)state;
	assert_int_equal(parse("learn report --socket a", &o, &e), 0);
	assert_true(options_given(o, "socket"));
	assert_false(options_given(o, "state"));
	assert_int_equal(parse("learn report", &o, &e), 0);
	assert_int_equal(options_set(o, "socket", "b", &e), 0);
	assert_string_equal(o->socket, "b");
	assert_false(options_given(o, "socket"));
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
		options_default(&o);
		assert_int_equal(options_parse(argc, argv, &o, &e),
				 most > OPTIONS_LOCAL_MOST ? -EINVAL : 0);
		options_clear(&o);
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
		{ "options: policy, trust, red and tripwire are understood", judge_values, NULL,
		  NULL, NULL },
		{ "options: several interfaces may face the inside", lan_names, NULL, NULL, NULL },
		{ "options: an instant is a date, a time or seconds", instants, NULL, NULL, NULL },
		{ "options: a configuration sets the same, but what belongs to one call",
		  configured, NULL, NULL, NULL },
		{ "options: what is wrong is refused with thing and reason", refused, NULL, NULL,
		  NULL },
		{ "options: a value that is refused is told what is wanted", wanted, NULL, NULL,
		  NULL },
		{ "options: one that does not belong to a call is refused", checked, NULL, NULL,
		  NULL },
		{ "options: what is typed is told from what is configured", given, NULL, NULL,
		  NULL },
		{ "options: more prefixes than there is room for are refused", too_many, NULL, NULL,
		  NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
