/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/hash.h"
#include "judge/history_store.h"

#define HOUR_S 3600

struct history {
	struct hash_table rows;
	uint8_t (*bitmaps)[HISTORY_BITMAP]; /* one for each row that needs it */
	uint32_t n_bitmaps;
	struct history_row **changed; /* rows to write */
	uint32_t n_changed;
	uint32_t saved; /* the first so many rows are in the store */
	bool since_changed;
	int64_t since_s;
	uint64_t refused;
	struct history_store *store; /* NULL: in memory only */
};

/* What a row is found by. */
struct key {
	struct addr peer;
	uint8_t direction;
};
_Static_assert(sizeof(struct key) == offsetof(struct history_row, direction) + 1, "key");

static int64_t max_s(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t min_s(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void hour_set(struct history_row *row, int64_t hour)
{
	row->hours[hour % HISTORY_HOURS / 8] |= (uint8_t)(1u << (hour % 8));
}

static void hour_clear(struct history_row *row, int64_t hour)
{
	row->hours[hour % HISTORY_HOURS / 8] &= (uint8_t)~(1u << (hour % 8));
}

static bool hour_is_set(const struct history_row *row, int64_t hour)
{
	if (!row->hours)
		return hour == row->first_s / HOUR_S || hour == row->last_s / HOUR_S;
	return row->hours[hour % HISTORY_HOURS / 8] & 1u << (hour % 8);
}

/* Hours that the ring has room for when `last` is the newest. */
static bool hour_is_kept(int64_t hour, int64_t last)
{
	return hour > last - HISTORY_HOURS;
}

static void give_bitmap(struct history *h, struct history_row *row)
{
	int64_t first = row->first_s / HOUR_S, last = row->last_s / HOUR_S;

	row->hours = h->bitmaps[h->n_bitmaps++];
	hour_set(row, last);
	if (hour_is_kept(first, last))
		hour_set(row, first);
}

/* Takes out what the hours between the last event and this one held a ring ago. */
static void forget_between(struct history_row *row, int64_t last, int64_t hour)
{
	for (int64_t h = max_s(last, hour - HISTORY_HOURS) + 1; h <= hour; h++)
		hour_clear(row, h);
}

static void row_note(struct history *h, struct history_row *row, int64_t time_s)
{
	int64_t hour = time_s / HOUR_S, last = row->last_s / HOUR_S;

	if (!row->hours && row->first_s / HOUR_S != last && !hour_is_set(row, hour))
		give_bitmap(h, row);
	if (row->hours) {
		forget_between(row, last, hour);
		if (hour_is_kept(hour, last))
			hour_set(row, hour);
	}
	row->first_s = min_s(row->first_s, time_s);
	row->last_s = max_s(row->last_s, time_s);
}

static uint64_t add_count(uint64_t sum, uint64_t more)
{
	return more < HISTORY_COUNT_MOST - sum ? sum + more : HISTORY_COUNT_MOST;
}

static void mark_changed(struct history *h, struct history_row *row)
{
	if (row->changed || !h->store)
		return;
	row->changed = true;
	h->changed[h->n_changed++] = row;
}

void history_note(struct history *h, const struct event *e)
{
	const struct key key = { e->peer, e->direction };
	int64_t time_s = max_s(e->time_ns / CLOCK_S, 0);
	struct history_row *row;

	if (!e->packets)
		return;
	row = hash_table_take(&h->rows, &key);
	if (!row) {
		h->refused++;
		return;
	}
	if (!row->packets)
		row->first_s = row->last_s = time_s;
	row_note(h, row, time_s);
	row->packets = add_count(row->packets, e->packets);
	row->bytes = add_count(row->bytes, e->bytes);
	mark_changed(h, row);
}

bool history_row_within(const struct history_row *row, int64_t from_s, int64_t until_s)
{
	int64_t last = row->last_s / HOUR_S, hour, end;

	if (from_s >= until_s || row->last_s < from_s || row->first_s >= until_s)
		return false;
	if (row->last_s < until_s || row->first_s >= from_s)
		return true;
	hour = max_s(max_s(from_s, 0) / HOUR_S, last - HISTORY_HOURS + 1);
	end = (until_s - 1) / HOUR_S;
	while (hour <= end && !hour_is_set(row, hour))
		hour++;
	return hour <= end;
}

void history_each(const struct history *h, int64_t from_s, int64_t until_s,
		  void (*f)(void *ctx, const struct history_row *), void *ctx)
{
	for (uint32_t i = 0; i < h->rows.count; i++) {
		const struct history_row *row = hash_table_row(&h->rows, i);

		if (history_row_within(row, from_s, until_s))
			f(ctx, row);
	}
}

static void take_stored(void *ctx, const struct history_row *stored)
{
	struct history *h = ctx;
	struct history_row *row = hash_table_take(&h->rows, stored);

	if (!row) {
		h->refused++;
		return;
	}
	*row = *stored;
	if (stored->hours)
		row->hours = memcpy(h->bitmaps[h->n_bitmaps++], stored->hours, HISTORY_BITMAP);
}

static int load(struct history *h, struct err *e)
{
	int rc = history_store_load(h->store, take_stored, h, &h->since_s, e);

	h->saved = h->rows.count;
	return rc;
}

int history_open_memory(uint32_t most, struct history **out)
{
	struct history *h = calloc(1, sizeof(*h));

	if (!h)
		return -ENOMEM;
	h->bitmaps = calloc(most, sizeof(*h->bitmaps));
	h->changed = calloc(most, sizeof(*h->changed));
	if (!h->bitmaps || !h->changed ||
	    hash_table_init(&h->rows, sizeof(struct history_row), sizeof(struct key), most)) {
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
	hash_table_clear(&h->rows);
	free(h->changed);
	free(h->bitmaps);
	free(h);
}

int64_t history_since(const struct history *h)
{
	return h->since_s;
}

void history_set_since(struct history *h, int64_t since_s)
{
	h->since_changed |= since_s != h->since_s;
	h->since_s = since_s;
}

uint32_t history_count(const struct history *h)
{
	return h->rows.count;
}

uint64_t history_refused(const struct history *h)
{
	return h->refused;
}

uint32_t history_unsaved(const struct history *h)
{
	return h->store ? h->rows.count - h->saved : 0;
}

/* In the order of the table on disk, so that each of its pages is written once. */
static int compare_rows(const void *a, const void *b)
{
	return memcmp(*(struct history_row *const *)a, *(struct history_row *const *)b,
		      sizeof(struct key));
}

int history_flush(struct history *h, struct err *e)
{
	int rc;

	if (!h->store || (!h->n_changed && !h->since_changed))
		return 0;
	qsort(h->changed, h->n_changed, sizeof(*h->changed), compare_rows);
	rc = history_store_save(h->store, h->changed, h->n_changed, h->since_s, e);
	if (rc)
		return rc;
	for (uint32_t i = 0; i < h->n_changed; i++)
		h->changed[i]->changed = false;
	h->n_changed = 0;
	h->since_changed = false;
	h->saved = h->rows.count;
	return 0;
}

int history_user_set(struct history *h, const struct addr *peer, uint8_t directions,
		     int64_t now_s, struct err *e)
{
	const struct history_allowed allowed = { *peer, directions & RA_BOTH, now_s };

	if (!h->store)
		return err_set(e, -EACCES, "no state folder: there is no history to write to");
	return history_store_user_set(h->store, &allowed, e);
}

int history_user_each(struct history *h, int (*f)(void *ctx, const struct history_allowed *),
		      void *ctx, struct err *e)
{
	return h->store ? history_store_user_each(h->store, f, ctx, e) : 0;
}

bool history_user_changed(struct history *h)
{
	return h->store && history_store_user_changed(h->store);
}
