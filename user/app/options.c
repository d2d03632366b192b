/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/option_table.h"
#include "core/clock.h"

/* What a word of the configuration is kept in: its file is gone when it is used. */
struct options_text {
	struct options_text *next;
	char text[];
};

static const char *const commands[] = { "watch", "replay", "status", "interfaces", "allow",
					"block", "label",  "learn",  "judge",	   "explain",
					"check", "top",    "unload", "help", "version" };

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += len)
		if ((at == words || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

static const struct option *find_option(const char *name, size_t len, const char *command)
{
	const struct option *found = NULL;

	for (size_t i = 0; i < option_count; i++) {
		const struct option *option = &option_table[i];

		if (strlen(option->name) != len || memcmp(option->name, name, len))
			continue;
		if (!found || (option->of && has_word(option->of, command)))
			found = option;
	}
	return found;
}

/* As it was written: on the command line, or in a configuration. */
static int bad_value(const struct option *option, const char *value, bool typed, int r,
		     struct err *e)
{
	return err_set(e, -EINVAL, "%s%s%s%.64s: %s%s", typed ? "--" : "", option->name,
		       typed ? " " : " = ", value, r == -E2BIG ? "too many: " : "wants ",
		       r == -E2BIG ? option->help : option->wants);
}

static void set_field(struct options *o, const struct option *option, const char *value)
{
	void *field = (char *)o + option->field;

	if (option->value)
		*(const char **)field = value;
	else
		*(bool *)field = value == NULL;
}

static int set_option(struct options *o, const struct option *option, const char *value,
		      bool typed, struct err *e)
{
	int r = 0;

	if (option->set)
		r = option->set(o, value);
	else
		set_field(o, option, value);
	if (typed)
		o->given |= UINT64_C(1) << (option - option_table);
	return r ? bad_value(option, value, typed, r, e) : 0;
}

/* One option at argv[*i]; *i moves to its last word. The command is the first of the words. */
static int take_option(struct options *o, char *const *argv, int argc, int *i, struct err *e)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '='), *value = NULL;
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const char *command = o->words[0] ? o->words[0] : o->command;
	const struct option *option = find_option(name, len, command);

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
	return set_option(o, option, value, true, e);
}

static const char *keep_text(struct options *o, const char *value)
{
	size_t size = strlen(value) + 1;
	struct options_text *text = malloc(sizeof(*text) + size);

	if (!text)
		return NULL;
	memcpy(text->text, value, size);
	text->next = o->texts;
	o->texts = text;
	return text->text;
}

int options_set(struct options *o, const char *name, const char *value, struct err *e)
{
	const struct option *option = find_option(name, strlen(name), "watch");
	bool yes = !strcmp(value, "yes");

	if (!option || option->once)
		return err_set(e, -EINVAL, "%s: unknown key; `redarc --help` lists the options",
			       name);
	if (!option->value && !yes && strcmp(value, "no"))
		return err_set(e, -EINVAL, "%s = %s: it wants yes or no", name, value);
	if (!option->value) {
		set_field(o, option, yes ? NULL : value);
		return 0;
	}
	value = keep_text(o, value);
	if (!value)
		return err_set(e, -ENOMEM, "out of memory");
	return set_option(o, option, value, false, e);
}

static bool is_command(const char *word)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(word, commands[i]))
			return true;
	return false;
}

static int take_word(struct options *o, const char *word, size_t *kept, struct err *e)
{
	if (!strcmp(word, "-h")) {
		o->help = true;
		return 0;
	}
	if (word[0] == '-' && word[1])
		return err_set(e, -EINVAL, "%s: unknown option; --help lists them", word);
	o->words[(*kept)++] = word;
	return 0;
}

void options_default(struct options *out)
{
	*out = (struct options){ .command = "watch",
				 .policy = POLICY_HYGIENE,
				 .trust = trust_defaults(),
				 .window_ns = 48 * 3600 * CLOCK_S,
				 .learn_ns = -1,
				 .since_s = -1,
				 .touches = 3,
				 .source = "auto",
				 .log = "stderr",
				 .sort = "rate",
				 .evidence_snap = 96,
				 .evidence_most = 100 << 20,
				 .directions = RA_BOTH };
}

void options_clear(struct options *o)
{
	for (struct options_text *next; o->texts; o->texts = next) {
		next = o->texts->next;
		free(o->texts);
	}
	free(o->words);
	o->words = NULL;
}

int options_parse(int argc, char *const *argv, struct options *out, struct err *e)
{
	bool only_words = false;
	size_t kept = 0;
	int r = 0;

	out->argc = argc;
	out->argv = argv;
	free(out->words);
	out->words = calloc((size_t)argc + 1, sizeof(*out->words));
	if (!out->words)
		return err_set(e, -ENOMEM, "out of memory");
	for (int i = 1; i < argc && !r; i++) {
		if (only_words)
			out->words[kept++] = argv[i];
		else if (!strcmp(argv[i], "--"))
			only_words = true;
		else if (argv[i][0] == '-' && argv[i][1] == '-')
			r = take_option(out, argv, argc, &i, e);
		else
			r = take_word(out, argv[i], &kept, e);
	}
	out->args = out->words;
	out->n_args = kept;
	if (kept && is_command(out->words[0])) {
		out->command = *out->args++;
		out->n_args--;
	}
	out->trust.window_s = out->window_ns / CLOCK_S;
	return r;
}

bool options_given(const struct options *o, const char *name)
{
	const struct option *option = find_option(name, strlen(name), o->command);

	return option && o->given >> (option - option_table) & 1;
}

/* What an option has to be of: the verb, of commands that have some. */
static const char *call_of(const struct options *o)
{
	static const char *const with_verbs[] = { "allow", "block", "label", "learn" };

	for (size_t i = 0; i < sizeof(with_verbs) / sizeof(*with_verbs); i++)
		if (!strcmp(with_verbs[i], o->command))
			return o->n_args ? o->args[0] : NULL;
	return o->command;
}

int options_check(const struct options *o, struct err *e)
{
	const char *call = call_of(o);

	for (size_t i = 0; call && *call && i < option_count; i++) {
		const struct option *option = &option_table[i];

		if (o->given >> i & 1 && option->of && !has_word(option->of, call))
			return err_set(e, -EINVAL, "--%s: not of %s%s%s, but of: %s", option->name,
				       o->command, call == o->command ? "" : " ",
				       call == o->command ? "" : call, option->of);
	}
	if (options_given(o, "last") && options_given(o, "since"))
		return err_set(e, -EINVAL, "--last and --since: one of them");
	return 0;
}

void options_print(void)
{
	char name[48];

	for (size_t i = 0; i < option_count; i++) {
		const struct option *option = &option_table[i];

		snprintf(name, sizeof(name), "--%s%s%s", option->name, option->value ? " " : "",
			 option->value ? option->value : "");
		printf("  %-26s %s\n", name, option->help);
	}
}
