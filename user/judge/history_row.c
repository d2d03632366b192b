/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_row.h"

#define HOUR_S 3600

static int64_t max_s(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t hour_of(int64_t time_s)
{
	return max_s(time_s, 0) / HOUR_S;
}

/* The oldest hour that the ring still holds. */
static int64_t oldest_kept(const struct history_row *row)
{
	return max_s(hour_of(row->last_s) - HISTORY_HOURS + 1, 0);
}

/* The bits of word w that lie in [from, end) of the ring. */
static uint64_t word_between(const uint64_t *hours, uint32_t w, uint32_t from, uint32_t end)
{
	uint64_t bits = hours[w];

	if (w == from / 64)
		bits &= ~UINT64_C(0) << from % 64;
	if (w == end / 64)
		bits &= ~(~UINT64_C(0) << end % 64);
	return bits;
}

static uint32_t count_between(const uint64_t *hours, uint32_t from, uint32_t end)
{
	uint32_t n = 0;

	for (uint32_t w = from / 64; w < (end + 63) / 64; w++)
		n += (uint32_t)__builtin_popcountll(word_between(hours, w, from, end));
	return n;
}

static bool any_between(const uint64_t *hours, uint32_t from, uint32_t end)
{
	uint64_t bits = 0;

	for (uint32_t w = from / 64; w < (end + 63) / 64 && !bits; w++)
		bits = word_between(hours, w, from, end);
	return bits;
}

/* Hours from `from` to `to`, both of which the ring holds. */
static bool ring_any(const uint64_t *hours, int64_t from, int64_t to)
{
	uint32_t a = (uint32_t)(from % HISTORY_HOURS), b = (uint32_t)(to % HISTORY_HOURS) + 1;

	if (a < b)
		return any_between(hours, a, b);
	return any_between(hours, a, HISTORY_HOURS) || any_between(hours, 0, b);
}

static uint32_t ring_count(const uint64_t *hours, int64_t from, int64_t to)
{
	uint32_t a = (uint32_t)(from % HISTORY_HOURS), b = (uint32_t)(to % HISTORY_HOURS) + 1;

	if (a < b)
		return count_between(hours, a, b);
	return count_between(hours, a, HISTORY_HOURS) + count_between(hours, 0, b);
}

bool history_row_within(const struct history_row *row, int64_t from_s, int64_t until_s)
{
	int64_t from, to;

	if (from_s >= until_s || row->last_s < from_s || row->first_s >= until_s)
		return false;
	if (row->last_s < until_s || row->first_s >= from_s)
		return true;
	from = max_s(hour_of(from_s), oldest_kept(row));
	to = hour_of(until_s - 1);
	if (from > to)
		return false;
	if (row->hours)
		return ring_any(row->hours, from, to);
	return hour_of(row->last_s) == to || hour_of(row->first_s) == from;
}

bool history_row_hour(const struct history_row *row, int64_t hour)
{
	int64_t last = hour_of(row->last_s);

	if (hour < oldest_kept(row) || hour > last)
		return false;
	if (row->hours)
		return ring_any(row->hours, hour, hour);
	return hour == last || hour == hour_of(row->first_s);
}

uint32_t history_row_hours(const struct history_row *row, int64_t from_s)
{
	int64_t last = hour_of(row->last_s), from = max_s(hour_of(from_s), oldest_kept(row));

	if (from > last)
		return 0;
	if (row->hours)
		return ring_count(row->hours, from, last);
	return 1 + (hour_of(row->first_s) >= from && hour_of(row->first_s) < last);
}

int64_t history_row_span(const struct history_row *row, int64_t from_s)
{
	int64_t last = hour_of(row->last_s), hour = max_s(hour_of(from_s), oldest_kept(row));

	while (hour < last && !history_row_hour(row, hour))
		hour++;
	if (hour_of(row->first_s) == hour && row->first_s >= from_s)
		return row->last_s - row->first_s;
	return max_s(row->last_s - (hour * HOUR_S + HOUR_S - 1), 0);
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
