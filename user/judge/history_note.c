/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/clock.h"
#include "judge/history_core.h"

struct key {
	struct addr peer;
	uint8_t direction;
};
_Static_assert(sizeof(struct key) == HISTORY_KEY, "key");

/* Hours that the ring has room for when `last` is the newest. */
static bool hour_is_kept(int64_t hour, int64_t last)
{
	return hour > last - HISTORY_HOURS;
}

static void give_bitmap(struct history_rows *r, struct history_row *row)
{
	int64_t first = history_hour(row->first_s), last = history_hour(row->last_s);

	row->hours = r->bitmaps[r->n_bitmaps++];
	history_hours_set(row->hours, last);
	if (hour_is_kept(first, last))
		history_hours_set(row->hours, first);
}

/* Takes out what the hours between the last event and this one held a ring ago. */
static void forget_between(struct history_row *row, int64_t last, int64_t hour)
{
	history_hours_clear(row->hours, max_s(last, hour - HISTORY_HOURS) + 1, hour);
}

static void note_time(struct history_rows *r, struct history_row *row, int64_t time_s)
{
	int64_t first = history_hour(row->first_s), last = history_hour(row->last_s);
	int64_t hour = history_hour(time_s);

	if (!row->hours && first != last && hour != first && hour != last)
		give_bitmap(r, row);
	if (row->hours) {
		forget_between(row, last, hour);
		if (hour_is_kept(hour, last))
			history_hours_set(row->hours, hour);
	}
	row->first_s = min_s(row->first_s, time_s);
	row->last_s = max_s(row->last_s, time_s);
}

static uint64_t add_count(uint64_t sum, uint64_t more)
{
	return more < HISTORY_COUNT_MOST - sum ? sum + more : HISTORY_COUNT_MOST;
}

static void note_home(struct history_row *row, const struct event *e)
{
	if (e->asn)
		row->asn = e->asn;
	if (e->country[0])
		memcpy(row->country, e->country, sizeof(row->country) - 1);
	if (e->beacon != EVENT_UNSCORED)
		row->beacon = e->beacon;
}

static void begin_row(struct history *h, struct history_row *row, const struct event *e,
		      int64_t time_s)
{
	row->first_s = row->last_s = time_s;
	row->beacon = EVENT_UNSCORED;
	row->reply = e->reply;
	h->unsaved += !row->stored;
}

/* Its row, or one that has just begun; NULL: no room. */
static struct history_row *take_row(struct history *h, const struct event *e, int64_t time_s)
{
	const struct key key = { e->peer, e->direction };
	uint32_t before = h->rows.table.count;
	struct history_row *row = hash_table_take(&h->rows.table, &key);

	if (!row) {
		h->refused++;
		return NULL;
	}
	if (!row->packets) {
		h->rows.vanished -= h->rows.table.count == before;
		begin_row(h, row, e, time_s);
	}
	return row;
}

int64_t history_time(struct history *h, int64_t clock_s)
{
	bool back;

	if (!h->store)
		return clock_s;
	clock_s = history_clock_take(&h->clock, clock_s, &back);
	if (back)
		history_redate(h, clock_s);
	return clock_s;
}

const struct history_row *history_note(struct history *h, const struct event *e)
{
	struct history_row *row;
	int64_t time_s;

	if (!e->packets)
		return NULL;
	time_s = history_time(h, max_s(e->time_ns / CLOCK_S, 0));
	row = take_row(h, e, time_s);
	if (!row)
		return NULL;
	h->meta.newest_s = max_s(h->meta.newest_s, time_s);
	note_time(&h->rows, row, time_s);
	note_home(row, e);
	row->packets = add_count(row->packets, e->packets);
	row->bytes = add_count(row->bytes, e->bytes);
	history_mark(h, row);
	return row;
}

const struct history_row *history_find(const struct history *h, const struct addr *peer,
				       uint8_t direction)
{
	const struct key key = { *peer, direction };
	const struct history_row *row = hash_table_find(&h->rows.table, &key);

	return row && row->packets ? row : NULL;
}

void history_each_row(const struct history *h, void (*f)(void *, const struct history_row *),
		      void *ctx)
{
	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		const struct history_row *row = hash_table_row(&h->rows.table, i);

		if (row->packets)
			f(ctx, row);
	}
}

const struct history_row *history_next(const struct history *h, uint32_t *at)
{
	while (*at < h->rows.table.count) {
		const struct history_row *row = hash_table_row(&h->rows.table, (*at)++);

		if (row->packets)
			return row;
	}
	return NULL;
}

void history_each(const struct history *h, int64_t from_s, int64_t until_s,
		  void (*f)(void *ctx, const struct history_row *), void *ctx)
{
	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		const struct history_row *row = hash_table_row(&h->rows.table, i);

		if (row->packets && history_row_within(row, from_s, until_s))
			f(ctx, row);
	}
}

void history_judge(const struct history *h, int64_t window_s, int64_t at_s,
		   void (*f)(void *ctx, const struct history_row *row, bool known), void *ctx)
{
	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		const struct history_row *row = hash_table_row(&h->rows.table, i);

		if (row->packets && row->last_s >= at_s)
			f(ctx, row, history_row_within(row, at_s - window_s, at_s));
	}
}
