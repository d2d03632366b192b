/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_kernel.h - a source that judges as the programs do, by maps of its own. */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <errno.h>
#include <string.h>

#include "core/hash.h"
#include "source/kind.h"

struct fake_allow {
	struct addr peer;
	uint8_t directions, origin;
	uint8_t pad[6];
};

struct fake_rule {
	struct cidr net;
	uint8_t verdict[RA_DIRECTIONS];
	uint8_t gone;
};

struct fake_kernel {
	struct hash_table allow, rules;
	bool learning;
	uint32_t room; /* of rules; more are refused */
	uint32_t told; /* calls that changed something */
};

static inline int fake_learning(struct source *s, bool on)
{
	((struct fake_kernel *)s->state)->learning = on;
	return 0;
}

static inline int fake_allow_set(struct source *s, const struct addr *peer, uint8_t directions,
				 uint8_t origin)
{
	struct fake_kernel *k = s->state;
	struct fake_allow *entry = hash_table_take(&k->allow, peer);

	k->told++;
	if (!entry)
		return -ENOSPC;
	entry->directions = directions;
	entry->origin = origin;
	return 0;
}

static inline int fake_allow_add(struct source *s, const struct source_allow *entries, uint32_t n)
{
	int r = n > SOURCE_ALLOWS ? -E2BIG : 0;

	for (uint32_t i = 0; i < n && !r; i++)
		if (addr_is_v4(&entries[i].peer))
			r = fake_allow_set(s, &entries[i].peer, entries[i].directions,
					   entries[i].origin);
	return r;
}

static inline int fake_rules_set(struct source *s, const struct source_rule *rules, uint32_t n)
{
	struct fake_kernel *k = s->state;

	k->told += n;
	for (uint32_t i = 0; i < n; i++) {
		struct fake_rule *rule = hash_table_find(&k->rules, &rules[i].net);

		if (!rule && k->rules.count >= k->room)
			return -ENOSPC;
		rule = hash_table_take(&k->rules, &rules[i].net);
		memcpy(rule->verdict, rules[i].verdict, sizeof(rule->verdict));
		rule->gone = rule->verdict[RA_IN] == RA_UNKNOWN &&
			     rule->verdict[RA_OUT] == RA_UNKNOWN;
	}
	return 0;
}

static const struct source_ops fake_kernel_ops = {
	.kind = "fake",
	.learning = fake_learning,
	.allow_set = fake_allow_set,
	.allow_add = fake_allow_add,
	.rules_set = fake_rules_set,
};

static inline int fake_kernel_open(struct fake_kernel *k, struct source *s)
{
	*k = (struct fake_kernel){ .room = 1 << 14 };
	*s = (struct source){ .ops = &fake_kernel_ops, .state = k };
	return hash_table_init(&k->allow, sizeof(struct fake_allow), sizeof(struct addr), 1 << 14) ||
			       hash_table_init(&k->rules, sizeof(struct fake_rule),
					       sizeof(struct cidr), 1 << 14) ?
		       -ENOMEM :
		       0;
}

static inline void fake_kernel_close(struct fake_kernel *k)
{
	hash_table_clear(&k->allow);
	hash_table_clear(&k->rules);
}

static inline uint8_t fake_directions(const struct fake_kernel *k, const struct addr *peer)
{
	const struct fake_allow *entry = hash_table_find(&k->allow, peer);

	return entry ? entry->directions : 0;
}

/* allow4, then the longest rule, then what is left: as the programs judge a packet. */
static inline uint8_t fake_verdict(const struct fake_kernel *k, const struct addr *peer,
				   uint8_t direction)
{
	uint8_t verdict = RA_UNKNOWN;
	int longest = -1;

	if (fake_directions(k, peer) & RA_DIR_BIT(direction))
		return RA_ALLOWED;
	for (uint32_t i = 0; i < k->rules.count; i++) {
		const struct fake_rule *rule = hash_table_row(&k->rules, i);

		if (rule->gone || rule->net.len < longest || !cidr_contains(&rule->net, peer))
			continue;
		/* an address that is only allowed does not stand in block4 */
		if (rule->net.len == 128 && rule->verdict[RA_IN] != RA_BLOCKED &&
		    rule->verdict[RA_OUT] != RA_BLOCKED)
			continue;
		longest = rule->net.len;
		verdict = rule->verdict[direction];
	}
	return verdict != RA_UNKNOWN ? verdict : k->learning ? RA_LEARNING : RA_UNKNOWN;
}

#endif
