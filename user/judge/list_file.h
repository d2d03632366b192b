/* SPDX-License-Identifier: BSD-2-Clause */
/* list_file.h - the bytes of a list's file, and which files of a folder are lists. */
#ifndef JUDGE_LIST_FILE_H
#define JUDGE_LIST_FILE_H

#include "judge/list.h"

#define LIST_FILE_VERSION 1
#define LIST_FILE_NAME 64 /* room for the name of any list's file, with its end */

/* Little-endian. Entries follow as they are in memory, then the texts, then nothing. */
struct list_file_head {
	char magic[8];
	uint32_t version;
	uint32_t kind;
	uint32_t n;
	uint32_t texts_len;
	int64_t updated_s;
	uint64_t checksum; /* of this head with 0 here, the entries and the texts */
	char name[LIST_NAME];     /* zero behind its end, as the source is */
	char source[LIST_SOURCE];
};
_Static_assert(sizeof(struct list_file_head) == 328, "list_file_head");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "files are written as memory is");
_Static_assert(offsetof(struct list_entry, directions) == 17, "list_entry");
_Static_assert(offsetof(struct list_entry, reason) == 20, "list_entry");
_Static_assert(offsetof(struct list_entry, expires_s) == 32, "list_entry");

/*
 * What damage would change; no guard against those who may write the file anyway.
 *
 * entries  head->n of them
 * texts    head->texts_len bytes
 */
uint64_t list_file_checksum(const struct list_file_head *head, const struct list_entry *entries,
			    const char *texts);

/*
 * Read a list from the start of a file.
 *
 * out      settled and sound; after an error there is nothing to clear
 * returns  0; -EBADMSG, -EPROTONOSUPPORT a later version, -EIO, -ENOMEM
 */
int list_file_read(int fd, struct list *out);

/* Write a list to a file that is empty; returns 0, -EINVAL for one not settled, or -errno. */
int list_file_write(int fd, const struct list *l);

/* "block-drop.list"; file: LIST_FILE_NAME bytes; returns file */
const char *list_file_name(enum list_kind kind, const char *name, char *file);

/*
 * The kind and the name of the list that a file is of.
 *
 * name     out, LIST_NAME bytes
 * returns  0, or -EINVAL when it is of none
 */
int list_file_parse(const char *file, enum list_kind *kind, char *name);

/*
 * Calls f for each name in a folder, until it returns not 0.
 *
 * returns  what f returned, or -errno
 */
int list_file_each(int dir_fd, int (*f)(void *ctx, const char *file), void *ctx);

#endif
