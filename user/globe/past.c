/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/past.h"

#include "globe/past_judge.h"

static void set_clear(struct past_set *s)
{
	hash_table_clear(&s->peers);
	*s = (struct past_set){ 0 };
}

void past_clear(struct past *p)
{
	set_clear(&p->shown);
	set_clear(&p->coming);
	hash_table_clear(&p->peers);
	*p = (struct past){ 0 };
}

bool past_is_known(const struct past *p)
{
	return p->shown.span.steps > 0;
}

bool past_is_coming(const struct past *p)
{
	return p->coming.span.steps > 0;
}

static void open_set(struct past *p, const struct stream_span *span)
{
	set_clear(&p->coming);
	if (hash_table_init(&p->coming.peers, sizeof(struct past_peer), 16, PAST_ROWS))
		p->refused++;
	else
		p->coming.span = *span;
}

/* The rows that are shown at a moment; without memory for them the old set stays. */
static bool prepare(struct past *p)
{
	const struct hash_table *peers = &p->coming.peers;
	uint32_t most = peers->count ? peers->count : 1;
	struct hash_table rows;

	if (hash_table_init(&rows, sizeof(struct stream_peer), 16, most))
		return false;
	for (uint32_t i = 0; i < peers->count; i++) {
		const struct past_peer *from = hash_table_row(peers, i);
		struct stream_peer *row = hash_table_take(&rows, &from->addr);

		row->place = from->place;
		row->network = from->network;
	}
	hash_table_clear(&p->peers);
	p->peers = rows;
	return true;
}

static void close_set(struct past *p, const struct stream_span *span)
{
	if (!prepare(p)) {
		p->refused++;
		set_clear(&p->coming);
		return;
	}
	set_clear(&p->shown);
	p->shown = p->coming;
	p->shown.span = *span;
	p->coming = (struct past_set){ 0 };
	p->version++;
}

/* Whether each of its times is one, and so is the difference of any two. */
static bool is_sane(const struct stream_span *span)
{
	return span->first_ns >= 0 && span->first_ns < INT64_MAX / 4 && span->step_ns > 0 &&
	       span->step_ns < INT64_MAX / 4 / STREAM_STEPS;
}

static void take_span(struct past *p, const struct stream_span *span)
{
	if (is_sane(span) && past_is_coming(p) && span->rows == p->coming.came)
		close_set(p, span);
	else if (is_sane(span) && !span->rows)
		open_set(p, span);
	else
		p->refused++;
}

static struct past_steps steps_of(const uint8_t bytes[STREAM_STEPS / 8])
{
	struct past_steps s = { { 0 } };

	for (size_t i = 0; i < STREAM_STEPS / 8; i++)
		s.word[i / 8] |= (uint64_t)bytes[i] << i % 8 * 8;
	return s;
}

static void take_row(struct past *p, const struct stream_past *from)
{
	struct past_peer *row;

	if (!past_is_coming(p) || p->coming.came++ >= PAST_ROWS) {
		p->refused++;
		return;
	}
	row = hash_table_take(&p->coming.peers, &from->addr);
	row->place = from->place;
	row->network = from->network;
	row->side[from->direction] = (struct past_side){
		.seen = steps_of(from->steps),
		.told = { from->verdict, from->reason, from->novelty, 0, from->list },
		.packets = from->packets,
		.bytes = from->bytes,
		.peer_port = from->peer_port,
		.local_port = from->local_port,
		.proto = from->proto,
	};
}

void past_take(struct past *p, const struct stream_record *r)
{
	if (r->kind == STREAM_SPAN)
		take_span(p, &r->span);
	else if (r->kind == STREAM_PAST)
		take_row(p, &r->past);
}

uint32_t past_step(const struct stream_span *span, int64_t moment_ns)
{
	int64_t step;

	if (!span->steps || moment_ns <= span->first_ns)
		return 0;
	step = (moment_ns - span->first_ns) / span->step_ns;
	return step < span->steps ? (uint32_t)step : span->steps - 1;
}

int64_t past_begin_ns(const struct stream_span *span, uint32_t step)
{
	return span->first_ns + step * span->step_ns;
}

static uint32_t first_seen(const struct past_steps *s)
{
	uint32_t word = 0;

	while (word + 1 < PAST_WORDS && !s->word[word])
		word++;
	return word * 64 + (uint32_t)__builtin_ctzll(s->word[word]);
}

static struct stream_side side_at(const struct stream_span *span, const struct past_frame *frame,
				  const struct past_side *from, uint32_t step)
{
	struct judgement j;

	if (!past_was_seen(&from->seen, step))
		return (struct stream_side){ 0 };
	j = past_judge(frame, from, step);
	return (struct stream_side){
		.packets = from->packets,
		.bytes = from->bytes,
		.first_ns = past_begin_ns(span, first_seen(&from->seen)),
		.last_ns = past_begin_ns(span, step),
		.peer_port = from->peer_port,
		.local_port = from->local_port,
		.list = j.list,
		.proto = from->proto,
		.verdict = j.verdict,
		.reason = j.reason,
		.novelty = j.novelty,
		.beacon = EVENT_UNSCORED,
	};
}

void past_at(struct past *p, const struct past_rule *rule, uint32_t step)
{
	const struct stream_span *span = &p->shown.span;
	struct past_frame frame;

	if (!span->steps)
		return;
	frame = past_frame_of(span, rule);
	for (uint32_t i = 0; i < p->peers.count; i++) {
		const struct past_peer *from = hash_table_row(&p->shown.peers, i);
		struct stream_peer *row = hash_table_row(&p->peers, i);

		for (int d = 0; d < RA_DIRECTIONS; d++)
			row->side[d] = side_at(span, &frame, &from->side[d], step);
	}
}
