/* SPDX-License-Identifier: BSD-2-Clause */
/* list_folder.h - a folder of lists that lasts as long as a test, and lists made of rows. */
#ifndef LIST_FOLDER_H
#define LIST_FOLDER_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/lists.h"

struct list_row {
	enum list_kind kind;
	const char *name, *net;
	uint8_t directions;
};

/* A new folder; its path is left in `path`, of 32 bytes. */
static inline int list_folder_make(char *path)
{
	strcpy(path, "/tmp/redarc-lists-XXXXXX");
	if (!mkdtemp(path))
		return -1;
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static inline void list_folder_empty(int fd)
{
	struct err ignored;

	for (int kind = 0; kind < LIST_KINDS; kind++)
		for (char name[2] = "a"; name[0] <= 'z'; name[0]++)
			list_delete(fd, (enum list_kind)kind, name, &ignored);
	list_delete(fd, LIST_BLOCK, LISTS_USER, &ignored);
	list_delete(fd, LIST_ALLOW, LISTS_USER, &ignored);
}

static inline void list_folder_remove(int fd, const char *path)
{
	char command[64];

	close(fd);
	snprintf(command, sizeof(command), "rm -rf %s", path);
	if (system(command))
		abort();
}

/* Add a row to its list, which is made when it is not there. */
static inline void list_folder_add(int fd, const struct list_row *row)
{
	struct list_entry entry = { .directions = row->directions };
	struct list list;
	struct err e;

	if (cidr_parse(row->net, &entry.net))
		abort();
	if (list_load(fd, row->kind, row->name, &list, &e) &&
	    list_init(&list, row->kind, row->name))
		abort();
	if (list_add(&list, &entry, "a row of a test") || list_settle(&list) ||
	    list_save(fd, &list, &e))
		abort();
	list_clear(&list);
}

#endif
