/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/meta.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"

#define PREFIX "feed-"
#define SUFFIX ".meta"
#define BESIDE ".new-meta" /* list_lock() removes one that was left behind */
#define FILE_NAME (LIST_NAME + 16)
#define MOST 8192 /* bytes of a file */

#define TEXT(name, field) { name, offsetof(struct meta, field), sizeof(((struct meta *)0)->field) }
#define NUMBER(name, field) { name, offsetof(struct meta, field), 0 }

static const struct field {
	const char *key;
	size_t offset, room; /* room 0: an int64_t */
} fields[] = {
	TEXT("config", config),
	TEXT("url", url),
	TEXT("reading", reading),
	TEXT("etag", version.etag),
	TEXT("modified", version.modified),
	NUMBER("read", read_s),
	NUMBER("updated", updated_s),
	NUMBER("tried", tried_s),
	NUMBER("failures", failures),
};

#define N_FIELDS (sizeof(fields) / sizeof(*fields))

static const char *file_name(const char *name, char *file)
{
	snprintf(file, FILE_NAME, PREFIX "%s" SUFFIX, name);
	return file;
}

const char *meta_reading(const struct feed_config *c, char *text)
{
	snprintf(text, META_READING, "%s %s %u %" PRId64, list_kind_word(c->kind),
		 list_format_word(c->format), c->directions, c->expires_s);
	return text;
}

bool meta_is_of(const struct meta *m, const struct feed_config *c)
{
	char reading[META_READING];

	return !strcmp(m->url, c->url) && !strcmp(m->reading, meta_reading(c, reading));
}

static int take_number(const char *value, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(value, &end, 10);
	return errno || *end || *out < 0 ? -EINVAL : 0;
}

static int take_kind(struct meta *m, const char *value)
{
	for (int kind = 0; kind < LIST_KINDS; kind++) {
		if (strcmp(value, list_kind_word((enum list_kind)kind)))
			continue;
		m->kind = (enum list_kind)kind;
		return 0;
	}
	return -EINVAL;
}

static int take_field(struct meta *m, const struct field *f, const char *value)
{
	void *place = (char *)m + f->offset;

	if (!f->room)
		return take_number(value, place);
	if (strlen(value) >= f->room)
		return -EINVAL;
	strcpy(place, value);
	return 0;
}

static int take(void *ctx, const struct ini_entry *entry, struct err *e)
{
	struct meta *m = ctx;

	(void)e;
	if (!entry->key)
		return 0;
	if (!strcmp(entry->key, "kind"))
		return take_kind(m, entry->value);
	for (size_t i = 0; i < N_FIELDS; i++)
		if (!strcmp(entry->key, fields[i].key))
			return take_field(m, &fields[i], entry->value);
	return -EINVAL;
}

static int read_meta(int fd, struct meta *out)
{
	char *text;
	size_t len;
	int r = file_read(fd, MOST, &text, &len);

	if (r)
		return r;
	r = ini_read("", text, len, take, out, NULL);
	free(text);
	return r;
}

void meta_load(int dir_fd, const char *name, struct meta *out)
{
	char file[FILE_NAME];
	int fd = openat(dir_fd, file_name(name, file), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	*out = (struct meta){ .read_s = 0 };
	if (fd < 0)
		return;
	if (read_meta(fd, out))
		*out = (struct meta){ .read_s = 0 };
	close(fd);
}

static void write_fields(FILE *out, const struct meta *m)
{
	fprintf(out, "[meta]\nkind = %s\n", list_kind_word(m->kind));
	for (size_t i = 0; i < N_FIELDS; i++) {
		const void *place = (const char *)m + fields[i].offset;

		if (!fields[i].room)
			fprintf(out, "%s = %" PRId64 "\n", fields[i].key, *(const int64_t *)place);
		else if (*(const char *)place)
			fprintf(out, "%s = %s\n", fields[i].key, (const char *)place);
	}
}

static int write_beside(int dir_fd, const struct meta *m)
{
	int fd = openat(dir_fd, BESIDE, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
			0640);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	int r;

	if (!out)
		return -errno;
	write_fields(out, m);
	r = fflush(out) || fsync(fd) ? -errno : 0;
	return fclose(out) && !r ? -errno : r;
}

int meta_save(int dir_fd, const char *name, const struct meta *m, struct err *e)
{
	char file[FILE_NAME];
	int r = write_beside(dir_fd, m);

	if (!r && renameat(dir_fd, BESIDE, dir_fd, file_name(name, file)))
		r = -errno;
	return r ? err_set(e, r, "%s: %s", file_name(name, file), strerror(-r)) : 0;
}

void meta_delete(int dir_fd, const char *name)
{
	char file[FILE_NAME];

	unlinkat(dir_fd, file_name(name, file), 0);
}

/* The list that a file is about; name: LIST_NAME bytes. */
static bool is_meta(const char *file, char *name)
{
	size_t len = strlen(file), around = strlen(PREFIX) + strlen(SUFFIX);

	if (len <= around || len - around >= LIST_NAME || strncmp(file, PREFIX, strlen(PREFIX)) ||
	    strcmp(file + len - strlen(SUFFIX), SUFFIX))
		return false;
	memcpy(name, file + strlen(PREFIX), len - around);
	name[len - around] = 0;
	return list_name_is_valid(name);
}

void meta_each(int dir_fd, void (*f)(void *ctx, const char *name), void *ctx)
{
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	char name[LIST_NAME];

	if (!dir)
		return;
	for (const struct dirent *entry; (entry = readdir(dir));)
		if (is_meta(entry->d_name, name))
			f(ctx, name);
	closedir(dir);
}
