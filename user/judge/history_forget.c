/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "judge/history_core.h"

/* The row keeps its place, what else it holds is gone. */
static void vanish(struct history *h, struct history_row *row)
{
	struct history_row gone = { .peer = row->peer,
				    .direction = row->direction,
				    .changed = row->changed,
				    .stored = row->stored,
				    .hours = row->hours };

	if (gone.hours)
		memset(gone.hours, 0, HISTORY_WORDS * sizeof(*gone.hours));
	h->unsaved -= !row->stored;
	h->rows.vanished++;
	*row = gone;
}

/* The last hour before that of from_s in which it was seen, or -1. */
static int64_t hour_before(const struct history_row *row, int64_t from_s)
{
	int64_t from = history_hour(from_s), first = history_hour(row->first_s), hour = -1;
	int64_t oldest = max_s(first, history_hour(row->last_s) - HISTORY_HOURS);

	if (row->hours)
		hour = history_hours_last(row->hours, oldest + 1, from - 1);
	return hour >= 0 ? hour : first < from ? first : -1;
}

static void clear_from(struct history_row *row, int64_t from_s)
{
	int64_t last = history_hour(row->last_s), oldest = last - HISTORY_HOURS + 1;

	history_hours_clear(row->hours, max_s(history_hour(from_s), oldest), last);
}

/* For a row that was first seen before from_s. */
static void forget_hours(struct history_row *row, int64_t from_s)
{
	int64_t hour = hour_before(row, from_s);

	if (row->hours)
		clear_from(row, from_s);
	row->last_s = hour < 0 ? row->first_s : hour * CLOCK_HOUR_S + CLOCK_HOUR_S - 1;
	if (row->hours)
		history_hours_set(row->hours, history_hour(row->last_s));
}

static void forget_row(struct history *h, struct history_row *row, int64_t from_s, int64_t now_s)
{
	if (row->first_s >= from_s) {
		vanish(h, row);
	} else {
		forget_hours(row, from_s);
		if (row->state == HISTORY_TRUSTED && row->moved_s >= from_s)
			history_move(h, row, HISTORY_CANDIDATE, MOVER_FORGET, now_s, NULL);
	}
	history_mark(h, row);
}

static bool is_meant(const struct history_row *row, int64_t from_s, const struct cidr *peers)
{
	if (!row->packets || row->last_s < from_s)
		return false;
	return peers ? cidr_contains(peers, &row->peer) : row->state != HISTORY_BLOCKED;
}

static void note_forgotten(struct history *h, uint32_t n, int64_t from_s, const struct cidr *peers,
			   int64_t now_s)
{
	static const struct addr all;
	char why[HISTORY_WHY], stamp[CLOCK_STAMP], net[CIDR_TEXT];
	int len = snprintf(why, sizeof(why), "forgot %u %s", n, n == 1 ? "row" : "rows");

	if (from_s)
		len += snprintf(why + len, sizeof(why) - (size_t)len, " since %.16sZ",
				clock_stamp(from_s * CLOCK_S, stamp));
	if (peers)
		snprintf(why + len, sizeof(why) - (size_t)len, " of %s", cidr_format(peers, net));
	history_note_act(h, peers ? &peers->net : &all, now_s, why);
}

uint32_t history_forget(struct history *h, int64_t from_s, const struct cidr *peers,
			int64_t now_s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		struct history_row *row = hash_table_row(&h->rows.table, i);

		if (is_meant(row, from_s, peers)) {
			forget_row(h, row, from_s, now_s);
			n++;
		}
	}
	if (n)
		note_forgotten(h, n, from_s, peers, now_s);
	return n;
}

static void redate_row(struct history *h, struct history_row *row, int64_t now_s)
{
	row->first_s = min_s(row->first_s, now_s);
	row->last_s = now_s;
	row->moved_s = min_s(row->moved_s, now_s);
	if (row->hours) {
		memset(row->hours, 0, HISTORY_WORDS * sizeof(*row->hours));
		history_hours_set(row->hours, history_hour(now_s));
	}
	history_mark(h, row);
}

void history_redate(struct history *h, int64_t now_s)
{
	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		struct history_row *row = hash_table_row(&h->rows.table, i);

		if (row->packets && row->last_s - now_s > HISTORY_LEAP_S)
			redate_row(h, row, now_s);
	}
	h->meta.newest_s = min_s(h->meta.newest_s, max_s(now_s, 0) + HISTORY_LEAP_S);
	history_set_since(h, min_s(h->meta.since_s, now_s));
}

void history_make_room(struct history *h)
{
	uint32_t most = h->rows.table.most;
	struct history_rows rows;

	if (h->rows.vanished <= most / 4 || history_rows_init(&rows, most))
		return;
	for (uint32_t i = 0; i < h->rows.table.count; i++) {
		const struct history_row *row = hash_table_row(&h->rows.table, i);

		if (row->packets)
			history_rows_fill(&rows, hash_table_take(&rows.table, row), row);
	}
	history_rows_clear(&h->rows);
	h->rows = rows;
}
