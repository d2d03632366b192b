/* SPDX-License-Identifier: BSD-2-Clause */
/* list_got.h - reads a list from text for a test, and writes what it got as lines. */
#ifndef LIST_GOT_H
#define LIST_GOT_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bpf/redarc.h"
#include "judge/list_format.h"
#include "judge/list_write.h"

#define NOW INT64_C(1795324620) /* 2026-11-22T05:17:00Z */

/* What the last reading gave. */
static struct {
	struct list list;
	struct list_reading how;
	struct list_counts counts;
	struct err e;
	char notes[1 << 16];
	char entries[1 << 16];
} got;

static inline void keep_note(void *ctx, const char *text)
{
	size_t len = strlen(got.notes);

	(void)ctx;
	snprintf(got.notes + len, sizeof(got.notes) - len, "%s\n", text);
}

static inline int start(void **state)
{
	(void)state;
	memset(&got, 0, sizeof(got));
	got.how = (struct list_reading){ .file = "file", .directions = RA_BOTH, .now_s = NOW,
					 .note = keep_note };
	return list_init(&got.list, LIST_BLOCK, "test");
}

static inline int stop(void **state)
{
	(void)state;
	list_clear(&got.list);
	return 0;
}

/* Each entry as "PREFIX [in|out] [+ADDED - NOW] [until EXPIRES - NOW] [REASON]". */
static inline void print_entries(void)
{
	char *at = got.entries, prefix[CIDR_TEXT];
	char *const end = at + sizeof(got.entries);

	*at = 0;
	for (uint32_t i = 0; i < got.list.n && end - at > 256; i++) {
		const struct list_entry *e = &got.list.entries[i];
		const char *reason = list_reason(&got.list, e);

		at += sprintf(at, "%s%s", cidr_format(&e->net, prefix),
			      e->directions == RA_BOTH	      ? "" :
			      e->directions == RA_DIR_BIT(RA_IN) ? " in" :
								   " out");
		if (e->added_s != NOW)
			at += sprintf(at, " %+lld", (long long)(e->added_s - NOW));
		if (e->expires_s)
			at += sprintf(at, " until %+lld", (long long)(e->expires_s - NOW));
		at += sprintf(at, "%s%s\n", *reason ? " " : "", reason);
	}
}

/* Reads into a fresh list; the bytes are copied, so that reading behind them is seen. */
static inline int read_bytes(enum list_format format, const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);
	int rc;

	memcpy(copy, text, len);
	list_clear(&got.list);
	list_init(&got.list, LIST_BLOCK, "test");
	got.notes[0] = got.e.text[0] = 0;
	got.how.format = format;
	rc = list_read(&got.list, copy, len, &got.how, &got.counts, &got.e);
	free(copy);
	list_settle(&got.list);
	print_entries();
	return rc;
}

static inline int read_words(enum list_format format, const char *text)
{
	return read_bytes(format, text, strlen(text));
}

#endif
