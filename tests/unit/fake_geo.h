/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fake_geo.h - a geo without databases, linked in place of the real one: an address's last
 * byte says its place and network, and both are interned when they are first asked for.
 */
#ifndef FAKE_GEO_H
#define FAKE_GEO_H

#include "geo/geo.h"

#include <stdio.h>

#define FAKE_PLACES 16
#define FAKE_NETWORKS 8

struct geo {
	uint32_t n_places, n_networks; /* numbers below are known; the first are reserved */
	struct geo_place places[2 + FAKE_PLACES];
	struct geo_network networks[1 + FAKE_NETWORKS];
	uint32_t place_of[FAKE_PLACES], network_of[FAKE_NETWORKS];
};

static inline void fake_geo_init(struct geo *g)
{
	*g = (struct geo){ .n_places = GEO_NEAR + 1, .n_networks = 1 };
}

static inline uint32_t fake_place(struct geo *g, unsigned int spot)
{
	struct geo_place *p = &g->places[g->n_places];

	if (g->place_of[spot])
		return g->place_of[spot];
	*p = (struct geo_place){ (float)spot * 5, (float)spot * -10, 20, "JP", "" };
	snprintf(p->city, sizeof(p->city), "City \"%u\"", spot);
	return g->place_of[spot] = g->n_places++;
}

static inline uint32_t fake_network(struct geo *g, unsigned int spot)
{
	struct geo_network *n = &g->networks[g->n_networks];

	if (g->network_of[spot])
		return g->network_of[spot];
	*n = (struct geo_network){ .asn = 64496 + spot };
	snprintf(n->name, sizeof(n->name), "Network %u", spot);
	return g->network_of[spot] = g->n_networks++;
}

/* Spot 0 of each is unknown. */
struct geo_answer geo_find(struct geo *g, const struct addr *a)
{
	unsigned int spot = a->b[15] % FAKE_PLACES, network = a->b[15] % FAKE_NETWORKS;

	if (addr_is_near(a))
		return (struct geo_answer){ GEO_NEAR, 0 };
	return (struct geo_answer){ spot ? fake_place(g, spot) : GEO_NOWHERE,
				    network ? fake_network(g, network) : 0 };
}

const struct geo_place *geo_place(const struct geo *g, uint32_t place)
{
	return &g->places[place];
}

const struct geo_network *geo_network(const struct geo *g, uint32_t network)
{
	return &g->networks[network];
}

uint32_t geo_place_count(const struct geo *g)
{
	return g->n_places;
}

uint32_t geo_network_count(const struct geo *g)
{
	return g->n_networks;
}

#endif
