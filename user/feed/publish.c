/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/publish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/own.h"

/* A list of less than a half, or of more than ten times as much, is another one. */
#define SHRINK 2
#define GROWTH 10

static void note(void *ctx, const char *text)
{
	uint32_t *notes = ctx;

	if ((*notes)++ < PUBLISH_NOTES)
		log_warn("%s", text);
}

int publish_read(const struct feed_config *c, const char *text, size_t len, int64_t now_s,
		 struct list *out, struct list_counts *counts, struct err *e)
{
	struct cidr *own;
	size_t n_own = own_addresses(&own);
	uint32_t notes = 0;
	const struct list_reading how = {
		.format = c->format,
		.file = c->name,
		.own = own,
		.n_own = n_own,
		.directions = c->directions,
		.now_s = now_s,
		.expires_s = c->expires_s ? now_s + c->expires_s : 0,
		.note = note,
		.ctx = &notes,
	};
	int r = list_init(out, c->kind, c->name);

	if (r)
		err_set(e, r, "%s: no list: %s", c->name, strerror(-r));
	else
		r = list_read(out, text, len, &how, counts, e);
	free(own);
	if (notes > PUBLISH_NOTES)
		log_warn("%s: ... and %u more", c->name, notes - PUBLISH_NOTES);
	if (!r && list_settle(out))
		r = err_set(e, -ENOMEM, "%s: out of memory", c->name);
	if (r) {
		list_clear(out);
		return r;
	}
	strcpy(out->source, c->url);
	out->updated_s = now_s;
	return 0;
}

int publish_judge(const char *name, uint32_t old, uint32_t n, struct err *e)
{
	if (!n)
		return err_set(e, -ERANGE, "%s: empty", name);
	if ((uint64_t)n * SHRINK < old)
		return err_set(e, -ERANGE, "%s: shrank from %u entries to %u", name, old, n);
	if (old && n > (uint64_t)old * GROWTH)
		return err_set(e, -ERANGE, "%s: grew from %u entries to %u", name, old, n);
	return 0;
}

void publish_keep_dates(struct list *l, const struct list *old, int64_t now_s)
{
	for (uint32_t i = 0; i < l->n; i++) {
		const struct list_entry *was;

		if (l->entries[i].added_s != now_s)
			continue;
		was = list_find(old, &l->entries[i].net);
		if (was && was->added_s < now_s)
			l->entries[i].added_s = was->added_s;
	}
}
