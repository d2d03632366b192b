/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bpf/redarc.h"
#include "core/hash.h"
#include "judge/prefix.h"

#define SUFFIX ".list"
#define LANES 4

static const char magic[8] = { 'r', 'e', 'd', 'a', 'r', 'c', 'L', '\n' };

/* A changed word changes the sum, whatever the others are. Lanes do not wait for each other. */
static uint64_t add_words(uint64_t sum, const void *data, size_t len)
{
	uint64_t lanes[LANES] = { sum }, words[LANES];
	const uint8_t *p = data;

	for (; len >= sizeof(words); p += sizeof(words), len -= sizeof(words)) {
		memcpy(words, p, sizeof(words));
		for (int i = 0; i < LANES; i++)
			lanes[i] = hash_mix(lanes[i] ^ words[i]);
	}
	memset(words, 0, sizeof(words));
	memcpy(words, p, len);
	sum = 0;
	for (int i = 0; i < LANES; i++)
		sum = hash_mix(sum ^ hash_mix(lanes[i] ^ words[i]));
	return sum;
}

uint64_t list_file_checksum(const struct list_file_head *head, const struct list_entry *entries,
			    const char *texts)
{
	struct list_file_head plain = *head;
	uint64_t sum;

	plain.checksum = 0;
	sum = add_words(1, &plain, sizeof(plain));
	if (head->n)
		sum = add_words(sum, entries, head->n * sizeof(*entries));
	return head->texts_len ? add_words(sum, texts, head->texts_len) : sum;
}

/* Text that ends within its field, with nothing but zeros behind. */
static bool is_text(const char *field, size_t room)
{
	size_t len = strnlen(field, room);

	for (size_t i = len; i < room; i++)
		if (field[i])
			return false;
	return len < room;
}

static bool head_is_sound(const struct list_file_head *head)
{
	return head->kind < LIST_KINDS && head->n <= LIST_MOST &&
	       is_text(head->name, LIST_NAME) && is_text(head->source, LIST_SOURCE) &&
	       list_name_is_valid(head->name);
}

/* Nothing or "", then texts that are not too long, each ended by zero. */
static bool texts_are_sound(const struct list *l)
{
	uint32_t at = 1;

	if (!l->texts_len)
		return true;
	if (l->texts[0])
		return false;
	while (at < l->texts_len) {
		size_t left = l->texts_len - at;
		size_t room = left < LIST_REASON ? left : LIST_REASON;
		size_t len = strnlen(l->texts + at, room);

		if (len == room)
			return false;
		at += (uint32_t)len + 1;
	}
	return true;
}

static bool starts_a_text(const struct list *l, uint32_t at)
{
	return !at || (at < l->texts_len && !l->texts[at - 1]);
}

static bool entry_is_sound(const struct list *l, const struct list_entry *entry)
{
	return prefix_is_sound(&entry->net) && entry->directions &&
	       !(entry->directions & ~RA_BOTH) && !entry->pad[0] && !entry->pad[1] &&
	       entry->expires_s >= 0 && starts_a_text(l, entry->reason);
}

static bool body_is_sound(const struct list *l)
{
	if (!texts_are_sound(l))
		return false;
	for (uint32_t i = 0; i < l->n; i++)
		if (!entry_is_sound(l, &l->entries[i]) ||
		    (i && prefix_compare(&l->entries[i - 1].net, &l->entries[i].net) >= 0))
			return false;
	return true;
}

