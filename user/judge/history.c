/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "judge/history_core.h"

void history_mark(struct history *h, struct history_row *row)
{
	if (row->changed || !h->store)
		return;
	row->changed = true;
	h->changed[h->n_changed++] = row;
}

int history_rows_init(struct history_rows *r, uint32_t most)
{
	*r = (struct history_rows){ 0 };
	r->bitmaps = calloc(most, sizeof(*r->bitmaps));
	if (r->bitmaps && !hash_table_init(&r->table, sizeof(struct history_row),
					   HISTORY_KEY, most))
		return 0;
	history_rows_clear(r);
	return -ENOMEM;
}

void history_rows_clear(struct history_rows *r)
{
	hash_table_clear(&r->table);
	free(r->bitmaps);
	r->bitmaps = NULL;
}

void history_rows_fill(struct history_rows *r, struct history_row *own,
		       const struct history_row *row)
{
	*own = *row;
	if (row->hours)
		own->hours = memcpy(r->bitmaps[r->n_bitmaps++], row->hours, sizeof(*r->bitmaps));
}

/*
 * Rows on their way into the table, while the places where they belong are fetched. They come in
 * order and each once, so that none has to be compared with those that are there.
 */
#define QUEUE 16

struct loader {
	struct history *h;
	uint32_t n;
	struct history_row rows[QUEUE];
	uint64_t hours[QUEUE][HISTORY_WORDS];
	uint32_t slots[QUEUE];
};

static void take_queued(struct loader *l, uint32_t number)
{
	struct hash_table *t = &l->h->rows.table;
	uint32_t slot = l->slots[number % QUEUE];

	if (t->count == t->most) {
		l->h->refused++;
		return;
	}
	while (t->index[slot])
		slot = (slot + 1) & t->mask;
	history_rows_fill(&l->h->rows, hash_table_row(t, t->count), &l->rows[number % QUEUE]);
	t->index[slot] = ++t->count;
}

static void take_stored(void *ctx, const struct history_row *stored)
{
	struct loader *l = ctx;
	const struct hash_table *t = &l->h->rows.table;
	uint32_t i = l->n % QUEUE;

	if (l->n >= QUEUE)
		take_queued(l, l->n);
	l->rows[i] = *stored;
	if (stored->hours)
		l->rows[i].hours = memcpy(l->hours[i], stored->hours, sizeof(*l->hours));
	l->slots[i] = hash_seeded(t->seed, stored, t->key_size) & t->mask;
	__builtin_prefetch(&t->index[l->slots[i]], 1);
	l->n++;
}

static void take_rest(struct loader *l)
{
	for (uint32_t i = l->n > QUEUE ? l->n - QUEUE : 0; i < l->n; i++)
		take_queued(l, i);
}

/* A clock that no row is near to is not believed before it has run for a while. */
static void start_clock(struct history *h, int64_t now_s)
{
	int64_t newest_s = 0;
	bool near = false, back;

	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		const struct history_row *row = hash_table_row(&h->rows.table, i);

		newest_s = max_s(newest_s, row->last_s);
		near |= row->last_s >= now_s - HISTORY_LEAP_S &&
			row->last_s <= now_s + HISTORY_LEAP_S;
	}
	if (near)
		history_redate(h, now_s);
	if (near || newest_s > now_s)
		history_clock_take(&h->clock, near ? now_s : newest_s, &back);
}

static int load(struct history *h, struct err *e)
{
	struct loader loader = { .h = h };
	int rc = history_store_load(h->store, take_stored, &loader, &h->meta, e);

	take_rest(&loader);
	if (!rc)
		rc = history_blobs_load(h, e);
	if (!rc && history_store_writes(h->store))
		start_clock(h, clock_now_ns() / CLOCK_S);
	return rc;
}

int history_open_memory(uint32_t most, struct history **out)
{
	struct history *h = calloc(1, sizeof(*h));

	if (!h)
		return -ENOMEM;
	h->changed = calloc(most, sizeof(*h->changed));
	h->moves = calloc(HISTORY_MOVES_PENDING, sizeof(*h->moves));
	if (!h->changed || !h->moves || history_rows_init(&h->rows, most)) {
		history_close(h);
		return -ENOMEM;
	}
	*out = h;
	return 0;
}

int history_open(int dir_fd, const char *name, enum history_access access, uint32_t most,
		 struct history **out, struct err *e)
{
	struct history *h;
	int rc = history_open_memory(most, &h);

	if (rc)
		return err_set(e, rc, "%s: no memory for %u peers", name, most);
	rc = history_store_open(dir_fd, name, access, &h->store, e);
	if (!rc)
		rc = load(h, e);
	if (rc)
		history_close(h);
	else
		*out = h;
	return rc;
}

void history_close(struct history *h)
{
	if (!h)
		return;
	history_store_close(h->store);
	history_rows_clear(&h->rows);
	history_blobs_clear(h);
	free(h->moves);
	free(h->changed);
	free(h);
}

int64_t history_since(const struct history *h)
{
	return h->meta.since_s;
}

void history_set_since(struct history *h, int64_t since_s)
{
	h->meta_changed |= since_s != h->meta.since_s;
	h->meta.since_s = since_s;
}

bool history_frozen(const struct history *h)
{
	return h->meta.frozen;
}

void history_set_frozen(struct history *h, bool frozen)
{
	h->meta_changed |= frozen != h->meta.frozen;
	h->meta.frozen = frozen;
}

uint32_t history_count(const struct history *h)
{
	return h->rows.table.count - h->rows.vanished;
}

uint64_t history_refused(const struct history *h)
{
	return h->refused;
}

uint32_t history_unsaved(const struct history *h)
{
	return h->store ? h->unsaved : 0;
}

/* In the order of the table on disk, so that each of its pages is written once. */
static int compare_rows(const void *a, const void *b)
{
	return memcmp(*(struct history_row *const *)a, *(struct history_row *const *)b,
		      HISTORY_KEY);
}

static bool has_changed(const struct history *h)
{
	return h->n_changed || h->meta_changed || h->n_moves || history_blobs_changed(h);
}

static void all_saved(struct history *h)
{
	for (uint32_t i = 0; i < h->n_changed; i++) {
		h->changed[i]->changed = false;
		h->changed[i]->stored = h->changed[i]->packets;
	}
	h->n_changed = 0;
	h->unsaved = 0;
	h->meta_changed = false;
	history_moves_saved(h);
	history_blobs_saved(h);
	history_make_room(h);
}

int history_flush(struct history *h, struct err *e)
{
	int rc;

	if (!h->store || !has_changed(h))
		return 0;
	qsort(h->changed, h->n_changed, sizeof(*h->changed), compare_rows);
	rc = history_store_begin(h->store, e);
	if (rc)
		return rc;
	rc = history_store_save(h->store, h->changed, h->n_changed, &h->meta, e);
	if (!rc)
		rc = history_moves_save(h, e);
	if (!rc)
		rc = history_blobs_save(h, e);
	rc = history_store_end(h->store, rc, e);
	if (!rc)
		all_saved(h);
	return rc;
}
