/* SPDX-License-Identifier: BSD-2-Clause */
/* list.h - one list of addresses and prefixes, each with its provenance; in memory, in a file. */
#ifndef JUDGE_LIST_H
#define JUDGE_LIST_H

#include "core/addr.h"
#include "core/err.h"

#define LIST_NAME 32    /* with its end; a-z, 0-9, '-', '_' and '.', not first '.' */
#define LIST_SOURCE 256 /* with its end */
#define LIST_REASON 128 /* with its end */
#define LIST_MOST (1u << 22) /* entries */
#define LIST_FOLDER "lists" /* in the state folder; a list is KIND-NAME.list in it */

/* A label never changes a verdict; it only tells what is known of a peer. */
enum list_kind { LIST_ALLOW, LIST_BLOCK, LIST_LABEL, LIST_KINDS };

struct list_entry {
	struct cidr net;    /* the key of a list, whatever the directions */
	uint8_t directions; /* RA_DIR_BIT of each it is about */
	uint8_t pad[2];
	uint32_t reason;    /* where its text starts in the list's texts; 0: none */
	int64_t added_s;    /* since 1970 */
	int64_t expires_s;  /* 0: never */
};
_Static_assert(sizeof(struct list_entry) == 40, "list_entry");

struct list {
	enum list_kind kind;
	char name[LIST_NAME];
	char source[LIST_SOURCE]; /* where it came from: a URL, a file's name, "user 1000" */
	int64_t updated_s;        /* when it was last published, or found to be unchanged */
	struct list_entry *entries; /* after list_settle(): by address, then the shorter prefix */
	uint32_t n, room;
	char *texts;              /* the reasons, each ended by zero; the first is "" */
	uint32_t texts_len, texts_room;
};

const char *list_kind_word(enum list_kind kind); /* "allow", "block", "label" */
bool list_name_is_valid(const char *name);

/* returns 0, or -EINVAL for a name that is none */
int list_init(struct list *l, enum list_kind kind, const char *name);
void list_clear(struct list *l);

/*
 * Append an entry.
 *
 * entry    copied; its `reason` and `pad` are not looked at
 * reason   text, cut to LIST_REASON; NULL or "" for none; equal to the one before: shared
 * returns  0; -EINVAL bits behind the prefix, no direction, one that is none, or an expiry
 *          before 1970; -ENOSPC more than LIST_MOST; -ENOMEM
 */
int list_add(struct list *l, const struct list_entry *entry, const char *reason);

/*
 * Sort; of entries with one prefix the last that was added stays. Unused texts are dropped.
 *
 * returns  0, or -ENOMEM: then it is as it was, and cannot be saved
 */
int list_settle(struct list *l);

const char *list_reason(const struct list *l, const struct list_entry *entry);

/* The entry of exactly this prefix, or NULL. Settled lists only, as for all below. */
struct list_entry *list_find(const struct list *l, const struct cidr *net);

/* Take out what lies within a prefix; returns how many entries. */
uint32_t list_remove_within(struct list *l, const struct cidr *net);

/*
 * Read a list. Its checksum and every field of it are verified, so that no half of one is ever
 * used, and what was read is settled.
 *
 * dir_fd   of the folder of lists
 * out      after an error there is nothing to clear
 * errors   -ENOENT; -EBADMSG cut short, damaged, or of a later version; -EACCES, -EIO, -ENOMEM
 */
int list_load(int dir_fd, enum list_kind kind, const char *name, struct list *out, struct err *e);

/*
 * Publish a list: written beside, synced, renamed. Whoever reads sees the one before or this one.
 * Root gives the file to the folder's owner. Both want list_lock() to be held; an edit holds it
 * from load to save.
 *
 * errors   -ENOSPC, -EACCES, -EROFS, -EIO, -EINVAL not settled; the list before stays
 */
int list_save(int dir_fd, const struct list *l, struct err *e);
int list_delete(int dir_fd, enum list_kind kind, const char *name, struct err *e); /* -ENOENT */

/*
 * Open the folder of lists, or make it, as the state folder's owner's.
 *
 * make     when it is missing
 * returns  a descriptor, or -errno (-ENOENT: there is none)
 */
int list_folder(int state_fd, bool make);

/*
 * One writer at a time, of all lists; what a killed one left beside them, under names that start
 * with ".new-", is removed.
 *
 * returns  a descriptor, closing which releases the lock; -EBUSY after 5 s of waiting, -errno
 */
int list_lock(int dir_fd);
int list_try_lock(int dir_fd); /* does not wait */

#endif
