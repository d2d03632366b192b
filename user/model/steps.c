/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/steps.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/redarc.h"
#include "core/clock.h"

#define WORDS (STEPS / 64)
#define AHEAD 8 /* when time goes back, an eighth of the span more, lest it does so each second */

struct row {
	uint64_t words[WORDS];
};

/* Steps are counted since 1970, so that two that become one share half their number. */
struct steps {
	struct row *rows; /* RA_DIRECTIONS for each peer */
	uint32_t count;   /* rows below were touched */
	bool begun;
	uint8_t shift; /* a step is 1 << shift seconds */
	int64_t first, last;
};

int steps_open(uint32_t peers, struct steps **out)
{
	struct steps *s = calloc(1, sizeof(*s));

	if (s)
		s->rows = calloc((size_t)peers * RA_DIRECTIONS, sizeof(*s->rows));
	if (!s || !s->rows) {
		steps_close(s);
		return -ENOMEM;
	}
	*out = s;
	return 0;
}

void steps_close(struct steps *s)
{
	if (!s)
		return;
	free(s->rows);
	free(s);
}

static void set(struct row *row, int64_t step)
{
	row->words[step / 64] |= UINT64_C(1) << step % 64;
}

static void move(struct row *row, int64_t first, uint8_t halvings, int64_t new_first)
{
	struct row fresh = { { 0 } };

	for (size_t i = 0; i < WORDS; i++)
		for (uint64_t left = row->words[i]; left; left &= left - 1) {
			int64_t step = first + (int64_t)i * 64 + __builtin_ctzll(left);

			set(&fresh, (step >> halvings) - new_first);
		}
	*row = fresh;
}

/* Widen the span so that it holds a second outside. */
static void make_room(struct steps *s, int64_t second)
{
	int64_t low = s->first << s->shift, high = s->last << s->shift;
	uint8_t halvings = 0;
	int64_t first;

	if (second < low)
		low = second - (high - second) / AHEAD;
	if (low < 0)
		low = 0;
	if (second > high)
		high = second;
	while ((high >> (s->shift + halvings)) - (low >> (s->shift + halvings)) >= STEPS)
		halvings++;
	first = low >> (s->shift + halvings);
	for (uint32_t i = 0; i < s->count; i++)
		move(&s->rows[i], s->first, halvings, first);
	s->shift += halvings;
	s->first = first;
	s->last >>= halvings;
}

static void begin(struct steps *s, int64_t second)
{
	s->begun = true;
	s->first = s->last = second;
}

void steps_note(struct steps *s, uint32_t peer, uint8_t direction, int64_t time_ns)
{
	int64_t second = time_ns > 0 ? time_ns / CLOCK_S : 0;
	uint32_t number = peer * RA_DIRECTIONS + direction;
	int64_t step;

	if (!s->begun)
		begin(s, second);
	step = second >> s->shift;
	if (step < s->first || step >= s->first + STEPS)
		make_room(s, second);
	step = second >> s->shift;
	if (step > s->last)
		s->last = step;
	if (number >= s->count)
		s->count = number + 1;
	set(&s->rows[number], step - s->first);
}

struct steps_span steps_span(const struct steps *s)
{
	const int64_t step_ns = CLOCK_S << s->shift;

	if (!s->begun)
		return (struct steps_span){ 0, CLOCK_S, 0 };
	return (struct steps_span){ s->first * step_ns, step_ns,
				    (uint32_t)(s->last - s->first + 1) };
}

void steps_seen(const struct steps *s, uint32_t peer, uint8_t direction, uint8_t *bits)
{
	const struct row *row = &s->rows[peer * RA_DIRECTIONS + direction];

	for (size_t i = 0; i < STEPS / 8; i++)
		bits[i] = (uint8_t)(row->words[i / 8] >> i % 8 * 8);
}
