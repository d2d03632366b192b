/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * feeds.h - the sections [feed] and [list NAME] of a configuration: which lists are fetched, from
 * where, and what for. redarc-feed uses them, the sensor checks them.
 *
 *	[feed]
 *	ca = FILE            trusted instead of the system's authorities
 *	proxy = URL          instead of the environment's
 *	[list drop]
 *	kind = block         allow, block or label
 *	url = https://...    or file:///...
 *	format = auto        as list_format.h names them
 *	direction = both     in, out or both, of entries that do not say
 *	every = 6h           5m to 365d
 *	expires = never      or 1h to 3650d, of entries that do not say; longer than `every`
 *	most = 64M           bytes, 1 to 1G
 *	timeout = 2m         1s to 1h, of one transfer
 *	any_size = no        yes: it may lose most of itself, or grow more than tenfold
 */
#ifndef JUDGE_FEEDS_H
#define JUDGE_FEEDS_H

#include "core/ini.h"
#include "judge/list_format.h"

#define FEEDS_TEXT 512 /* of a file's name or a proxy, with its end */

struct feed_config {
	char name[LIST_NAME];
	char url[LIST_SOURCE];
	enum list_kind kind;
	enum list_format format;
	uint8_t directions; /* RA_DIR_BIT of each */
	bool any_size;
	bool has_kind;
	unsigned int line;  /* of its section */
	int64_t every_s;
	int64_t expires_s;  /* after it was fetched; 0: never */
	int64_t timeout_s;
	size_t most;        /* bytes */
};

struct feeds {
	struct feed_config *lists; /* in the order of the file */
	size_t n;
	char ca[FEEDS_TEXT], proxy[FEEDS_TEXT]; /* "": none */
};

/*
 * Take an entry of a section [feed] or [list NAME], for ini_read(); any other is an error.
 *
 * ctx      a struct feeds, zero at first; to be cleared also after an error
 */
int feeds_take(void *ctx, const struct ini_entry *entry, struct err *e);

/*
 * After the last entry: whether each list says what it has to.
 *
 * file     as messages name it
 * errors   -EINVAL
 */
int feeds_check(const struct feeds *f, const char *file, struct err *e);

/*
 * Read the lists of a configuration; the section [redarc] is the sensor's and skipped.
 *
 * out      empty after an error
 * errors   as ini_load()
 */
int feeds_load(const char *path, struct feeds *out, struct err *e);

/* returns the list, or NULL */
const struct feed_config *feeds_find(const struct feeds *f, const char *name);

void feeds_clear(struct feeds *f);

#endif
