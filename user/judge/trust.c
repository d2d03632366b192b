/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/trust.h"

#include "core/clock.h"

struct trust_rules trust_defaults(void)
{
	return (struct trust_rules){
		.window_s = 48 * CLOCK_HOUR_S,
		.hours = 3,
		.span_s = 24 * CLOCK_HOUR_S,
		.beacon = 80,
		.hold = true,
	};
}

uint8_t trust_doubts(const struct trust_rules *rules, const struct history_row *row, bool listed,
		     uint32_t others)
{
	uint8_t doubts = 0;

	if (listed || row->state == HISTORY_BLOCKED)
		doubts |= DOUBT_LISTED;
	if (row->beacon != EVENT_UNSCORED && row->beacon >= rules->beacon)
		doubts |= DOUBT_BEACON;
	if (!others)
		doubts |= DOUBT_RARE;
	return doubts;
}

bool trust_is_held(const struct trust_rules *rules, uint8_t doubts)
{
	const uint8_t rare_beacon = DOUBT_BEACON | DOUBT_RARE;

	return doubts & DOUBT_LISTED || (rules->hold && (doubts & rare_beacon) == rare_beacon);
}

/* What came before it moved was counted then. */
static int64_t counts_from(const struct history_row *row)
{
	return row->moved_s > row->first_s ? row->moved_s : row->first_s;
}

void trust_missing(const struct trust_rules *rules, const struct history_row *row,
		   uint32_t *hours, int64_t *span_s)
{
	uint32_t seen = history_row_hours(row, counts_from(row));
	int64_t span = history_row_span(row, counts_from(row));

	*hours = seen < rules->hours ? rules->hours - seen : 0;
	*span_s = span < rules->span_s ? rules->span_s - span : 0;
}

static bool has_earned_it(const struct trust_rules *rules, const struct history_row *row)
{
	return history_row_hours(row, counts_from(row)) >= rules->hours &&
	       history_row_span(row, counts_from(row)) >= rules->span_s;
}

uint8_t trust_next(const struct trust_rules *rules, const struct history_row *row, uint8_t doubts,
		   int64_t now_s)
{
	bool unseen = now_s - row->last_s > rules->window_s;

	if (doubts & DOUBT_LISTED || row->state == HISTORY_BLOCKED)
		return HISTORY_BLOCKED;
	if (row->state == HISTORY_TRUSTED)
		return unseen ? HISTORY_EXPIRED : HISTORY_TRUSTED;
	if (unseen || rules->frozen || trust_is_held(rules, doubts) || !has_earned_it(rules, row))
		return row->state;
	return HISTORY_TRUSTED;
}
