/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_row.h"

static int64_t max_s(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The oldest hour that the ring still holds. */
static int64_t oldest_kept(const struct history_row *row)
{
	return max_s(history_hour(row->last_s) - HISTORY_HOURS + 1, 0);
}

bool history_row_within(const struct history_row *row, int64_t from_s, int64_t until_s)
{
	int64_t from, to;

	if (from_s >= until_s || row->last_s < from_s || row->first_s >= until_s)
		return false;
	if (row->last_s < until_s || row->first_s >= from_s)
		return true;
	from = max_s(history_hour(from_s), oldest_kept(row));
	to = history_hour(until_s - 1);
	if (from > to)
		return false;
	if (row->hours)
		return history_hours_first(row->hours, from, to) >= 0;
	return history_hour(row->last_s) == to || history_hour(row->first_s) == from;
}

bool history_row_hour(const struct history_row *row, int64_t hour)
{
	int64_t last = history_hour(row->last_s);

	if (hour < oldest_kept(row) || hour > last)
		return false;
	if (row->hours)
		return history_hours_first(row->hours, hour, hour) >= 0;
	return hour == last || hour == history_hour(row->first_s);
}

uint32_t history_row_hours(const struct history_row *row, int64_t from_s)
{
	int64_t from = max_s(history_hour(from_s), oldest_kept(row));
	int64_t last = history_hour(row->last_s);

	if (row->hours)
		return history_hours_count(row->hours, from, last);
	if (from > last)
		return 0;
	return 1 + (history_hour(row->first_s) >= from && history_hour(row->first_s) < last);
}

/* The first hour from `from` on in which it was seen. */
static int64_t first_hour(const struct history_row *row, int64_t from)
{
	int64_t first = history_hour(row->first_s), last = history_hour(row->last_s);
	int64_t hour = row->hours ? history_hours_first(row->hours, from, last) : first;

	return hour >= from ? hour : last;
}

int64_t history_row_span(const struct history_row *row, int64_t from_s)
{
	int64_t hour = first_hour(row, max_s(history_hour(from_s), oldest_kept(row)));

	if (history_hour(row->first_s) == hour && row->first_s >= from_s)
		return row->last_s - row->first_s;
	return max_s(row->last_s - (hour * CLOCK_HOUR_S + CLOCK_HOUR_S - 1), 0);
}

const char *history_state_word(uint8_t state)
{
	static const char *const words[HISTORY_STATES] = {
		[HISTORY_CANDIDATE] = "candidate",
		[HISTORY_TRUSTED] = "trusted",
		[HISTORY_EXPIRED] = "expired",
		[HISTORY_BLOCKED] = "blocked",
	};

	return state < HISTORY_STATES ? words[state] : "";
}

const char *history_mover_word(uint8_t mover)
{
	static const char *const words[MOVERS] = {
		[MOVER_NONE] = "none",     [MOVER_LEARNING] = "learning",
		[MOVER_RULE] = "rule",     [MOVER_USER] = "user",
		[MOVER_LIST] = "list",     [MOVER_EXPIRY] = "expiry",
		[MOVER_FORGET] = "forget", [MOVER_EARLIER] = "earlier",
	};

	return mover < MOVERS ? words[mover] : "";
}
