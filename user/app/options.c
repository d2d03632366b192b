/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/options.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

struct option {
	const char *name, *value, *help; /* value NULL: it takes none */
	int (*set)(struct options *o, const char *value); /* NULL: the field as it is */
	size_t field; /* of struct options: text, or bool for one that takes no value */
};

static int set_policy(struct options *o, const char *value)
{
	(void)o; /* there is one, and its name is part of what scripts rely on */
	return strcmp(value, "exact") ? -EINVAL : 0;
}

static int set_window(struct options *o, const char *value)
{
	int r = clock_parse_duration(value, &o->window_ns);

	return r ? r : o->window_ns >= 3600 * CLOCK_S && o->window_ns <= 30 * 86400 * CLOCK_S ?
			       0 :
			       -ERANGE;
}

static int set_learn(struct options *o, const char *value)
{
	return clock_parse_duration(value, &o->learn_ns);
}

static int set_local(struct options *o, const char *value)
{
	if (o->n_local == OPTIONS_LOCAL_MOST)
		return -E2BIG;
	return cidr_parse(value, &o->local[o->n_local++]);
}

static int set_hook(struct options *o, const char *value)
{
	static const char *const words[] = { "auto", "xdp", "xdp-generic", "tc", "clsact" };

	for (int i = 0; i < 5; i++) {
		if (strcmp(value, words[i]))
			continue;
		o->hook = (enum source_hook)i;
		return 0;
	}
	return -EINVAL;
}

static int set_home(struct options *o, const char *value)
{
	char *end;

	o->home_lat_deg = strtof(value, &end);
	if (end == value || *end != ',')
		return -EINVAL;
	value = end + 1;
	o->home_lon_deg = strtof(value, &end);
	if (end == value || *end || !isfinite(o->home_lat_deg) || !isfinite(o->home_lon_deg))
		return -EINVAL;
	o->home_known = true;
	return fabsf(o->home_lat_deg) <= 90 && fabsf(o->home_lon_deg) <= 180 ? 0 : -ERANGE;
}

static int set_duration(struct options *o, const char *value)
{
	int r = clock_parse_duration(value, &o->duration_ns);

	return r ? r : o->duration_ns ? 0 : -ERANGE;
}

static int set_direction(struct options *o, const char *value)
{
	static const char *const words[] = { "in", "out", "both" };

	for (uint8_t i = 0; i < 3; i++) {
		if (strcmp(value, words[i]))
			continue;
		o->directions = (uint8_t)(i + 1);
		return 0;
	}
	return -EINVAL;
}

static int set_size(struct options *o, const char *value)
{
	int w, h, n = 0;

	if (sscanf(value, "%dx%d%n", &w, &h, &n) != 2 || value[n])
		return -EINVAL;
	o->size = value;
	return w >= 64 && h >= 64 && w <= 8192 && h <= 8192 ? 0 : -ERANGE;
}

#define SET(function) function, 0
#define FIELD(name) NULL, offsetof(struct options, name)

static const struct option options[] = {
	{ "events", "FILE", "write EVE lines there; - for standard output",
	  FIELD(events) },
	{ "no-globe", NULL, "do not open the window",
	  FIELD(no_globe) },
	{ "policy", "NAME", "exact: what is on the allowlist is known, all else is not",
	  SET(set_policy) },
	{ "window", "DURATION", "the past that makes a peer known, 1h to 30d; 48h",
	  SET(set_window) },
	{ "learn", "DURATION", "learn so long before anything is judged; 0: at once",
	  SET(set_learn) },
	{ "local", "CIDR", "replay: what is local, the private ranges else; may be repeated",
	  SET(set_local) },
	{ "hook", "HOOK", "auto, xdp, xdp-generic, tc, or clsact (TC before 6.6)",
	  SET(set_hook) },
	{ "geoip", "FILE", "places: an .mmdb with cities",
	  FIELD(geoip) },
	{ "asn", "FILE", "networks: an .mmdb with ASNs",
	  FIELD(asn) },
	{ "state", "DIR", "where the history is kept",
	  FIELD(state) },
	{ "home-location", "LAT,LON", "where the sensor stands, in degrees",
	  SET(set_home) },
	{ "duration", "DURATION", "stop by itself after so long",
	  SET(set_duration) },
	{ "direction", "WHICH", "allow: in, out or both",
	  SET(set_direction) },
	{ "user", "NAME", "whom to become once the interface is open",
	  FIELD(user) },
	{ "socket", "PATH", "the sensor's socket",
	  FIELD(socket) },
	{ "screenshot", "FILE", "write the globe as PNG at the end, open no window",
	  FIELD(screenshot) },
	{ "size", "WxH", "of the window or the picture, 64x64 to 8192x8192",
	  SET(set_size) },
	{ "json", NULL, "answer in JSON; for watch and replay as --events -",
	  FIELD(json) },
	{ "help", NULL, "say this",
	  FIELD(help) },
	{ "version", NULL, "say which redarc this is",
	  FIELD(version) },
};

