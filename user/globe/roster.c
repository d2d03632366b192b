/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/roster.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 16 /* bytes of a key */

int roster_init(struct roster *r, uint32_t most)
{
	*r = (struct roster){ .most = most };
	r->rows = calloc(most, sizeof(*r->rows));
	r->spare = calloc(most, sizeof(*r->spare));
	if (r->rows && r->spare)
		return 0;
	roster_clear(r);
	return -ENOMEM;
}

void roster_clear(struct roster *r)
{
	free(r->rows);
	free(r->spare);
	*r = (struct roster){ .order = r->order };
}

const char *roster_name(const struct scene *s, const struct stream_peer *p)
{
	const struct scene_place *place = scene_place(s, p->place);
	const struct geo_network *network;

	if (place && place->place.city[0])
		return place->place.city;
	network = scene_network(s, p->network);
	return network && network->name[0] ? network->name : NULL;
}

static uint64_t read_big(const uint8_t *bytes)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | bytes[i];
	return n;
}

/* The first bytes of a name, letters all small; behind every name the addresses, in order. */
static void name_key(const struct scene *s, const struct stream_peer *p, uint64_t key[2])
{
	const char *name = roster_name(s, p);
	char bytes[DIGITS + 1] = "";

	if (name) {
		strncpy(bytes, name, DIGITS);
		filter_fold(bytes);
	} else {
		memcpy(bytes, p->addr.b, DIGITS);
		bytes[0] = (char)0xff;
	}
	key[0] = read_big((const uint8_t *)bytes);
	key[1] = read_big((const uint8_t *)bytes + 8);
}

static int64_t first_ns(const struct stream_peer *p, uint8_t sides)
{
	int64_t first = INT64_MAX;

	for (int d = 0; d < RA_DIRECTIONS; d++)
		if ((sides & RA_DIR_BIT(d)) && p->side[d].first_ns && p->side[d].first_ns < first)
			first = p->side[d].first_ns;
	return first;
}

static struct roster_row row_of(const struct scene *s, uint32_t number, uint8_t sides,
				enum roster_order order)
{
	const struct stream_peer *p = scene_peer_at(s, number);
	struct roster_row row = { .peer = number };

	switch (order) {
	case ROSTER_GRAVEST:
		row.key[0] = UINT8_MAX - scene_rank(p, sides);
		row.key[1] = ~scene_bytes(p, sides);
		break;
	case ROSTER_HEAVIEST:
		row.key[0] = ~scene_bytes(p, sides);
		break;
	case ROSTER_NEWEST:
		row.key[0] = ~(uint64_t)first_ns(p, sides);
		break;
	default:
		name_key(s, p, row.key);
		break;
	}
	return row;
}

static uint8_t digit(const struct roster_row *row, int n)
{
	return (uint8_t)(row->key[1 - n / 8] >> n % 8 * 8);
}

/* Distribute by one digit, which keeps the order of equals. */
static void distribute(struct roster *r, int n, uint32_t *at)
{
	struct roster_row *sorted = r->spare;
	uint32_t sum = 0;

	for (int i = 0; i < 256; i++) {
		uint32_t count = at[i];

		at[i] = sum;
		sum += count;
	}
	for (uint32_t i = 0; i < r->count; i++)
		sorted[at[digit(&r->rows[i], n)]++] = r->rows[i];
	r->spare = r->rows;
	r->rows = sorted;
}

/* From the least digit to the greatest; one that all have in common sorts nothing. */
static void sort(struct roster *r)
{
	static const uint32_t none[DIGITS][256];
	uint32_t counts[DIGITS][256];

	memcpy(counts, none, sizeof(counts));
	for (uint32_t i = 0; i < r->count; i++)
		for (int n = 0; n < DIGITS; n++)
			counts[n][digit(&r->rows[i], n)]++;
	for (int n = 0; r->count && n < DIGITS; n++)
		if (counts[n][digit(&r->rows[0], n)] != r->count)
			distribute(r, n, counts[n]);
}

void roster_sort(struct roster *r, const struct scene *s, uint8_t directions)
{
	r->count = 0;
	r->asked = scene_peer_count(s);
	for (uint32_t i = 0; i < r->asked && r->count < r->most; i++) {
		uint8_t sides = scene_used(s, scene_peer_at(s, i), directions);

		if (sides)
			r->rows[r->count++] = row_of(s, i, sides, r->order);
	}
	sort(r);
}

void roster_scroll(struct roster *r, int64_t rows, uint32_t room)
{
	int64_t last = r->count > room ? r->count - room : 0, first = r->first + rows;

	r->first = (uint32_t)(first < 0 ? 0 : first < last ? first : last);
}

bool roster_show(struct roster *r, uint32_t peer, uint32_t room)
{
	uint32_t at = 0;

	while (at < r->count && r->rows[at].peer != peer)
		at++;
	if (at == r->count)
		return false;
	if (at < r->first)
		r->first = at;
	else if (at >= r->first + room)
		r->first = at - room + 1;
	return true;
}
