/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/judge.h"

static uint8_t directions_of(const struct allow_entry *entry)
{
	return entry ? allow_directions(entry) : 0;
}

static uint8_t why_allowed(const struct allow_entry *entry, uint8_t bit)
{
	static const uint8_t reasons[] = {
		[RA_ORIGIN_EXTERNAL] = REASON_EXTERNAL,
		[RA_ORIGIN_HISTORY] = REASON_HISTORY,
		[RA_ORIGIN_USER] = REASON_USER,
	};

	return entry ? reasons[allow_origin(entry, bit)] : REASON_EXTERNAL;
}

static struct judgement explain(const struct allow_entry *entry, uint8_t verdict, uint8_t bit)
{
	struct judgement j = { .verdict = verdict, .reason = REASON_NONE };

	if (verdict == RA_ALLOWED)
		j.reason = why_allowed(entry, bit);
	else if (verdict == RA_LEARNING)
		j.reason = REASON_NO_LIST;
	else if (verdict == RA_UNKNOWN)
		j.reason = directions_of(entry) & ~bit ? REASON_OTHER_DIRECTION :
							 REASON_NEVER_SEEN;
	return j;
}

struct judgement judge_exact(const struct allow *allow, bool learning, const struct addr *peer,
			     uint8_t direction)
{
	const struct allow_entry *entry = allow_find(allow, peer);
	uint8_t bit = RA_DIR_BIT(direction);

	if (directions_of(entry) & bit)
		return explain(entry, RA_ALLOWED, bit);
	return explain(entry, learning ? RA_LEARNING : RA_UNKNOWN, bit);
}

struct judgement judge_explain(const struct allow *allow, uint8_t verdict,
			       const struct addr *peer, uint8_t direction)
{
	return explain(allow_find(allow, peer), verdict, RA_DIR_BIT(direction));
}