#define N_OPTIONS (sizeof(options) / sizeof(*options))

static const char *const commands[] = { "watch", "replay",     "status", "interfaces",
					"allow", "check", "help",   "version" };

static const struct option *find_option(const char *name, size_t len)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		if (strlen(options[i].name) == len && !memcmp(options[i].name, name, len))
			return &options[i];
	return NULL;
}

static int bad_value(const struct option *option, const char *value, int r, struct err *e)
{
	return err_set(e, -EINVAL, "--%s %s: %s; it wants %s: %s", option->name, value,
		       r == -ERANGE ? "out of range" : r == -E2BIG ? "too many" : "not understood",
		       option->value, option->help);
}

static int set_field(struct options *o, const struct option *option, const char *value)
{
	void *field = (char *)o + option->field;

	if (option->value)
		*(const char **)field = value;
	else
		*(bool *)field = true;
	return 0;
}

/* One option at argv[*i]; *i moves to its last word. */
static int take_option(struct options *o, char **argv, int argc, int *i, struct err *e)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '='), *value = NULL;
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct option *option = find_option(name, len);
	int r;

	if (!option)
		return err_set(e, -EINVAL, "--%.*s: unknown option; --help lists them", (int)len,
			       name);
	if (equals && !option->value)
		return err_set(e, -EINVAL, "--%s: takes no value", option->name);
	if (option->value && !equals && *i + 1 >= argc)
		return err_set(e, -EINVAL, "--%s: wants %s: %s", option->name, option->value,
			       option->help);
	if (option->value)
		value = equals ? equals + 1 : argv[++*i];
	r = option->set ? option->set(o, value) : set_field(o, option, value);
	return r ? bad_value(option, value, r, e) : 0;
}

static bool is_command(const char *word)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(word, commands[i]))
			return true;
	return false;
}

static int take_word(struct options *o, char **argv, const char *word, int *kept, struct err *e)
{
	if (!strcmp(word, "-h")) {
		o->help = true;
		return 0;
	}
	if (word[0] == '-' && word[1])
		return err_set(e, -EINVAL, "%s: unknown option; --help lists them", word);
	argv[(*kept)++] = (char *)word;
	return 0;
}

int options_parse(int argc, char **argv, struct options *out, struct err *e)
{
	bool only_words = false;
	int kept = 0, r = 0;

	*out = (struct options){ .command = "watch",
				 .window_ns = 48 * 3600 * CLOCK_S,
				 .learn_ns = -1,
				 .directions = RA_BOTH };
	for (int i = 1; i < argc && !r; i++) {
		if (only_words)
			argv[kept++] = argv[i];
		else if (!strcmp(argv[i], "--"))
			only_words = true;
		else if (argv[i][0] == '-' && argv[i][1] == '-')
			r = take_option(out, argv, argc, &i, e);
		else
			r = take_word(out, argv, argv[i], &kept, e);
	}
	out->args = (const char *const *)argv;
	out->n_args = (size_t)kept;
	if (kept && is_command(argv[0])) {
		out->command = *out->args++;
		out->n_args--;
	}
	return r;
}

void options_print(void)
{
	char name[48];

	for (size_t i = 0; i < N_OPTIONS; i++) {
		snprintf(name, sizeof(name), "--%s%s%s", options[i].name,
			 options[i].value ? " " : "", options[i].value ? options[i].value : "");
		printf("  %-26s %s\n", name, options[i].help);
	}
}
