/* SPDX-License-Identifier: BSD-2-Clause */
/* world.h - the outside: networks with their /24s and countries, all within 198.18.0.0/15. */
#ifndef QUALITY_WORLD_H
#define QUALITY_WORLD_H

#include <stdio.h>

#include "quality/dice.h"

#define WORLD_FIRST 0xc6120000u /* 198.18.0.0, RFC 2544 */
#define WORLD_SUBNETS 512       /* /24s */
#define WORLD_NETWORKS 320

enum network_kind {
	NETWORK_CDN,     /* content, near to all */
	NETWORK_CLOUD,   /* anybody's servers, many */
	NETWORK_VENDOR,  /* updates, push, time */
	NETWORK_HOSTING, /* sites, one country each */
	NETWORK_ACCESS,  /* where people live */
	NETWORK_RARE,    /* where hardly anybody has business */
	NETWORK_KINDS,
};

struct network {
	uint32_t asn;
	enum network_kind kind;
	uint16_t first, n; /* its /24s */
};

struct world {
	struct network networks[WORLD_NETWORKS];
	uint32_t n;
	uint8_t country[WORLD_SUBNETS]; /* of each /24 */
};

void world_make(struct world *w, struct dice *d);

/* Any of a kind, or as business is spread: much with a few, a little with each of the many. */
const struct network *world_any(const struct world *w, struct dice *d, enum network_kind kind);
const struct network *world_popular(const struct world *w, struct dice *d,
				    enum network_kind kind);

/* The number-th network of a kind, from 0; counted round and round. */
const struct network *world_nth(const struct world *w, enum network_kind kind, uint32_t number);

/* An address in one of its /24s, host order. */
uint32_t world_address(const struct network *network, uint32_t subnet, struct dice *d);
uint32_t world_anywhere(const struct network *network, struct dice *d);

/* As tests/support/mkmmdb.h reads them. */
void world_write_networks(const struct world *w, FILE *out);
void world_write_places(const struct world *w, FILE *out);

#endif
