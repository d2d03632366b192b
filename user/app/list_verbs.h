/* SPDX-License-Identifier: BSD-2-Clause */
/* list_verbs.h - what can be done to a list: show, add, del, import, export. */
#ifndef APP_LIST_VERBS_H
#define APP_LIST_VERBS_H

#include "app/options.h"
#include "app/target.h"
#include "judge/list_format.h"

struct list_verb {
	const struct options *o;
	enum list_kind kind;
	const char *const *args; /* behind the verb */
	size_t n_args;
	struct cidr *nets;    /* what the arguments of add and del name; owned by the caller */
	char name[LIST_NAME]; /* which list */
	enum list_format format;
	int64_t now_s;
	int input;            /* what is imported, opened as who we were; < 0: nothing */
	struct target target;
	int folder;           /* of lists; < 0: there is none yet */
	struct list list;     /* that is worked on */
};

/*
 * Each returns 0 or -errno.
 *
 * show    all lists of the kind, or the one that was named, and for `allow` who is learned
 * add     entries, or directions of them
 * del     the same; without an address the list as a whole
 */
int list_verb_show(struct list_verb *v, struct err *e);
int list_verb_add(struct list_verb *v, struct err *e);
int list_verb_del(struct list_verb *v, struct err *e);
int list_verb_import(struct list_verb *v, struct err *e);
int list_verb_export(struct list_verb *v, struct err *e);

/*
 * Change the stored list while nobody else does. When this returns 0 the sensor follows; that none
 * runs is said.
 */
int list_verb_change(struct list_verb *v, int (*change)(struct list_verb *v, struct err *e),
		     struct err *e);

/* Read a list of the kind into v->list; what may be done about a damaged one is said. */
int list_verb_read(struct list_verb *v, const char *name, struct err *e);

/* Read v->list, or begin it; settle it and publish it. */
int list_verb_load(struct list_verb *v, struct err *e);
int list_verb_save(struct list_verb *v, struct err *e);

/* Says who asks: "user 1000". */
void list_verb_sign(struct list_verb *v);

/* When entries expire that are asked for now, seconds since 1970; 0: never. */
int64_t list_verb_expiry(const struct list_verb *v);

#endif
