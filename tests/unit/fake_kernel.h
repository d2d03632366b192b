/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_kernel.h - a source that judges as the programs do, by maps of its own. */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <errno.h>

#include "fake_rules.h"

struct fake_allow {
	struct addr peer;
	uint8_t directions, origin;
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
	int r = 0;

	k->told += n;
	for (uint32_t i = 0; i < n && !r; i++)
		r = fake_rule_set(&k->rules, k->room, &rules[i]);
	return r;
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
	const uint32_t most = 1 << 14, key = sizeof(struct addr);

	*k = (struct fake_kernel){ .room = most };
	*s = (struct source){ .ops = &fake_kernel_ops, .state = k };
	if (hash_table_init(&k->allow, sizeof(struct fake_allow), key, most))
		return -ENOMEM;
	return hash_table_init(&k->rules, sizeof(struct fake_rule), sizeof(struct cidr), most);
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
	uint8_t verdict = fake_rules_verdict(&k->rules, peer, direction);

	if (fake_directions(k, peer) & RA_DIR_BIT(direction))
		return RA_ALLOWED;
	return verdict != RA_UNKNOWN ? verdict : k->learning ? RA_LEARNING : RA_UNKNOWN;
}

#endif