/* returns 0, -EBADMSG when the file ends before, -EIO */
static int read_all(int fd, void *to, size_t len)
{
	uint8_t *p = to;

	while (len) {
		ssize_t n = read(fd, p, len);

		if (!n)
			return -EBADMSG;
		if (n < 0 && errno != EINTR)
			return -EIO;
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static int read_head(int fd, struct list_file_head *head)
{
	struct stat file;
	uint64_t size;
	int rc;

	if (fstat(fd, &file))
		return -EIO;
	if (!S_ISREG(file.st_mode))
		return -EBADMSG;
	rc = read_all(fd, head, sizeof(*head));
	if (rc)
		return rc;
	if (memcmp(head->magic, magic, sizeof(magic)))
		return -EBADMSG;
	if (head->version > LIST_FILE_VERSION)
		return -EPROTONOSUPPORT;
	size = sizeof(*head) + head->n * (uint64_t)sizeof(struct list_entry) + head->texts_len;
	if (head->version != LIST_FILE_VERSION || (uint64_t)file.st_size != size)
		return -EBADMSG;
	return head_is_sound(head) ? 0 : -EBADMSG;
}

static int read_body(int fd, const struct list_file_head *head, struct list *l)
{
	int rc;

	l->entries = l->n ? malloc(l->n * sizeof(*l->entries)) : NULL;
	l->texts = l->texts_len ? malloc(l->texts_len) : NULL;
	if ((l->n && !l->entries) || (l->texts_len && !l->texts))
		return -ENOMEM;
	rc = read_all(fd, l->entries, l->n * sizeof(*l->entries));
	if (!rc)
		rc = read_all(fd, l->texts, l->texts_len);
	if (rc)
		return rc;
	if (list_file_checksum(head, l->entries, l->texts) != head->checksum)
		return -EBADMSG;
	return body_is_sound(l) ? 0 : -EBADMSG;
}

int list_file_read(int fd, struct list *out)
{
	struct list_file_head head;
	int rc = read_head(fd, &head);

	if (rc)
		return rc;
	*out = (struct list){ .kind = head.kind,
			      .updated_s = head.updated_s,
			      .n = head.n,
			      .room = head.n,
			      .texts_len = head.texts_len,
			      .texts_room = head.texts_len };
	memcpy(out->name, head.name, sizeof(head.name));
	memcpy(out->source, head.source, sizeof(head.source));
	rc = read_body(fd, &head, out);
	if (rc)
		list_clear(out);
	return rc;
}

static int write_all(int fd, const void *from, size_t len)
{
	const uint8_t *p = from;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int list_file_write(int fd, const struct list *l)
{
	struct list_file_head head = { .version = LIST_FILE_VERSION,
				       .kind = l->kind,
				       .n = l->n,
				       .texts_len = l->texts_len,
				       .updated_s = l->updated_s };
	int rc;

	memcpy(head.magic, magic, sizeof(magic));
	memcpy(head.name, l->name, strnlen(l->name, LIST_NAME));
	memcpy(head.source, l->source, strnlen(l->source, LIST_SOURCE));
	if (!head_is_sound(&head) || !body_is_sound(l))
		return -EINVAL;
	head.checksum = list_file_checksum(&head, l->entries, l->texts);
	rc = write_all(fd, &head, sizeof(head));
	if (!rc)
		rc = write_all(fd, l->entries, l->n * sizeof(*l->entries));
	return rc ? rc : write_all(fd, l->texts, l->texts_len);
}

const char *list_file_name(enum list_kind kind, const char *name, char *file)
{
	snprintf(file, LIST_FILE_NAME, "%s-%s" SUFFIX, list_kind_word(kind), name);
	return file;
}

/* The name behind "block-" and the like. */
static int parse_name(const char *text, char *name)
{
	size_t len = strlen(text), end = strlen(SUFFIX);

	if (len <= end || len - end >= LIST_NAME || strcmp(text + len - end, SUFFIX))
		return -EINVAL;
	memcpy(name, text, len - end);
	name[len - end] = 0;
	return list_name_is_valid(name) ? 0 : -EINVAL;
}

int list_file_parse(const char *file, enum list_kind *kind, char *name)
{
	for (int i = 0; i < LIST_KINDS; i++) {
		size_t len = strlen(list_kind_word(i));

		if (strncmp(file, list_kind_word(i), len) || file[len] != '-')
			continue;
		*kind = i;
		return parse_name(file + len + 1, name);
	}
	return -EINVAL;
}

int list_file_each(int dir_fd, int (*f)(void *ctx, const char *file), void *ctx)
{
	int own = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;
	DIR *dir = own < 0 ? NULL : fdopendir(own);

	if (!dir) {
		rc = -errno;
		if (own >= 0)
			close(own);
		return rc;
	}
	while (!rc) {
		const struct dirent *entry;

		errno = 0;
		entry = readdir(dir);
		if (!entry) {
			rc = -errno;
			break;
		}
		rc = f(ctx, entry->d_name);
	}
	closedir(dir);
	return rc;
}
