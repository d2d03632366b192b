/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/file_ring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_ROOM 64
#define DIGITS_LEAST 6
#define DIGITS_MOST 18

struct entry {
	uint64_t number, size;
};

struct file_ring {
	struct file_ring_config config;
	int folder;
	int fd;          /* of the newest file, -1: the next write begins one */
	uint64_t headed; /* bytes of the head that are in it */
	uint64_t used;
	uint32_t n;
	struct entry entries[FILE_RING_FILES + 1]; /* the oldest first */
};

static uint64_t on_disk(uint64_t size)
{
	return (size + FILE_RING_BLOCK - 1) / FILE_RING_BLOCK * FILE_RING_BLOCK;
}

static const char *name_of(const struct file_ring *r, uint64_t number, char *name)
{
	snprintf(name, NAME_ROOM, "%s%0*" PRIu64 "%s", r->config.start, DIGITS_LEAST, number,
		 r->config.end);
	return name;
}

/* The number in a name of ours; 0: it is none. */
static uint64_t number_of(const struct file_ring *r, const char *name)
{
	size_t start = strlen(r->config.start);
	char again[NAME_ROOM];
	uint64_t number;

	if (strncmp(name, r->config.start, start) ||
	    strspn(name + start, "0123456789") > DIGITS_MOST)
		return 0;
	number = strtoull(name + start, NULL, 10);
	return strcmp(name, name_of(r, number, again)) ? 0 : number;
}

static void forget(struct file_ring *r, uint32_t i)
{
	r->used -= on_disk(r->entries[i].size);
	r->n--;
	memmove(&r->entries[i], &r->entries[i + 1], (r->n - i) * sizeof(*r->entries));
}

static int remove_entry(struct file_ring *r, uint32_t i)
{
	char name[NAME_ROOM];

	if (unlinkat(r->folder, name_of(r, r->entries[i].number, name), 0) && errno != ENOENT)
		return -errno;
	forget(r, i);
	return 0;
}

/* The oldest are removed until no more than so many are left. */
static int thin_out(struct file_ring *r, uint32_t most)
{
	int rc = 0;

	while (!rc && r->n > most)
		rc = remove_entry(r, 0);
	return rc;
}

/* In the order of their numbers. */
static void add_entry(struct file_ring *r, uint64_t number, uint64_t size)
{
	uint32_t i = r->n++;

	for (; i && r->entries[i - 1].number > number; i--)
		r->entries[i] = r->entries[i - 1];
	r->entries[i] = (struct entry){ number, size };
	r->used += on_disk(size);
}

