/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc allow`, `block` and `label`: which list is meant, and what is to be done to it. */
#include "app/commands.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/list_verbs.h"
#include "app/named.h"
#include "core/clock.h"
#include "core/log.h"
#include "judge/lists.h"

static const struct verb {
	const char *word;
	int (*run)(struct list_verb *v, struct err *e);
	size_t least, most; /* arguments */
	bool edits;
	enum { NOTHING, A_FILE, PREFIXES } takes;
} verbs[] = {
	{ "list", list_verb_show, 0, 0, false, NOTHING },
	{ "add", list_verb_add, 1, SIZE_MAX, true, PREFIXES },
	{ "del", list_verb_del, 0, SIZE_MAX, true, PREFIXES },
	{ "import", list_verb_import, 1, 1, true, A_FILE },
	{ "export", list_verb_export, 0, 0, false, NOTHING },
};

static const struct verb *find_verb(const struct options *o)
{
	for (size_t i = 0; o->n_args && i < sizeof(verbs) / sizeof(*verbs); i++) {
		const struct verb *v = &verbs[i];

		if (!strcmp(v->word, o->args[0]) && o->n_args - 1 >= v->least &&
		    o->n_args - 1 <= v->most)
			return v;
	}
	return NULL;
}

/* A file's name without its folders and endings, in the letters that lists have. */
static void name_of_file(const char *file, char *name)
{
	const char *base = strrchr(file, '/');
	size_t len;

	base = base ? base + 1 : file;
	len = strcspn(base, ".");
	if (len > LIST_NAME - 1)
		len = LIST_NAME - 1;
	for (size_t i = 0; i < len; i++) {
		int c = tolower((unsigned char)base[i]);

		name[i] = (char)c;
		if (!isascii(c) || (!isalnum(c) && c != '_'))
			name[i] = '-';
	}
	name[len] = 0;
}

static int check_reason(const char *reason, struct err *e)
{
	if (strlen(reason) >= LIST_REASON)
		return err_set(e, -EINVAL, "--reason: %zu bytes are too many: %d at most",
			       strlen(reason), LIST_REASON - 1);
	for (const char *c = reason; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return err_set(e, -EINVAL, "--reason: wants a line of text, without "
						   "newlines or other control characters");
	return 0;
}

/* Whether the words that were given make sense. */
static int check_words(const struct verb *verb, struct list_verb *v, struct err *e)
{
	const struct options *o = v->o;

	if (o->list && !list_name_is_valid(o->list))
		return err_set(e, -EINVAL,
			       "--list %s: a name has up to %d of a-z, 0-9, '-', '_' and '.'",
			       o->list, LIST_NAME - 1);
	if (verb->run == list_verb_del && !v->n_args && !o->list)
		return err_set(e, -EINVAL, "%s del: which address, or which --list as a whole?",
			       o->command);
	if (o->format && list_format_find(o->format, &v->format))
		return err_set(e, -EINVAL, "--format %s: not known; `man redarc` lists them",
			       o->format);
	return o->reason ? check_reason(o->reason, e) : 0;
}

/* Which list is meant. What you wrote by hand is only replaced when you say so. */
static int choose_list(const struct verb *verb, struct list_verb *v, struct err *e)
{
	bool by_file = verb->takes == A_FILE && !v->o->list;

	strcpy(v->name, v->o->list ? v->o->list : LISTS_USER);
	if (by_file)
		name_of_file(v->args[0], v->name);
	if (by_file && !strcmp(v->name, LISTS_USER))
		return err_set(e, -EINVAL,
			       "%s: --list NAME says which list that is; --list " LISTS_USER
			       " replaces what you wrote by hand",
			       v->args[0]);
	if (!list_name_is_valid(v->name) || !strcmp(v->name, "-"))
		return err_set(e, -EINVAL, "%s: --list NAME says which list that is", v->args[0]);
	return 0;
}

static int parse_prefixes(struct list_verb *v, struct err *e)
{
	int r = 0;

	v->nets = calloc(v->n_args + 1, sizeof(*v->nets));
	if (!v->nets)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; !r && i < v->n_args; i++)
		r = named_prefix(v->args[i], &v->nets[i], e);
	return r;
}

static int understand(const struct verb *verb, struct list_verb *v, struct err *e)
{
	int r = check_words(verb, v, e);

	if (!r)
		r = choose_list(verb, v, e);
	return r || verb->takes != PREFIXES ? r : parse_prefixes(v, e);
}

static int open_input(struct list_verb *v, struct err *e)
{
	const char *file = v->args[0];

	v->input = strcmp(file, "-") ? open(file, O_RDONLY | O_CLOEXEC) :
				       fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	return v->input < 0 ? err_set(e, -errno, "%s: %s", file, strerror(errno)) : 0;
}

static int open_folder(struct list_verb *v, bool make, struct err *e)
{
	if (v->target.state.fd >= 0)
		v->folder = list_folder(v->target.state.fd, make);
	if (v->folder >= 0 || (v->folder == -ENOENT && !make))
		return 0;
	return err_set(e, v->folder, "%s/" LIST_FOLDER ": %s", v->target.state.path,
		       strerror(-v->folder));
}

static int carry_out(const struct verb *verb, struct list_verb *v, struct err *e)
{
	int r = verb->takes == A_FILE ? open_input(v, e) : 0;

	if (!r)
		r = target_open(v->o, verb->edits ? STATE_EDIT : STATE_LOOK, &v->target, e);
	if (r == -ENOENT && !verb->edits && v->target.state.fd < 0) {
		log_note("there is no state at %s yet", v->target.state.path);
		r = 0;
	}
	if (!r)
		r = open_folder(v, verb->edits, e);
	if (!r)
		r = verb->run(v, e);
	if (v->folder >= 0)
		close(v->folder);
	if (v->input >= 0)
		close(v->input);
	target_close(&v->target);
	list_clear(&v->list);
	return r;
}

static int command(const struct options *o, enum list_kind kind)
{
	const struct verb *verb = find_verb(o);
	struct list_verb v = { .o = o, .kind = kind, .input = -1, .folder = -ENOENT };
	struct err e = { "" };
	int status;

	if (!verb) {
		log_error("%s: redarc %s list | add ADDRESS|CIDR... | del ADDRESS|CIDR... | "
			  "import FILE|- | export, [--list NAME]",
			  o->command, o->command);
		return EXIT_MISUSED;
	}
	v.args = o->args + 1;
	v.n_args = o->n_args - 1;
	v.now_s = clock_now_ns() / CLOCK_S;
	status = understand(verb, &v, &e) ? EXIT_MISUSED :
		 carry_out(verb, &v, &e) ? EXIT_FAILED : EXIT_FINE;
	if (status)
		log_error("%s", e.text);
	free(v.nets);
	return status;
}

int command_allow(const struct options *o)
{
	return command(o, LIST_ALLOW);
}

int command_block(const struct options *o)
{
	return command(o, LIST_BLOCK);
}

int command_label(const struct options *o)
{
	return command(o, LIST_LABEL);
}
