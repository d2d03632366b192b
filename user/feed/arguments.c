/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/arguments.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FIELD(name) offsetof(struct arguments, name)

static const struct option {
	const char *name, *value, *help; /* value NULL: it takes none */
	size_t field; /* of struct arguments: text, or bool for one that takes no value */
} options[] = {
	{ "config", "FILE", "which lists, and from where", FIELD(config) },
	{ "state", "DIR", "where redarc keeps its state", FIELD(state) },
	{ "once", NULL, "fetch now, then end; this is the default", FIELD(once) },
	{ "every", NULL, "stay, and fetch each list when it is due", FIELD(every) },
	{ "force", NULL, "fetch what is unchanged too, and take any size", FIELD(force) },
	{ "check", NULL, "only read the configuration, and say what it names", FIELD(check) },
	{ "help", NULL, "say this", FIELD(help) },
	{ "version", NULL, "say which redarc-feed this is", FIELD(version) },
};

#define N_OPTIONS (sizeof(options) / sizeof(*options))

static const struct option *find(const char *name, size_t len)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		if (strlen(options[i].name) == len && !memcmp(options[i].name, name, len))
			return &options[i];
	return NULL;
}

/* next: the word behind the option, which *used then says to be its value. */
static int take_option(struct arguments *out, char *word, char *next, bool *used, struct err *e)
{
	char *value = strchr(word, '=');
	const struct option *o = find(word, value ? (size_t)(value - word) : strlen(word));

	if (!o)
		return err_set(e, -EINVAL, "--%s: no such option; try --help", word);
	if (!o->value) {
		if (value)
			return err_set(e, -EINVAL, "--%s: takes no value", o->name);
		*(bool *)((char *)out + o->field) = true;
		return 0;
	}
	*used = !value;
	value = value ? value + 1 : next;
	if (!value || !*value)
		return err_set(e, -EINVAL, "--%s: needs %s", o->name, o->value);
	*(const char **)((char *)out + o->field) = value;
	return 0;
}

static int check(const struct arguments *a, struct err *e)
{
	if (a->every && (a->once || a->force || a->n_names))
		return err_set(e, -EINVAL,
			       "--every: keeps all lists up to date; it goes with neither "
			       "--once, --force nor names");
	return 0;
}

int arguments_parse(int argc, char **argv, struct arguments *out, struct err *e)
{
	bool only_names = false;

	*out = (struct arguments){ .names = argv };
	for (int i = 1; i < argc; i++) {
		bool used = false;
		int r = 0;

		if (only_names || argv[i][0] != '-')
			out->names[out->n_names++] = argv[i];
		else if (!strcmp(argv[i], "--"))
			only_names = true;
		else if (argv[i][1] != '-')
			r = err_set(e, -EINVAL, "%s: no such option; try --help", argv[i]);
		else
			r = take_option(out, argv[i] + 2, argv[i + 1], &used, e);
		if (r)
			return r;
		i += used;
	}
	return check(out, e);
}

void arguments_print(void)
{
	char name[32];

	for (size_t i = 0; i < N_OPTIONS; i++) {
		snprintf(name, sizeof(name), "--%s%s%s", options[i].name,
			 options[i].value ? " " : "", options[i].value ? options[i].value : "");
		printf("  %-16s %s\n", name, options[i].help);
	}
}
