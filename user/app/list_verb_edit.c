/* SPDX-License-Identifier: BSD-2-Clause */
/* Editing a list: add and del, and what every edit has around it. */
#include "app/list_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"

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

int list_verb_load(struct list_verb *v, struct err *e)
{
	struct err why;
	int r = list_load(v->folder, v->kind, v->name, &v->list, &why);

	if (r == -ENOENT)
		return list_init(&v->list, v->kind, v->name);
	if (r)
		*e = why;
	return r;
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
	snprintf(v->list.source, sizeof(v->list.source), "user %u", (unsigned int)v->target.caller);
}

/* The prefixes that were named; to be freed. */
static int parse_all(const struct list_verb *v, struct cidr **out, struct err *e)
{
	*out = calloc(v->n_args, sizeof(**out));
	if (!*out)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < v->n_args; i++)
		if (cidr_parse(v->args[i], &(*out)[i]))
			return err_set(e, -EINVAL,
				       "%s: neither an address nor a prefix without bits behind it",
				       v->args[i]);
	return 0;
}

/* What an entry will be: what it was, and what is asked for. */
static struct list_entry merged(const struct list_verb *v, const struct cidr *net,
				const char **reason)
{
	const struct list_entry *old = list_find(&v->list, net);
	struct list_entry entry = { .net = *net,
				    .directions = v->o->directions,
				    .added_s = v->now_s };

	*reason = v->o->reason;
	if (old) {
		entry.directions |= old->directions;
		entry.added_s = old->added_s;
		entry.expires_s = old->expires_s;
		*reason = v->o->reason ? v->o->reason : list_reason(&v->list, old);
	}
	if (v->o->expires_ns)
		entry.expires_s = v->now_s + (v->o->expires_ns + CLOCK_S - 1) / CLOCK_S;
	return entry;
}

/* The list is settled anew for each: few are named on a command line. */
static int add_each(struct list_verb *v, const struct cidr *nets, struct err *e)
{
	if (!v->list.source[0])
		list_verb_sign(v);
	for (size_t i = 0; i < v->n_args; i++) {
		char kept[LIST_REASON];
		const char *reason;
		struct list_entry entry = merged(v, &nets[i], &reason);
		int r;

		snprintf(kept, sizeof(kept), "%s", reason ? reason : "");
		r = list_add(&v->list, &entry, kept);
		if (!r)
			r = list_settle(&v->list);
		if (r)
			return err_set(e, r, "%s: cannot be added: %s", v->args[i], strerror(-r));
	}
	return 0;
}

/* Load, do this for the prefixes that were named, save. */
static int edit(struct list_verb *v,
		int (*each)(struct list_verb *v, const struct cidr *nets, struct err *e),
		struct err *e)
{
	struct cidr *nets;
	int r = parse_all(v, &nets, e);

	if (!r)
		r = list_verb_load(v, e);
	if (!r)
		r = each(v, nets, e);
	if (!r)
		r = list_verb_save(v, e);
	free(nets);
	return r;
}

static int add(struct list_verb *v, struct err *e)
{
	return edit(v, add_each, e);
}

int list_verb_add(struct list_verb *v, struct err *e)
{
	return list_verb_change(v, add, e);
}

static void take_out(struct list *l, struct list_entry *entry)
{
	uint32_t at = (uint32_t)(entry - l->entries);

	memmove(entry, entry + 1, (l->n - at - 1) * sizeof(*entry));
	l->n--;
}

static int del_each(struct list_verb *v, const struct cidr *nets, struct err *e)
{
	for (size_t i = 0; i < v->n_args; i++) {
		struct list_entry *entry = list_find(&v->list, &nets[i]);

		if (!entry || !(entry->directions & v->o->directions))
			return err_set(e, -ENOENT,
				       "%s: not on the %s list %s that way; `redarc %s list` shows "
				       "what is",
				       v->args[i], v->o->command, v->name, v->o->command);
		entry->directions &= (uint8_t)~v->o->directions;
		if (!entry->directions)
			take_out(&v->list, entry);
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
