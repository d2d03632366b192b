/* SPDX-License-Identifier: BSD-2-Clause */
#include "quality/world.h"

#include <string.h>

#define FIRST_ASN 64512 /* private use, RFC 6996 */
#define COMMON 10       /* countries that the first places are in, where business is done */

static const struct {
	const char *name;
	uint16_t networks, subnets; /* how many, and /24s of each */
} kinds[NETWORK_KINDS] = {
	[NETWORK_CDN] = { "Content", 3, 10 },    [NETWORK_CLOUD] = { "Cloud", 3, 24 },
	[NETWORK_VENDOR] = { "Vendor", 5, 4 },   [NETWORK_HOSTING] = { "Hosting", 180, 1 },
	[NETWORK_ACCESS] = { "Access", 10, 12 }, [NETWORK_RARE] = { "Elsewhere", 90, 1 },
};

static const char *const places[] = {
	"50.1 8.7 DE Frankfurt", "52.4 4.9 NL Amsterdam", "51.5 -0.1 GB London",
	"48.9 2.4 FR Paris", "40.7 -74.0 US New York", "37.8 -122.4 US San Francisco",
	"53.3 -6.3 IE Dublin", "59.3 18.1 SE Stockholm", "35.7 139.7 JP Tokyo",
	"1.4 103.8 SG Singapore", "45.5 9.2 IT Milan", "40.4 -3.7 ES Madrid",
	"52.2 21.0 PL Warsaw", "-33.9 151.2 AU Sydney", "43.7 -79.4 CA Toronto",
	"-23.6 -46.6 BR Sao Paulo", "19.1 72.9 IN Mumbai", "55.8 37.6 RU Moscow",
	"39.9 116.4 CN Beijing", "10.8 106.7 VN Ho Chi Minh City", "35.7 51.4 IR Tehran",
	"47.0 28.9 MD Chisinau", "6.5 3.4 NG Lagos", "-4.6 55.5 SC Victoria",
	"41.7 44.8 GE Tbilisi", "9.0 -79.5 PA Panama",
};

#define PLACES (sizeof(places) / sizeof(*places))

static uint8_t place_of(struct dice *d, enum network_kind kind)
{
	if (kind == NETWORK_RARE)
		return (uint8_t)dice_range(d, COMMON, PLACES - 1);
	return (uint8_t)dice_below(d, kind == NETWORK_ACCESS ? COMMON + 4 : COMMON);
}

/* What is large is in many countries, what is small in one. */
static void settle(struct world *w, const struct network *n, struct dice *d)
{
	uint8_t place = place_of(d, n->kind);

	for (uint32_t i = 0; i < n->n; i++) {
		if (n->kind <= NETWORK_CLOUD && i % 4 == 0)
			place = place_of(d, n->kind);
		w->country[n->first + i] = place;
	}
}

void world_make(struct world *w, struct dice *d)
{
	uint16_t next = 0;

	memset(w, 0, sizeof(*w));
	for (uint32_t kind = 0; kind < NETWORK_KINDS; kind++) {
		for (uint32_t i = 0; i < kinds[kind].networks; i++) {
			struct network *n = &w->networks[w->n];

			*n = (struct network){ FIRST_ASN + w->n, kind, next, kinds[kind].subnets };
			w->n++;
			next = (uint16_t)(next + n->n);
			settle(w, n, d);
		}
	}
}

const struct network *world_nth(const struct world *w, enum network_kind kind, uint32_t number)
{
	const struct network *n = w->networks;

	while (n->kind != kind)
		n++;
	return n + number % kinds[kind].networks;
}

const struct network *world_any(const struct world *w, struct dice *d, enum network_kind kind)
{
	return world_nth(w, kind, dice_below(d, kinds[kind].networks));
}

const struct network *world_popular(const struct world *w, struct dice *d, enum network_kind kind)
{
	return world_nth(w, kind, dice_rank(d, kinds[kind].networks));
}

uint32_t world_address(const struct network *network, uint32_t subnet, struct dice *d)
{
	uint32_t index = network->first + subnet % network->n;

	return WORLD_FIRST + index * 256 + dice_range(d, 1, 254);
}

uint32_t world_anywhere(const struct network *network, struct dice *d)
{
	return world_address(network, dice_below(d, network->n), d);
}

static void write_net(FILE *out, uint32_t index)
{
	uint32_t net = WORLD_FIRST + index * 256;

	fprintf(out, "%u.%u.%u.0/24 ", net >> 24, net >> 16 & 255, net >> 8 & 255);
}

void world_write_networks(const struct world *w, FILE *out)
{
	for (uint32_t i = 0; i < w->n; i++) {
		const struct network *n = &w->networks[i];

		for (uint32_t s = 0; s < n->n; s++) {
			write_net(out, n->first + s);
			fprintf(out, "%u %s %u\n", n->asn, kinds[n->kind].name, i);
		}
	}
}

void world_write_places(const struct world *w, FILE *out)
{
	const struct network *last = &w->networks[w->n - 1];

	for (uint32_t i = 0; i < (uint32_t)last->first + last->n; i++) {
		write_net(out, i);
		fprintf(out, "%s\n", places[w->country[i]]);
	}
}
