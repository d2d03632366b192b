/* SPDX-License-Identifier: BSD-2-Clause */
/* fetch.h - what stands at a URL, in memory; https and regular files, nothing else. */
#ifndef FEED_FETCH_H
#define FEED_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define FETCH_TAG 256 /* room for what a server calls a version, with its end */

/* What tells one version of a document from another; "" is unknown. */
struct fetch_version {
	char etag[FETCH_TAG];     /* of a file: its time, size and number */
	char modified[FETCH_TAG]; /* as the server's Last-Modified had it */
};

struct fetch_how {
	const char *url;   /* https://... or file:///... */
	const char *ca;    /* file of authorities to trust instead of the system's; NULL: those */
	const char *proxy; /* NULL: the environment's */
	const struct fetch_version *known; /* NULL: none */
	size_t most;       /* bytes */
	int64_t timeout_s; /* of the whole transfer */
	bool (*stop)(void); /* asked while it lasts: whether to give up */
};

struct fetched {
	char *text; /* NULL when it is unchanged */
	size_t len;
	bool unchanged;
	struct fetch_version version;
};

/*
 * Fetch a document. Redirects lead to https only, five at most; certificates are always checked.
 *
 * out      to be cleared; empty after an error
 * errors   -EIO no answer, or not all of it; -EFBIG; -ENOENT it is not there; -EPERM it leads
 *          astray, or nobody vouches for the server; -ETIMEDOUT; -EINTR stop() said so; -EINVAL
 */
int fetch(const struct fetch_how *how, struct fetched *out, struct err *e);
void fetched_clear(struct fetched *f);

/* The same for a regular file, by its path. */
int fetch_file(const char *path, const struct fetch_how *how, struct fetched *out, struct err *e);

/* Once in a process, before any other; fetch_end() after the last. */
int fetch_begin(void);
void fetch_end(void);

#endif
