/* SPDX-License-Identifier: BSD-2-Clause */
/* known.h - which neighbourhoods hold trusted peers: /24s, networks, countries. Pure. */
#ifndef JUDGE_KNOWN_H
#define JUDGE_KNOWN_H

#include "core/event.h"
#include "core/hash.h"

struct known {
	struct hash_table subnets, networks, countries; /* with how many trusted peers each has */
	uint32_t refused;
};

/* most: subnets and networks it can hold; returns 0, or -ENOMEM */
int known_init(struct known *k, uint32_t most);
void known_clear(struct known *k);

/* Where a peer lives. */
struct known_home {
	struct addr peer;
	uint32_t asn;    /* 0: unknown */
	char country[4]; /* "": unknown */
};

/* A peer became trusted in its first direction, or is no longer in any. */
void known_add(struct known *k, const struct known_home *home);
void known_remove(struct known *k, const struct known_home *home);

/* Trusted peers of a network; 0 for network 0. */
uint32_t known_in_network(const struct known *k, uint32_t asn);
uint32_t known_in_subnet(const struct known *k, const struct addr *peer);
uint32_t known_in_country(const struct known *k, const char *country);

/*
 * How new a peer is: NOVEL_ bits, each level with those below it. A network that no database
 * tells is new; a country that none tells is not.
 *
 * seen     the address itself is known, or was: then 0
 */
uint8_t known_novelty(const struct known *k, const struct known_home *home, bool seen);

#endif
