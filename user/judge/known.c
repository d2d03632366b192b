/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/known.h"

#include <errno.h>

#define COUNTRIES 1024 /* two letters make 676 */
#define V4_SUBNET 15   /* bytes of a /24, as it is mapped */
#define V6_SUBNET 6    /* of a /48 */

/* A row of each table: its key, which is zero behind what it needs, and a count. */
struct place {
	uint8_t key[16];
	uint32_t peers;
};

static void subnet_key(const struct addr *peer, uint8_t *key)
{
	memset(key, 0, sizeof(struct addr));
	memcpy(key, peer->b, addr_is_v4(peer) ? V4_SUBNET : V6_SUBNET);
}

static void network_key(uint32_t asn, uint8_t *key)
{
	memset(key, 0, sizeof(struct addr));
	memcpy(key, &asn, sizeof(asn));
}

static void country_key(const char *country, uint8_t *key)
{
	memset(key, 0, sizeof(struct addr));
	memcpy(key, country, strnlen(country, 3));
}

int known_init(struct known *k, uint32_t most)
{
	const uint32_t row = sizeof(struct place), key = sizeof(struct addr);

	*k = (struct known){ 0 };
	if (!hash_table_init(&k->subnets, row, key, most) &&
	    !hash_table_init(&k->networks, row, key, most) &&
	    !hash_table_init(&k->countries, row, key, COUNTRIES))
		return 0;
	known_clear(k);
	return -ENOMEM;
}

void known_clear(struct known *k)
{
	hash_table_clear(&k->subnets);
	hash_table_clear(&k->networks);
	hash_table_clear(&k->countries);
}

static bool add(struct hash_table *t, const uint8_t *key)
{
	struct place *place = hash_table_take(t, key);

	if (place)
		place->peers++;
	return place;
}

static bool take_away(struct hash_table *t, const uint8_t *key)
{
	struct place *place = hash_table_find(t, key);

	if (place && place->peers)
		place->peers--;
	return true;
}

/* Does it to each neighbourhood that a peer is known to live in. */
static void each(struct known *k, const struct known_home *home,
		 bool (*f)(struct hash_table *t, const uint8_t *key))
{
	uint8_t key[sizeof(struct addr)];

	subnet_key(&home->peer, key);
	k->refused += !f(&k->subnets, key);
	network_key(home->asn, key);
	if (home->asn)
		k->refused += !f(&k->networks, key);
	country_key(home->country, key);
	if (home->country[0])
		k->refused += !f(&k->countries, key);
}

void known_add(struct known *k, const struct known_home *home)
{
	each(k, home, add);
}

void known_remove(struct known *k, const struct known_home *home)
{
	each(k, home, take_away);
}

static uint32_t peers_of(const struct hash_table *t, const uint8_t *key)
{
	const struct place *place = hash_table_find(t, key);

	return place ? place->peers : 0;
}

uint32_t known_in_network(const struct known *k, uint32_t asn)
{
	uint8_t key[sizeof(struct addr)];

	network_key(asn, key);
	return asn ? peers_of(&k->networks, key) : 0;
}

uint32_t known_in_subnet(const struct known *k, const struct addr *peer)
{
	uint8_t key[sizeof(struct addr)];

	subnet_key(peer, key);
	return peers_of(&k->subnets, key);
}

uint32_t known_in_country(const struct known *k, const char *country)
{
	uint8_t key[sizeof(struct addr)];

	country_key(country, key);
	return *country ? peers_of(&k->countries, key) : 0;
}

uint8_t known_novelty(const struct known *k, const struct known_home *home, bool seen)
{
	uint8_t novelty = 0;

	if (seen)
		return 0;
	novelty |= NOVEL_ADDRESS;
	if (known_in_subnet(k, &home->peer))
		return novelty;
	novelty |= NOVEL_SUBNET;
	if (known_in_network(k, home->asn))
		return novelty;
	novelty |= NOVEL_NETWORK;
	if (!home->country[0] || known_in_country(k, home->country))
		return novelty;
	return novelty | NOVEL_COUNTRY;
}
