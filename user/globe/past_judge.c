/* SPDX-License-Identifier: BSD-2-Clause */
/* Judging the past, all steps of a side at once: a step is a bit. */
#include "globe/past_judge.h"

#define PLANES 18 /* bits of a count of PAST_ROWS peers */
_Static_assert(PAST_ROWS < 1u << PLANES, "every peer can be counted");

struct past_steps past_later(struct past_steps s, uint32_t n)
{
	uint32_t words = n / 64, bits = n % 64;
	struct past_steps out = { { 0 } };

	for (uint32_t i = words; i < PAST_WORDS; i++) {
		out.word[i] = s.word[i - words] << bits;
		if (bits && i > words)
			out.word[i] |= s.word[i - words - 1] >> (64 - bits);
	}
	return out;
}

static struct past_steps either(struct past_steps a, struct past_steps b)
{
	for (int i = 0; i < PAST_WORDS; i++)
		a.word[i] |= b.word[i];
	return a;
}

static struct past_steps without(struct past_steps a, struct past_steps b)
{
	for (int i = 0; i < PAST_WORDS; i++)
		a.word[i] &= ~b.word[i];
	return a;
}

static struct past_steps from_step(uint32_t step)
{
	struct past_steps all;

	memset(&all, 0xff, sizeof(all));
	return past_later(all, step < STREAM_STEPS ? step : STREAM_STEPS);
}

/* Each round covers twice as many. */
struct past_steps past_after(struct past_steps s, uint32_t n)
{
	struct past_steps out = past_later(s, 1);

	n = n < STREAM_STEPS ? n : STREAM_STEPS;
	for (uint32_t done = 1, more; done < n; done += more) {
		more = done < n - done ? done : n - done;
		out = either(out, past_later(out, more));
	}
	return out;
}

struct past_frame past_frame_of(const struct stream_span *span, const struct past_rule *rule)
{
	int64_t window = rule->window_ns / span->step_ns;
	int64_t after_ns = rule->judged_from_ns - span->first_ns;
	struct past_frame f = { .window = 1, .fixed = STREAM_STEPS, .as_told = rule->as_told };

	if (window > 1)
		f.window = window < STREAM_STEPS ? (uint32_t)window : STREAM_STEPS;
	if (rule->judged_from_ns > 0 && after_ns < span->steps * span->step_ns &&
	    (after_ns >= 0 || rule->as_told))
		f.fixed = after_ns > 0 ? (uint32_t)(after_ns / span->step_ns) : 0;
	f.late = from_step(f.fixed);
	f.early = without(from_step(0), from_step(f.window));
	if (f.fixed < f.window)
		f.early = from_step(0);
	return f;
}

/* What a window decides; the rest stays whatever the window. */
static bool is_by_window(const struct past_side *s)
{
	switch (s->told.reason) {
	case REASON_HISTORY:
	case REASON_RULE:
	case REASON_NEVER_SEEN:
	case REASON_OTHER_DIRECTION:
	case REASON_EXPIRED:
		return true;
	default:
		return false;
	}
}

/* Known by the window; where it reaches back before all steps, by what was told. */
static struct past_steps known(const struct past_frame *f, const struct past_side *s)
{
	const struct past_steps none = { { 0 } };
	struct past_steps out = past_after(s->seen, f->window);
	struct past_steps told = s->told.verdict == RA_ALLOWED ? from_step(0) : none;

	if (f->fixed < STREAM_STEPS && past_was_seen(&out, f->fixed))
		out = either(out, f->late);
	else
		out = without(out, f->late);
	out = either(out, without(f->early, without(f->early, told)));
	if (f->as_told)
		out = either(without(out, f->late), without(f->late, without(f->late, told)));
	return out;
}

/* The steps in which it was seen and not known. */
static struct past_steps red_steps(const struct past_frame *f, const struct past_side *s)
{
	if (is_by_window(s))
		return without(s->seen, known(f, s));
	return s->told.verdict >= RA_UNKNOWN ? s->seen : (struct past_steps){ { 0 } };
}

static bool was_seen_before(const struct past_steps *s, uint32_t step)
{
	for (uint32_t i = 0; i < step / 64; i++)
		if (s->word[i])
			return true;
	return s->word[step / 64] & ((UINT64_C(1) << step % 64) - 1);
}

struct judgement past_judge(const struct past_frame *f, const struct past_side *side, uint32_t step)
{
	struct past_steps steps;

	if (!is_by_window(side))
		return side->told;
	steps = known(f, side);
	if (past_was_seen(&steps, step) == (side->told.verdict == RA_ALLOWED))
		return side->told;
	if (past_was_seen(&steps, step))
		return (struct judgement){ .verdict = RA_ALLOWED, .reason = REASON_HISTORY };
	return (struct judgement){ .verdict = RA_UNKNOWN,
				   .reason = was_seen_before(&side->seen, step) ?
					     REASON_EXPIRED : REASON_NEVER_SEEN };
}

/* A count of each step, a bit of all of them a plane. */
struct counts {
	struct past_steps plane[PLANES];
};

static void count(struct counts *c, struct past_steps s)
{
	uint64_t left = 1;

	for (int p = 0; p < PLANES && left; p++) {
		left = 0;
		for (int i = 0; i < PAST_WORDS; i++) {
			uint64_t carry = c->plane[p].word[i] & s.word[i];

			c->plane[p].word[i] ^= s.word[i];
			s.word[i] = carry;
			left |= carry;
		}
	}
}

static uint32_t count_of(const struct counts *c, uint32_t step)
{
	uint32_t n = 0;

	for (int p = 0; p < PLANES; p++)
		n |= (uint32_t)past_was_seen(&c->plane[p], step) << p;
	return n;
}

void past_volumes(const struct past *p, const struct past_rule *rule, uint8_t directions,
		  struct past_volume out[STREAM_STEPS])
{
	struct counts blue = { 0 }, red = { 0 }, fresh = { 0 };
	struct past_frame f = past_frame_of(&p->shown.span, rule);

	for (uint32_t i = 0; i < p->shown.peers.count; i++) {
		const struct past_peer *row = hash_table_row(&p->shown.peers, i);
		struct past_steps seen = { { 0 } }, grave = { { 0 } };

		for (int d = 0; d < RA_DIRECTIONS; d++) {
			if (!(directions & RA_DIR_BIT(d)))
				continue;
			seen = either(seen, row->side[d].seen);
			grave = either(grave, red_steps(&f, &row->side[d]));
		}
		count(&blue, without(seen, grave));
		count(&red, grave);
		count(&fresh, without(grave, past_later(grave, 1)));
	}
	for (uint32_t i = 0; i < p->shown.span.steps; i++)
		out[i] = (struct past_volume){ count_of(&blue, i), count_of(&red, i),
					       count_of(&fresh, i) };
}
