/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/lens.h"

#include "core/clock.h"

static bool was_seen(const struct lens *l, int64_t before_s)
{
	return before_s > 0 && before_s >= (l->judged_from_ns - l->window_ns) / CLOCK_S;
}

struct judgement lens_judge(const struct lens *l, const struct stream_side *s)
{
	const struct judgement known = { .verdict = RA_ALLOWED, .reason = REASON_HISTORY };
	const struct judgement expired = { .verdict = RA_UNKNOWN, .reason = REASON_EXPIRED };
	const struct judgement told = { .verdict = s->verdict,
					.reason = s->reason,
					.novelty = s->novelty,
					.list = s->list };

	if (l->window_ns <= 0 || l->judged_from_ns <= 0)
		return told;
	switch (s->reason) {
	case REASON_HISTORY:
	case REASON_RULE:
		return was_seen(l, s->before_s) ? told : expired;
	case REASON_NEVER_SEEN:
	case REASON_OTHER_DIRECTION:
	case REASON_EXPIRED:
		return was_seen(l, s->before_s) ? known : told;
	default:
		return told;
	}
}

static int64_t clamp(int64_t window_ns)
{
	if (window_ns < LENS_LEAST_NS)
		return LENS_LEAST_NS;
	return window_ns > LENS_MOST_NS ? LENS_MOST_NS : window_ns;
}

int64_t lens_window(int64_t window_ns, int steps)
{
	if (!steps)
		return window_ns;
	window_ns = clamp(window_ns);
	for (; steps > 0 && window_ns < LENS_MOST_NS; steps--)
		window_ns = clamp(window_ns * 2);
	for (; steps < 0 && window_ns > LENS_LEAST_NS; steps++)
		window_ns = clamp(window_ns / 2);
	return window_ns;
}
