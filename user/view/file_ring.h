/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_ring.h - numbered files in a folder, which together never hold more than so many bytes:
 * before a write would exceed that, the oldest are removed.
 */
#ifndef VIEW_FILE_RING_H
#define VIEW_FILE_RING_H

#include <stdint.h>
#include <sys/uio.h>

#include "core/err.h"

#define FILE_RING_FILES 1024u      /* at most */
#define FILE_RING_SHARE 16u        /* a file is full with 1/16 of the bound */
#define FILE_RING_LEAST (1u << 20) /* bytes, of the bound */
#define FILE_RING_BLOCK 4096u      /* bytes; a file takes a multiple of them */

struct file_ring;

struct file_ring_config {
	const char *path; /* of the folder: for messages, and where it is looked for when it was
			     taken away */
	const char *start, *end; /* of the names; a number of six digits or more between them */
	uint64_t most; /* bytes on the disk, FILE_RING_LEAST or more */
};

/*
 * What an earlier run left counts, and its numbers go on. No other file is ever touched.
 *
 * config   copied; its texts are borrowed
 * folder   open for reading; taken, also after an error
 * errors   -EBUSY another process writes there; -ENOMEM, and what the system says
 */
int file_ring_open(const struct file_ring_config *config, int folder, struct file_ring **out,
		   struct err *e);
void file_ring_close(struct file_ring *r);

/* Whether files can be made there, by who we are now. returns 0, or -errno, such as -EACCES */
int file_ring_probe(const struct file_ring *r, struct err *e);

/*
 * Append to the newest file of this run, or begin another: all of it or, after an error, nothing.
 *
 * head     what each file begins with; what it has grown by since goes in before the bytes
 * bytes    with the head, at most 1/FILE_RING_SHARE of the bound
 */
int file_ring_write(struct file_ring *r, const struct iovec *head, const struct iovec *bytes,
		    struct err *e);

/*
 * Open the oldest file behind a number for reading.
 *
 * number   0 for the first of all; out: the file's
 * returns  a descriptor, -ENOENT when there is none, or another -errno
 */
int file_ring_read(const struct file_ring *r, uint64_t *number);

/* Make a file in the folder that is none of the ring's. returns a descriptor, or -errno */
int file_ring_beside(const struct file_ring *r, const char *name);
void file_ring_unmake(const struct file_ring *r, const char *name);

/* Bytes of all files, on the disk. */
uint64_t file_ring_used(const struct file_ring *r);

#endif
