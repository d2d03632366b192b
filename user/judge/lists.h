/* SPDX-License-Identifier: BSD-2-Clause */
/* lists.h - all lists together: who outranks whom, as one verdict for each address. */
#ifndef JUDGE_LISTS_H
#define JUDGE_LISTS_H

#include "core/event.h"
#include "judge/list.h"

#define LISTS_USER "user" /* the list that `allow add` and `block add` write to */
#define LISTS_MOST 1000   /* in a folder */

/*
 * Precedence, whatever the lengths of the prefixes: the user's block (list "user"), the user's
 * allow list, any other allow list, any other blocklist, then what was learned, which is not
 * known here. A label is no verdict. Each direction by itself. What has expired does not count.
 * Of lists of one rank, the longer prefix is named as the one that decided, then the first list.
 */
struct lists;

/* What the lists say of one prefix, covering prefixes included. */
struct lists_rule {
	struct cidr net;
	uint8_t verdict[RA_DIRECTIONS]; /* RA_ALLOWED, RA_BLOCKED; RA_UNKNOWN: they say nothing */
	uint8_t blocked; /* RA_DIR_BIT of each that a blocklist names, outranked or not */
	uint16_t list[RA_DIRECTIONS];   /* that decided; 0: none */
};
_Static_assert(sizeof(struct lists_rule) == 24, "lists_rule");

/*
 * Read and compile all lists of a folder.
 *
 * dir_fd   of the folder of lists, borrowed for the call; < 0: there are none
 * before   lists that were read earlier: of one that can no longer be read, what it said then
 *          still holds; NULL: none were
 * extra    a settled list that is in no folder, copied; NULL: none
 * now_s    entries that expired by then are left out
 * out      also after an error of one list: the others, so that a damaged one is no gap
 * errors   of the first list that could not be read, as list_load(); or of the folder; -E2BIG more
 *          than LISTS_MOST; -ENOMEM (then *out is NULL)
 */
int lists_open(int dir_fd, const struct lists *before, const struct list *extra, int64_t now_s,
	       struct lists **out, struct err *e);
void lists_close(struct lists *l);

/* When the next entry expires, seconds since 1970; INT64_MAX: none does. */
int64_t lists_next_expiry(const struct lists *l);

/*
 * The verdict on an address in a direction, by the longest prefix of the rules.
 *
 * returns  the rule, or NULL when the lists say nothing
 */
const struct lists_rule *lists_judge(const struct lists *l, const struct addr *a);

/*
 * The rules, longest prefix first, then by address. Each address's verdict is that of the
 * longest that covers it.
 */
const struct lists_rule *lists_rules(const struct lists *l, uint32_t *n);

/* Numbers count from 1 in the order of kind, then name; valid for these lists only. */
uint16_t lists_count(const struct lists *l);
const struct list *lists_list(const struct lists *l, uint16_t number); /* NULL: no such */

/* Calls f for each entry that covers an address, the one that outranks the others first. */
void lists_about(const struct lists *l, const struct addr *a,
		 void (*f)(void *ctx, const struct list *list, const struct list_entry *entry),
		 void *ctx);

/* The name of the first blocklist that names the address, outranked or not; NULL: none does. */
const char *lists_blocklist(const struct lists *l, const struct addr *a);

/* The directions, RA_DIR_BIT of each, in which a blocklist names the address, outranked or not. */
uint8_t lists_blocks(const struct lists *l, const struct addr *a);

/* Something that changes whenever a list was published; 0: no folder. */
uint64_t lists_stamp(int dir_fd);

#endif
