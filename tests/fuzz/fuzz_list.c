/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that is taken for a list is safe to use, and is what writing the list gives again. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge/list_file.h"
#include "judge/lists_compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("list", MFD_CLOEXEC);

	require(fd >= 0 && write(fd, data, size) == (ssize_t)size && !lseek(fd, 0, SEEK_SET));
	return fd;
}

/* Every entry is found where it is, and its prefix is one of those that a rule covers. */
static void use(const struct list *l)
{
	struct ruleset rules;

	require(!lists_compile(l, 1, &rules));
	for (uint32_t i = 0; i < l->n; i++) {
		const struct list_entry *entry = &l->entries[i];

		require(list_find(l, &entry->net) == entry);
		require(strlen(list_reason(l, entry)) < LIST_REASON);
		require(l->kind == LIST_LABEL || ruleset_find(&rules, &entry->net.net));
	}
	ruleset_clear(&rules);
}

static void same_again(const struct list *l, const uint8_t *data, size_t size)
{
	int fd = file_of(data, 0);
	uint8_t *again = malloc(size);

	require(again && !list_file_write(fd, l));
	require(lseek(fd, 0, SEEK_END) == (off_t)size);
	require(pread(fd, again, size, 0) == (ssize_t)size && !memcmp(again, data, size));
	free(again);
	close(fd);
}

/* Taken apart and put together, as an edit does. */
static void edit(struct list *l)
{
	static const struct cidr all = { .len = 0 };
	uint32_t n = l->n;

	for (uint32_t i = 0; i < n; i++) {
		struct list_entry entry = l->entries[i];
		int rc = list_add(l, &entry, list_reason(l, &entry));

		require(!rc);
	}
	require(!list_settle(l) && l->n == n);
	require(list_remove_within(l, &all) == n && !l->n);
}

static void decode(const uint8_t *data, size_t size)
{
	int fd = file_of(data, size);
	struct list l;

	if (!list_file_read(fd, &l)) {
		use(&l);
		same_again(&l, data, size);
		edit(&l);
		list_clear(&l);
	}
	close(fd);
}

/* The input with sizes and a checksum that fit, which chance alone would never make. */
static void decode_sealed(const uint8_t *data, size_t size)
{
	uint8_t *bytes = malloc(size);
	struct list_file_head head;
	size_t body = size - sizeof(head), entries;

	require(bytes != NULL);
	memcpy(bytes, data, size);
	memcpy(&head, data, sizeof(head));
	memcpy(head.magic, "redarcL\n", sizeof(head.magic));
	head.version = LIST_FILE_VERSION;
	head.n %= (uint32_t)(body / sizeof(struct list_entry) + 1);
	entries = head.n * sizeof(struct list_entry);
	head.texts_len = (uint32_t)(body - entries);
	head.checksum = list_file_checksum(
		&head, (const struct list_entry *)(const void *)(bytes + sizeof(head)),
		(const char *)bytes + sizeof(head) + entries);
	memcpy(bytes, &head, sizeof(head));
	decode(bytes, size);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	decode(data, size);
	if (size >= sizeof(struct list_file_head))
		decode_sealed(data, size);
	return 0;
}
