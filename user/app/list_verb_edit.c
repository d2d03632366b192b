/* SPDX-License-Identifier: BSD-2-Clause */
/* Editing a list: add and del, and what every edit has around it. */
#include "app/list_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"
#include "judge/explain_words.h"
#include "judge/list_edit.h"

static const char by_user[] = "user "; /* the source of a list that is written by hand */
static const char untold[] = "its --socket is elsewhere, so that it follows only when it looks";

/* A sensor follows by the time this returns; else that is said. */
static int tell(struct list_verb *v, struct err *e)
{
	struct err why;
	int r;

	if (v->target.sensor < 0 && target_is_kept(&v->target))
		log_warn("saved; a sensor keeps %s: %s", v->target.state.path, untold);
	else if (v->target.sensor < 0)
		log_note("saved; no sensor runs on %s", v->target.state.path);
	if (v->target.sensor < 0)
		return 0;
	r = target_ask(&v->target, "reload\n", NULL, &why);
	return r ? err_set(e, r, "saved, but the sensor does not follow: %s", why.text) : 0;
}

int list_verb_change(struct list_verb *v, int (*change)(struct list_verb *v, struct err *e),
		     struct err *e)
{
	int lock = list_lock(v->folder), r;

	if (lock < 0)
		return err_set(e, lock, "%s/" LIST_FOLDER ": cannot be locked: %s",
			       v->target.state.path, strerror(-lock));
	r = change(v, e);
	close(lock);
	return r ? r : tell(v, e);
}

int list_verb_read(struct list_verb *v, const char *name, struct err *e)
{
	const char *folder = v->target.state.path, *kind = list_kind_word(v->kind);
	struct err why;
	int r = list_load(v->folder, v->kind, name, &v->list, &why);

	if (r == -EBADMSG)
		return err_set(e, r,
			       "%s/%s; `redarc %s del --list %s` removes it, an import replaces it",
			       folder, why.text, kind, name);
	return r ? err_set(e, r, "%s/%s", folder, why.text) : 0;
}

int list_verb_load(struct list_verb *v, struct err *e)
{
	struct err why;
	int r = list_verb_read(v, v->name, &why);

	if (r == -ENOENT)
		return list_init(&v->list, v->kind, v->name);
	return r ? err_set(e, r, "%s", why.text) : 0;
}

int list_verb_save(struct list_verb *v, struct err *e)
{
	v->list.updated_s = v->now_s;
	if (list_settle(&v->list))
		return err_set(e, -ENOMEM, "%s: out of memory", v->name);
	return list_save(v->folder, &v->list, e);
}

void list_verb_sign(struct list_verb *v)
{
	snprintf(v->list.source, sizeof(v->list.source), "%s%u", by_user,
		 (unsigned int)v->target.caller);
}

int64_t list_verb_expiry(const struct list_verb *v)
{
	return v->o->expires_ns ? v->now_s + (v->o->expires_ns + CLOCK_S - 1) / CLOCK_S : 0;
}

/* A list that others publish is theirs: they replace it as a whole. */
static void warn_of_others(const struct list_verb *v)
{
	const char *source = v->list.source;

	if (source[0] && strncmp(source, by_user, strlen(by_user)))
		log_warn("%s list %s comes from %s: its next fetch or import replaces what is "
			 "changed by hand",
			 v->o->command, v->name, source);
}

static void note_v6(const struct list_verb *v)
{
	for (size_t i = 0; i < v->n_args; i++) {
		if (addr_is_v4(&v->nets[i].net))
			continue;
		log_note("%s: kept, but IPv6 is not judged yet", v->args[i]);
		return;
	}
}

/* What is asked for, of one prefix. */
static struct list_entry asked(const struct list_verb *v, const struct cidr *net)
{
	return (struct list_entry){ .net = *net,
				    .directions = v->o->directions,
				    .added_s = v->now_s,
				    .expires_s = list_verb_expiry(v) };
}

static void tell_entry(const char *name, const struct list_entry *entry, const char *reason)
{
	static const char *const ways[] = { "", "in", "out", "both ways" };
	char expires[CLOCK_STAMP];

	log_note("%s: was there already, and is now: %s, expires %s%s%s", name,
		 ways[entry->directions & RA_BOTH], explain_when(entry->expires_s, expires),
		 reason[0] ? "; " : "", reason);
}

static int add_one(struct list_verb *v, size_t i)
{
	const struct list_entry *old = list_standing(&v->list, &v->nets[i], v->now_s);
	struct list_entry wanted = asked(v, &v->nets[i]), entry = list_merged(&wanted, old);
	char reason[LIST_REASON] = "";
	int r;

	if (old || v->o->reason)
		snprintf(reason, sizeof(reason), "%s",
			 v->o->reason ? v->o->reason : list_reason(&v->list, old));
	else if (strncmp(v->list.source, by_user, strlen(by_user)))
		snprintf(reason, sizeof(reason), "added by user %u",
			 (unsigned int)v->target.caller);
	if (old)
		tell_entry(v->args[i], &entry, reason);
	r = list_add(&v->list, &entry, reason);
	return r ? r : list_settle(&v->list);
}

/* The list is settled anew for each: few are named on a command line. */
static int add_each(struct list_verb *v, struct err *e)
{
	if (!v->list.source[0])
		list_verb_sign(v);
	note_v6(v);
	for (size_t i = 0; i < v->n_args; i++) {
		int r = add_one(v, i);

		if (r)
			return err_set(e, r, "%s: cannot be added: %s", v->args[i], strerror(-r));
	}
	return 0;
}

/* Load, do this for the prefixes that were named, save. */
static int edit(struct list_verb *v, int (*each)(struct list_verb *v, struct err *e),
		struct err *e)
{
	int r = list_verb_load(v, e);

	if (!r)
		r = each(v, e);
	if (r)
		return r;
	warn_of_others(v);
	return list_verb_save(v, e);
}

static int add(struct list_verb *v, struct err *e)
{
	return edit(v, add_each, e);
}

int list_verb_add(struct list_verb *v, struct err *e)
{
	return list_verb_change(v, add, e);
}

static int del_each(struct list_verb *v, struct err *e)
{
	for (size_t i = 0; i < v->n_args; i++) {
		struct list_entry *entry = list_find(&v->list, &v->nets[i]);

		if (!entry || !(entry->directions & v->o->directions))
			return err_set(e, -ENOENT,
				       "%s: not on the %s list %s that way; `redarc %s list` shows "
				       "what is",
				       v->args[i], v->o->command, v->name, v->o->command);
		list_take_out(&v->list, entry, v->o->directions);
	}
	return 0;
}

static int del(struct list_verb *v, struct err *e)
{
	return edit(v, del_each, e);
}

static int del_list(struct list_verb *v, struct err *e)
{
	return list_delete(v->folder, v->kind, v->name, e);
}

int list_verb_del(struct list_verb *v, struct err *e)
{
	return list_verb_change(v, v->n_args ? del : del_list, e);
}
