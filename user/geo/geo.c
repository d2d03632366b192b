/* SPDX-License-Identifier: BSD-2-Clause */
#include "geo/geo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/hash.h"
#include "geo/mmdb.h"

#define CACHE_SLOTS 65536u /* a power of two */
#define PLACES_MOST 131072u
#define NETWORKS_MOST 131072u

/* The address 0 is never asked for, so a slot that is zero is empty. */
struct cached {
	struct addr addr;
	struct geo_answer answer;
};

struct geo {
	struct mmdb *places_file, *networks_file;
	struct hash_table places;   /* struct geo_place; all of it is the key */
	struct hash_table networks; /* struct geo_network; its number is the key */
	struct cached *cache;
	uint64_t refused;
};

/* The rows that GEO_NOWHERE, GEO_NEAR and the unknown network stand for. */
static int add_fixed_rows(struct geo *g)
{
	static const struct geo_place nowhere, near = { .city = "nearby" };
	static const struct geo_network unknown;

	if (!hash_table_take(&g->places, &nowhere) || !hash_table_take(&g->places, &near) ||
	    !hash_table_take(&g->networks, &unknown))
		return -EINVAL;
	return 0;
}

static int init_tables(struct geo *g, const struct geo_config *config)
{
	uint32_t places = config->places_most ? config->places_most : PLACES_MOST;
	uint32_t networks = config->networks_most ? config->networks_most : NETWORKS_MOST;

	if (hash_table_init(&g->places, sizeof(struct geo_place), sizeof(struct geo_place),
			    places) ||
	    hash_table_init(&g->networks, sizeof(struct geo_network), sizeof(uint32_t), networks))
		return -ENOMEM;
	g->cache = calloc(CACHE_SLOTS, sizeof(*g->cache));
	return g->cache ? add_fixed_rows(g) : -ENOMEM;
}

int geo_open(const struct geo_config *config, struct geo **out, struct err *e)
{
	struct geo *g = calloc(1, sizeof(*g));
	int err;

	*out = NULL;
	if (!g)
		return err_set(e, -ENOMEM, "places: out of memory");
	err = init_tables(g, config);
	if (err)
		err_set(e, err, "places: no room for the tables");
	if (!err && config->places)
		err = mmdb_open(config->places, MMDB_PLACES, &g->places_file, e);
	if (!err && config->networks)
		err = mmdb_open(config->networks, MMDB_NETWORKS, &g->networks_file, e);
	if (err) {
		geo_close(g);
		return err;
	}
	*out = g;
	return 0;
}

void geo_close(struct geo *g)
{
	if (!g)
		return;
	mmdb_close(g->places_file);
	mmdb_close(g->networks_file);
	hash_table_clear(&g->places);
	hash_table_clear(&g->networks);
	free(g->cache);
	free(g);
}

/* The row's number, 0 when there is no room for it. */
static uint32_t intern(struct geo *g, struct hash_table *table, const void *row)
{
	uint32_t before = table->count;
	uint8_t *kept = hash_table_take(table, row);

	if (!kept) {
		g->refused++;
		return 0;
	}
	if (table->count > before)
		memcpy(kept, row, table->row_size);
	return hash_table_number(table, kept);
}

static struct geo_answer ask(struct geo *g, const struct addr *a)
{
	struct geo_answer answer = { GEO_NOWHERE, 0 };
	struct geo_place place;
	struct geo_network network;

	if (g->places_file && mmdb_place(g->places_file, a, &place))
		answer.place = intern(g, &g->places, &place);
	if (g->networks_file && mmdb_network(g->networks_file, a, &network))
		answer.network = intern(g, &g->networks, &network);
	return answer;
}

struct geo_answer geo_find(struct geo *g, const struct addr *a)
{
	struct cached *slot;

	if (addr_is_near(a))
		return (struct geo_answer){ GEO_NEAR, 0 };
	slot = &g->cache[addr_hash(a) & (CACHE_SLOTS - 1)];
	if (!addr_equal(&slot->addr, a))
		*slot = (struct cached){ *a, ask(g, a) };
	return slot->answer;
}

void geo_rest(struct geo *g)
{
	mmdb_rest(g->places_file);
	mmdb_rest(g->networks_file);
}

const struct geo_place *geo_place(const struct geo *g, uint32_t place)
{
	return hash_table_row(&g->places, place < g->places.count ? place : GEO_NOWHERE);
}

const struct geo_network *geo_network(const struct geo *g, uint32_t network)
{
	return hash_table_row(&g->networks, network < g->networks.count ? network : 0);
}

uint32_t geo_place_count(const struct geo *g)
{
	return g->places.count;
}

uint32_t geo_network_count(const struct geo *g)
{
	return g->networks.count;
}

uint64_t geo_refused(const struct geo *g)
{
	return g->refused;
}

const char *geo_attribution(const struct geo *g)
{
	if (!g->places_file)
		return "";
	return mmdb_is_dbip(g->places_file) ? "IP Geolocation by DB-IP" :
					      mmdb_name(g->places_file);
}

static const char *describe(const struct mmdb *m, char *text, size_t room)
{
	return m ? mmdb_describe(m, text, room) : "none";
}

void geo_describe(const struct geo *g, char *text, size_t room)
{
	char places[96], networks[96];

	snprintf(text, room, "places: %s; networks: %s",
		 describe(g->places_file, places, sizeof(places)),
		 describe(g->networks_file, networks, sizeof(networks)));
}
