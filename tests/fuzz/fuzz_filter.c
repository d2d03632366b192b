/* SPDX-License-Identifier: BSD-2-Clause */
/* Words of a filter: what is refused is told, what is taken never shows an unused direction. */
#include "globe/filter.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void use(const struct filter *f, const char *text)
{
	struct geo_place place = { .country = "NL" };
	struct geo_network network = { .asn = 64500 };
	struct stream_peer p = { .side[RA_IN] = { .first_ns = 1, .verdict = RA_UNKNOWN } };
	struct filter_known known = { 0 };
	size_t len = strlen(text);

	memcpy(place.city, text, len < sizeof(place.city) ? len : sizeof(place.city) - 1);
	memcpy(network.name, text, len < sizeof(network.name) ? len : sizeof(network.name) - 1);
	memcpy(p.addr.b, text, len < sizeof(p.addr.b) ? len : sizeof(p.addr.b));
	known.peer = filter_place(f, &place) | filter_network(f, &network);
	known.side[RA_IN] = filter_list(f, text);
	require(!(known.peer >> f->count) && !(known.side[RA_IN] >> f->count));
	require(!(filter_sides(f, &p, &known) & RA_DIR_BIT(RA_OUT)));
	require(f->count || filter_sides(f, &p, &known) == RA_DIR_BIT(RA_IN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct err e = { "" };
	struct filter f;
	int r;

	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	r = filter_parse(text, &f, &e);
	require(!r == !e.text[0] && f.count <= FILTER_TERMS && (!r || !f.count));
	use(&f, text);
	free(text);
	return 0;
}