/* What is there already. */
static int take_stock(struct file_ring *r)
{
	int own = openat(r->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;
	DIR *dir = own < 0 ? NULL : fdopendir(own);
	const struct dirent *found;
	struct stat file;

	r->n = 0;
	r->used = 0;
	if (!dir) {
		rc = -errno;
		if (own >= 0)
			close(own);
		return rc;
	}
	while (!rc && (found = readdir(dir))) {
		uint64_t number = number_of(r, found->d_name);

		if (number && !fstatat(r->folder, found->d_name, &file, AT_SYMLINK_NOFOLLOW) &&
		    S_ISREG(file.st_mode))
			add_entry(r, number, (uint64_t)file.st_size);
		rc = thin_out(r, FILE_RING_FILES);
	}
	closedir(dir);
	return rc;
}

static int take_folder(struct file_ring *r, int folder)
{
	r->folder = folder;
	if (flock(folder, LOCK_EX | LOCK_NB))
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	return take_stock(r);
}

static void close_file(struct file_ring *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->headed = 0;
}

/* There may be another folder under the path by now. */
static int find_folder(struct file_ring *r)
{
	int folder = open(r->config.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return -errno;
	close(r->folder);
	return take_folder(r, folder);
}

static int begin_file(struct file_ring *r)
{
	uint64_t number = r->n ? r->entries[r->n - 1].number + 1 : 1;
	char name[NAME_ROOM];
	int rc = thin_out(r, FILE_RING_FILES - 1);

	close_file(r);
	if (rc)
		return rc;
	r->fd = openat(r->folder, name_of(r, number, name),
		       O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	if (r->fd < 0)
		return -errno;
	add_entry(r, number, 0);
	return 0;
}

/* A file that somebody removed takes nothing more. */
static void mind_removal(struct file_ring *r)
{
	struct stat file;

	if (r->fd < 0 || (!fstat(r->fd, &file) && file.st_nlink))
		return;
	close_file(r);
	forget(r, r->n - 1);
}

/* A file with room for so many bytes and for what it lacks of the head. */
static int find_file(struct file_ring *r, size_t head, size_t len)
{
	int rc;

	mind_removal(r);
	if (r->fd >= 0 && r->entries[r->n - 1].size + (head - r->headed) + len <=
				  r->config.most / FILE_RING_SHARE)
		return 0;
	rc = begin_file(r);
	if (rc != -ENOENT)
		return rc;
	rc = find_folder(r);
	return rc ? rc : begin_file(r);
}

static int make_room(struct file_ring *r, size_t len)
{
	uint64_t size = r->entries[r->n - 1].size;
	uint64_t more = on_disk(size + len) - on_disk(size);
	int rc = 0;

	while (!rc && r->used + more > r->config.most)
		rc = r->n > 1 ? remove_entry(r, 0) : -EFBIG;
	return rc;
}

/* Take back what was begun; a file with nothing in it goes. */
static void take_back(struct file_ring *r)
{
	struct entry *file;
	bool cut;

	if (r->fd < 0)
		return;
	file = &r->entries[r->n - 1];
	cut = !ftruncate(r->fd, (off_t)file->size);
	if (cut && !file->size)
		remove_entry(r, r->n - 1);
	close_file(r);
	if (!cut)
		take_stock(r);
}

static int append(struct file_ring *r, const struct iovec *head, const struct iovec *bytes)
{
	const struct iovec parts[] = {
		{ (uint8_t *)head->iov_base + r->headed, head->iov_len - r->headed },
		*bytes,
	};
	size_t len = parts[0].iov_len + parts[1].iov_len;
	struct entry *file;
	ssize_t written;
	int rc = make_room(r, len);

	if (rc)
		return rc;
	written = writev(r->fd, parts, 2);
	if (written < 0 || (size_t)written < len)
		return written < 0 ? -errno : -ENOSPC;
	file = &r->entries[r->n - 1];
	r->used += on_disk(file->size + len) - on_disk(file->size);
	file->size += len;
	r->headed = head->iov_len;
	return 0;
}

int file_ring_open(const struct file_ring_config *config, int folder, struct file_ring **out,
		   struct err *e)
{
	struct file_ring *r = calloc(1, sizeof(*r));
	int rc;

	*out = NULL;
	if (!r) {
		close(folder);
		return err_set(e, -ENOMEM, "%s: out of memory", config->path);
	}
	r->config = *config;
	r->fd = -1;
	rc = take_folder(r, folder);
	if (!rc) {
		*out = r;
		return 0;
	}
	file_ring_close(r);
	return err_set(e, rc, "%s: %s", config->path,
		       rc == -EBUSY ? "another process writes there" : strerror(-rc));
}

int file_ring_probe(const struct file_ring *r, struct err *e)
{
	if (!faccessat(r->folder, ".", W_OK | X_OK, 0))
		return 0;
	return err_set(e, -errno, "%s: %s", r->config.path, strerror(errno));
}

void file_ring_close(struct file_ring *r)
{
	if (!r)
		return;
	close_file(r);
	if (r->folder >= 0)
		close(r->folder);
	free(r);
}

int file_ring_write(struct file_ring *r, const struct iovec *head, const struct iovec *bytes,
		    struct err *e)
{
	int rc = find_file(r, head->iov_len, bytes->iov_len);

	if (!rc)
		rc = append(r, head, bytes);
	if (!rc)
		return 0;
	take_back(r);
	return err_set(e, rc, "%s: %s", r->config.path, strerror(-rc));
}

int file_ring_read(const struct file_ring *r, uint64_t *number)
{
	char name[NAME_ROOM];

	for (uint32_t i = 0; i < r->n; i++) {
		int fd;

		if (r->entries[i].number <= *number)
			continue;
		*number = r->entries[i].number;
		fd = openat(r->folder, name_of(r, *number, name),
			    O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd >= 0 || errno != ENOENT) /* somebody removed it */
			return fd < 0 ? -errno : fd;
	}
	return -ENOENT;
}

int file_ring_beside(const struct file_ring *r, const char *name)
{
	int fd = openat(r->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	return fd < 0 ? -errno : fd;
}

void file_ring_unmake(const struct file_ring *r, const char *name)
{
	unlinkat(r->folder, name, 0);
}

uint64_t file_ring_used(const struct file_ring *r)
{
	return r->used;
}
