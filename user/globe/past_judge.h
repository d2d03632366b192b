/* SPDX-License-Identifier: BSD-2-Clause */
/* past_judge.h - how the sides of the past would have been judged: arithmetic of steps. Pure. */
#ifndef GLOBE_PAST_JUDGE_H
#define GLOBE_PAST_JUDGE_H

#include "globe/past.h"

static inline bool past_was_seen(const struct past_steps *s, uint32_t step)
{
	return s->word[step / 64] >> step % 64 & 1;
}

/* A rule in steps, and the steps that it is about. */
struct past_frame {
	uint32_t window; /* 1.. */
	uint32_t fixed;  /* the step in which the list was fixed, or STREAM_STEPS */
	struct past_steps late;  /* from the fixed one on */
	struct past_steps early; /* with less than a window before what they are judged by */
	bool as_told;
};

struct past_frame past_frame_of(const struct stream_span *span, const struct past_rule *rule);

/* How a side that was seen in a step would have been judged in it. */
struct judgement past_judge(const struct past_frame *f, const struct past_side *side,
			    uint32_t step);

/* The same, n steps later. */
struct past_steps past_later(struct past_steps s, uint32_t n);

/* The steps that have one of s among the n before them. */
struct past_steps past_after(struct past_steps s, uint32_t n);

#endif
