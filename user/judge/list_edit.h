/* SPDX-License-Identifier: BSD-2-Clause */
/* list_edit.h - what adding and taking out mean for an entry that is there. Pure. */
#ifndef JUDGE_LIST_EDIT_H
#define JUDGE_LIST_EDIT_H

#include "judge/list.h"

#define LIST_EDIT_TEXT 192 /* room for any entry in words, with its end */

/* What stands there for exactly this prefix; what has expired by now does not: then NULL. */
const struct list_entry *list_standing(const struct list *l, const struct cidr *net,
				       int64_t now_s);

/*
 * What an entry becomes. What is asked for last counts; but a list has one entry of a prefix, and
 * where a direction of it was not spoken of, what protects longest holds.
 *
 * old      what stands there, or NULL
 */
struct list_entry list_merged(const struct list_entry *asked, const struct list_entry *old);

/* Take directions from an entry of a settled list; when none is left, it goes. */
void list_take_out(struct list *l, struct list_entry *entry, uint8_t directions);

/*
 * An entry without its prefix, so that it can be made again: "both 1763814000 0 backup", which are
 * directions, added, expires and the reason.
 *
 * text     LIST_EDIT_TEXT bytes; returns text
 */
const char *list_entry_format(const struct list *l, const struct list_entry *entry, char *text);

/*
 * entry    out: all but its prefix
 * reason   out: in text
 * returns  0, or -EINVAL
 */
int list_entry_parse(const char *text, struct list_entry *entry, const char **reason);

#endif
