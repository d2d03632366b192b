/* SPDX-License-Identifier: BSD-2-Clause */
/* prefix.h - the order of prefixes: by address, then the shorter one, as a walk of a trie. */
#ifndef JUDGE_PREFIX_H
#define JUDGE_PREFIX_H

#include <endian.h>
#include <string.h>

#include "core/addr.h"

#define PREFIX_MOST 128 /* bits */

static inline uint64_t prefix_word(const struct addr *a, int number)
{
	uint64_t be_word;

	memcpy(&be_word, a->b + 8 * number, sizeof(be_word));
	return be64toh(be_word);
}

/* returns less than, equal to or greater than 0 */
static inline int prefix_compare(const struct cidr *a, const struct cidr *b)
{
	for (int i = 0; i < 2; i++) {
		uint64_t x = prefix_word(&a->net, i), y = prefix_word(&b->net, i);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return a->len - b->len;
}

/* The prefix of an address: its first len bits, 0..128. */
static inline struct cidr prefix_of(const struct addr *a, uint8_t len)
{
	struct cidr c = { .len = len };

	for (int i = 0; i < 2; i++) {
		int bits = len - 64 * i;
		uint64_t mask = bits <= 0 ? 0 : bits >= 64 ? UINT64_MAX : UINT64_MAX << (64 - bits);
		uint64_t be_word = htobe64(prefix_word(a, i) & mask);

		memcpy(c.net.b + 8 * i, &be_word, sizeof(be_word));
	}
	return c;
}

/* Whether no bit is set behind the prefix. */
static inline bool prefix_is_sound(const struct cidr *c)
{
	struct cidr masked;

	if (c->len > PREFIX_MOST)
		return false;
	masked = prefix_of(&c->net, c->len);
	return addr_equal(&masked.net, &c->net);
}

#endif
