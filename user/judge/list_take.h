/* SPDX-License-Identifier: BSD-2-Clause */
/* list_take.h - what all readers of lists do with what they found: take, strip or refuse it. */
#ifndef JUDGE_LIST_TAKE_H
#define JUDGE_LIST_TAKE_H

#include "judge/list_format.h"
#include "judge/list_span.h"

struct list_taker {
	struct list *list;
	const struct list_reading *how;
	struct list_counts *counts;
	struct err *e;
	uint32_t line;  /* that is read, or number of the entry; from 1 */
	bool by_number; /* the place is an entry's number */
};

/* An entry with what holds for all that do not say. */
struct list_entry list_taker_entry(const struct list_taker *t);

/*
 * Take an address, a prefix or a range "a-b"; what is stripped or refused is noted and counted.
 *
 * like     directions, added and expires
 * reason   cleaned of control characters, and cut to LIST_REASON between letters
 * returns  0, -ENOSPC or -ENOMEM with a text in the taker's error
 */
int list_take(struct list_taker *t, struct span text, const struct list_entry *like,
	      struct span reason);

/* The same for "203.0.113.7:443" and "[2001:db8::1]:443": the port is dropped. */
int list_take_service(struct list_taker *t, struct span text, const struct list_entry *like,
		      struct span reason);

void list_refuse(struct list_taker *t, struct span text, const char *why);
void list_strip(struct list_taker *t, struct span text, const char *why);

/* Fails as a whole: "file:line: why" with the current place. Returns -EBADMSG. */
int list_fail(struct list_taker *t, const char *why);

#endif
