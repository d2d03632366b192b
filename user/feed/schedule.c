/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/schedule.h"

#include "core/hash.h"

static int64_t retry_s(const struct feed_config *c, int64_t failures)
{
	int64_t wait_s = SCHEDULE_RETRY_S;

	for (; failures > 1 && wait_s < c->every_s; failures--)
		wait_s *= 2;
	return wait_s < c->every_s ? wait_s : c->every_s;
}

int64_t schedule_next(const struct feed_config *c, const struct meta *m, int64_t now_s)
{
	int64_t wait_s = m->failures ? retry_s(c, m->failures) : c->every_s;
	uint32_t chance = hash_seeded((uint64_t)m->tried_s, c->name, strlen(c->name));

	if (!m->tried_s || m->tried_s > now_s || !meta_is_of(m, c))
		return now_s;
	return m->tried_s + wait_s + chance % (wait_s / 10 + 1);
}
