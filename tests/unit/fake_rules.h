/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_rules.h - rules of prefixes, of which the longest decides. */
#ifndef FAKE_RULES_H
#define FAKE_RULES_H

#include <errno.h>
#include <string.h>

#include "core/hash.h"
#include "source/kind.h"

struct fake_rule {
	struct cidr net;
	uint8_t verdict[RA_DIRECTIONS];
	bool counts;
};

/* What says nothing is gone; an address that is only allowed does not stand in block4. */
static inline bool fake_rule_counts(const struct fake_rule *r)
{
	if (r->verdict[RA_IN] == RA_BLOCKED || r->verdict[RA_OUT] == RA_BLOCKED)
		return true;
	return r->net.len < 128 &&
	       (r->verdict[RA_IN] != RA_UNKNOWN || r->verdict[RA_OUT] != RA_UNKNOWN);
}

/* room: how many rules fit; returns 0, or -ENOSPC */
static inline int fake_rule_set(struct hash_table *rules, uint32_t room,
				const struct source_rule *rule)
{
	struct fake_rule *own = hash_table_find(rules, &rule->net);

	if (!own && rules->count >= room)
		return -ENOSPC;
	own = hash_table_take(rules, &rule->net);
	memcpy(own->verdict, rule->verdict, sizeof(own->verdict));
	own->counts = fake_rule_counts(own);
	return 0;
}

static inline uint8_t fake_rules_verdict(const struct hash_table *rules, const struct addr *peer,
					 uint8_t direction)
{
	uint8_t verdict = RA_UNKNOWN;
	int longest = -1;

	for (uint32_t i = 0; i < rules->count; i++) {
		const struct fake_rule *rule = hash_table_row(rules, i);

		if (!rule->counts || rule->net.len < longest || !cidr_contains(&rule->net, peer))
			continue;
		longest = rule->net.len;
		verdict = rule->verdict[direction];
	}
	return verdict;
}

#endif
