/* SPDX-License-Identifier: BSD-2-Clause */
/* list_fuzz.h - what must hold of a list that was read from any bytes. */
#ifndef LIST_FUZZ_H
#define LIST_FUZZ_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/redarc.h"
#include "judge/list_format.h"
#include "judge/prefix.h"
#include "unit/list_same.h"

#define FUZZ_NOW INT64_C(1795324620)
#define FUZZ_WRITTEN 1000 /* entries: longer lists would only be slow to write */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(bool holds)
{
	if (!holds)
		abort();
}

/* Nothing that a terminal would obey. */
static inline void fuzz_note(void *ctx, const char *text)
{
	uint32_t *notes = ctx;

	++*notes;
	require(!strncmp(text, "file:", 5));
	for (; *text; text++)
		require(*text >= ' ' && *text <= '~');
}

static inline void require_entry(const struct list *l, const struct list_entry *e, bool near)
{
	const char *reason = list_reason(l, e);

	require(prefix_is_sound(&e->net) && e->directions && !(e->directions & ~RA_BOTH));
	require(e->net.len >= 8 && (!addr_is_v4(&e->net.net) || e->net.len >= 96 + 8));
	require(near || !addr_is_near(&e->net.net));
	require(e->added_s >= 0 && e->expires_s >= 0 && strlen(reason) < LIST_REASON);
	for (; *reason; reason++)
		require((unsigned char)*reason >= ' ' && *reason != 0x7f);
}

/* Reads into a fresh list; returns what list_read() did. */
static inline int fuzz_read(struct list *l, enum list_format format, const char *text, size_t len,
			    bool near)
{
	uint32_t notes = 0;
	struct list_reading how = { .format = format, .file = "file", .directions = RA_BOTH,
				    .now_s = FUZZ_NOW, .keep_near = near, .note = fuzz_note,
				    .ctx = &notes };
	struct list_counts counts;
	struct err e = { "" };
	int rc;

	require(!list_init(l, LIST_BLOCK, "fuzz"));
	rc = list_read(l, text, len, &how, &counts, &e);
	require(notes == counts.stripped + counts.refused);
	if (rc)
		require(rc == -EBADMSG && !l->n && !strncmp(e.text, "file:", 5));
	else
		require(counts.taken && l->n >= counts.taken);
	for (uint32_t i = 0; i < l->n; i++)
		require_entry(l, &l->entries[i], near);
	list_settle(l);
	return rc;
}

static inline void require_same(const struct list *a, const struct list *b)
{
	require(a->n == b->n);
	for (uint32_t i = 0; i < a->n; i++)
		require(!memcmp(&a->entries[i].net, &b->entries[i].net, sizeof(struct cidr)) &&
			a->entries[i].directions == b->entries[i].directions &&
			a->entries[i].added_s == b->entries[i].added_s &&
			a->entries[i].expires_s == b->entries[i].expires_s);
}

/* Writes a list and reads it again; of reasons, what is no UTF-8 does not survive JSON. */
static inline void fuzz_write(const struct list *l, enum list_format format, bool entries)
{
	struct list again;
	struct err e;
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	require(f && !list_write(l, format, f, &e) && !fclose(f));
	require(!fuzz_read(&again, format, text, len, true));
	if (entries)
		require_same(l, &again);
	else
		require(same_addresses(l, &again));
	list_clear(&again);
	free(text);
}

static inline void fuzz_list(enum list_format format, const uint8_t *data, size_t size)
{
	for (int near = 0; near < 2; near++) {
		struct list l;

		if (!fuzz_read(&l, format, (const char *)data, size, near) && l.n < FUZZ_WRITTEN) {
			fuzz_write(&l, LIST_CIDR, false);
			fuzz_write(&l, LIST_NFTABLES, false);
			fuzz_write(&l, LIST_MISP, true);
			fuzz_write(&l, LIST_STIX, true);
		}
		list_clear(&l);
	}
}

#endif
