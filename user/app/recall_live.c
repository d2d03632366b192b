/* SPDX-License-Identifier: BSD-2-Clause */
/* Of a sensor that watches the history knows the past, hour by hour. */
#include "app/recall_source.h"

#include <string.h>

#include "core/clock.h"
#include "judge/history.h"

#define LEAST_HOURS 48 /* of the span */

static bool next(const struct sensor *s, uint32_t *at, struct recall_seen *out)
{
	const struct history_row *row = s->history ? history_next(s->history, at) : NULL;

	if (row)
		*out = (struct recall_seen){ *at - 1, row->first_s, row->last_s };
	return row;
}

static void span(const struct sensor *s, int64_t first_s, struct stream_span *out)
{
	int64_t hour = history_hour(s->now_ns / CLOCK_S);
	int64_t hours = hour + 1 - history_hour(first_s);

	if (hours < LEAST_HOURS)
		hours = LEAST_HOURS;
	if (hours > HISTORY_HOURS)
		hours = HISTORY_HOURS;
	*out = (struct stream_span){ .first_ns = (hour + 1 - hours) * CLOCK_HOUR_S * CLOCK_S,
				     .step_ns = CLOCK_HOUR_S * CLOCK_S,
				     .steps = (uint32_t)hours };
}

static struct stream_past judged_now(struct sensor *s, const struct history_row *row)
{
	const struct geo_answer at = geo_find(s->geo, &row->peer);
	const struct geo_place *place = geo_place(s->geo, at.place);
	const struct geo_network *network = geo_network(s->geo, at.network);
	struct event e = { .peer = row->peer,
			   .direction = row->direction,
			   .asn = network->asn ? network->asn : row->asn };
	struct judgement j;

	memcpy(e.country, place->country[0] ? place->country : row->country,
	       sizeof(place->country));
	j = judge_event(&s->roll.judge, &e);
	return (struct stream_past){ .addr = row->peer,
				     .place = at.place,
				     .network = at.network,
				     .direction = row->direction,
				     .verdict = j.verdict,
				     .reason = j.reason,
				     .novelty = j.novelty,
				     .list = j.list };
}

static void mark(const struct stream_span *span, int64_t hour, uint8_t *steps)
{
	int64_t i = hour - span->first_ns / (CLOCK_HOUR_S * CLOCK_S);

	if (i >= 0 && i < span->steps)
		steps[i / 8] |= (uint8_t)(1u << i % 8);
}

static void mark_hours(const struct history_row *row, const struct stream_span *span,
		       uint8_t *steps)
{
	int64_t last = history_hour(row->last_s), hour = span->first_ns / (CLOCK_HOUR_S * CLOCK_S);

	if (!row->hours) {
		mark(span, history_hour(row->first_s), steps);
		mark(span, last, steps);
		return;
	}
	if (hour <= last - HISTORY_HOURS)
		hour = last - HISTORY_HOURS + 1;
	if (hour < 0)
		hour = 0;
	while (hour <= last && (hour = history_hours_first(row->hours, hour, last)) >= 0)
		mark(span, hour++, steps);
}

static bool fill(struct sensor *s, uint32_t number, const struct stream_span *span,
		 struct stream_past *out)
{
	uint32_t at = number;
	const struct history_row *row = history_next(s->history, &at);
	const struct model_peer *peer;

	if (!row || at != number + 1 || row->last_s < span->first_ns / CLOCK_S)
		return false;
	peer = model_find(s->model, &row->peer);
	*out = peer && peer->side[row->direction].arc ? recall_side(peer, row->direction) :
							judged_now(s, row);
	out->packets = row->packets;
	out->bytes = row->bytes;
	mark_hours(row, span, out->steps);
	return true;
}

const struct recall_source recall_live = { next, span, fill };
