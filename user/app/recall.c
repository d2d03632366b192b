/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/recall.h"

#include "core/clock.h"

#define TURN_NS (2 * CLOCK_S / 1000)
#define GATHER_TURN 16384
#define SORT_TURN 8192

/* Who is told, and what little each phase may do. Each returns whether its phase is over. */
struct turn {
	struct sensor *s;
	struct feed *feed;
	struct feed_out *out;
	int64_t until_ns;
};

void recall_ask(struct recall *r, const struct sensor *s)
{
	if (r->phase != RECALL_NOT_ASKED)
		return;
	*r = (struct recall){ .phase = RECALL_GATHER,
			      .source = s->trail.steps ? &recall_replay : &recall_live,
			      .first_s = INT64_MAX };
	newest_open(&r->newest, RECALL_ROWS);
}

void recall_clear(struct recall *r)
{
	newest_close(&r->newest);
	*r = (struct recall){ .phase = RECALL_NOT_ASKED };
}

static bool gather(struct recall *r, const struct turn *t)
{
	struct recall_seen seen;

	for (uint32_t n = 0; n < GATHER_TURN; n++) {
		if (!r->source->next(t->s, &r->at, &seen))
			return true;
		newest_take(&r->newest, seen.number, seen.last_s);
		if (seen.first_s < r->first_s)
			r->first_s = seen.first_s;
	}
	return false;
}

static bool sort(struct recall *r, const struct turn *t)
{
	(void)t;
	return newest_sort(&r->newest, SORT_TURN);
}

static bool put_span(struct recall *r, const struct turn *t)
{
	return feed_add(t->feed, model_geo(t->s->model),
			&(struct stream_record){ .kind = STREAM_SPAN, .span = r->span }, t->out);
}

static uint32_t bounded(uint64_t n)
{
	return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static bool begin(struct recall *r, const struct turn *t)
{
	r->source->span(t->s, r->first_s, &r->span);
	r->span.left_out = bounded(r->newest.left_out);
	r->at = 0;
	return put_span(r, t);
}

static bool tell(struct recall *r, const struct turn *t)
{
	struct stream_record record = { .kind = STREAM_PAST };

	for (; r->at < r->newest.n; r->at++) {
		if (clock_steady_ns() >= t->until_ns)
			return false;
		if (!r->source->fill(t->s, r->newest.row[r->at].number, &r->span, &record.past))
			continue;
		if (!feed_add(t->feed, model_geo(t->s->model), &record, t->out))
			return false;
		r->span.rows++;
	}
	return true;
}

void recall_put(struct recall *r, struct sensor *s, struct feed *feed, struct feed_out *out)
{
	static bool (*const phases[])(struct recall *r, const struct turn *t) = {
		[RECALL_GATHER] = gather,
		[RECALL_SORT] = sort,
		[RECALL_BEGIN] = begin,
		[RECALL_TELL] = tell,
		[RECALL_END] = put_span,
	};
	const struct turn turn = { s, feed, out, clock_steady_ns() + TURN_NS };

	while (r->phase != RECALL_NOT_ASKED && phases[r->phase](r, &turn))
		if (r->phase++ == RECALL_END)
			recall_clear(r);
}
