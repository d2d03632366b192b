/* SPDX-License-Identifier: BSD-2-Clause */
/* history_hours.h - in which hours of the past 30 days something was seen: a ring of bits. Pure. */
#ifndef JUDGE_HISTORY_HOURS_H
#define JUDGE_HISTORY_HOURS_H

#include <stdint.h>

#include "core/clock.h"

#define HISTORY_DAYS 30
#define HISTORY_HOURS (HISTORY_DAYS * 24)
#define HISTORY_WORDS ((HISTORY_HOURS + 63) / 64)

/*
 * Hours count since 1970. Of a ring, HISTORY_WORDS, bit h % HISTORY_HOURS stands for hour h; so
 * from and to, both included, have to be at most HISTORY_HOURS - 1 apart, and not before 0.
 * When from is later than to there are none.
 */
static inline int64_t history_hour(int64_t time_s)
{
	return time_s > 0 ? time_s / CLOCK_HOUR_S : 0;
}

void history_hours_set(uint64_t *ring, int64_t hour);
void history_hours_clear(uint64_t *ring, int64_t from, int64_t to);

/* How many of them are set. */
uint32_t history_hours_count(const uint64_t *ring, int64_t from, int64_t to);

/* The first and the last that is set, or -1. */
int64_t history_hours_first(const uint64_t *ring, int64_t from, int64_t to);
int64_t history_hours_last(const uint64_t *ring, int64_t from, int64_t to);

#endif
