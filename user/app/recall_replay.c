/* SPDX-License-Identifier: BSD-2-Clause */
/* Of a capture the past is the capture. */
#include "app/recall_source.h"

#include "core/clock.h"

_Static_assert(STEPS == STREAM_STEPS, "the same steps");

struct stream_past recall_side(const struct model_peer *peer, uint8_t direction)
{
	const struct model_side *side = &peer->side[direction];

	return (struct stream_past){ .addr = peer->addr,
				     .place = peer->geo.place,
				     .network = peer->geo.network,
				     .direction = direction,
				     .verdict = side->judgement.verdict,
				     .reason = side->judgement.reason,
				     .novelty = side->judgement.novelty,
				     .list = side->judgement.list,
				     .peer_port = side->peer_port,
				     .local_port = side->local_port,
				     .proto = side->proto,
				     .packets = side->packets,
				     .bytes = side->bytes };
}

static const struct model_side *side_of(const struct sensor *s, uint32_t number)
{
	return &model_peer(s->model, number / RA_DIRECTIONS)->side[number % RA_DIRECTIONS];
}

static bool next(const struct sensor *s, uint32_t *at, struct recall_seen *out)
{
	uint32_t sides = model_peer_count(s->model) * RA_DIRECTIONS;

	while (*at < sides) {
		const struct model_side *side = side_of(s, (*at)++);

		if (!side->arc)
			continue;
		*out = (struct recall_seen){ *at - 1, side->first_ns / CLOCK_S,
					   side->last_ns / CLOCK_S };
		return true;
	}
	return false;
}

/* One without packets lasts a step. */
static void span(const struct sensor *s, int64_t first_s, struct stream_span *out)
{
	const struct steps_span span = steps_span(s->trail.steps);

	(void)first_s;
	*out = (struct stream_span){ .first_ns = span.first_ns,
				     .step_ns = span.step_ns,
				     .steps = span.steps ? span.steps : 1 };
}

static bool fill(struct sensor *s, uint32_t number, const struct stream_span *span,
		 struct stream_past *out)
{
	uint32_t peer = number / RA_DIRECTIONS;
	uint8_t direction = number % RA_DIRECTIONS;

	(void)span;
	*out = recall_side(model_peer(s->model, peer), direction);
	steps_seen(s->trail.steps, peer, direction, out->steps);
	return true;
}

const struct recall_source recall_replay = { next, span, fill };
