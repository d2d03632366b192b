/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes a stream to standard output: peers of the documentation ranges at real cities, or
 * as many made-up ones as asked for. The same bytes every time.
 *
 * scene [full | native | quiet | points | learning | storm | nohome | empty | many N]
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/hash.h"
#include "core/ledger.h"
#include "scene_past.h"
#include "stream/stream.h"

#define NOW_NS (INT64_C(1795338120) * CLOCK_S) /* 2026-11-22T09:02:00Z: evening in Japan */
#define FIRST_PLACE 2 /* below are the trays */
#define NETWORKS 8
#define LIST 1
#define SPREAD_PLACES 10000

static const struct city {
	const char *name, *country;
	float lat, lon;
	uint8_t verdict, directions;
	uint32_t kilobytes;
	uint8_t age_s; /* of the last packet; live below 10 */
	uint8_t level; /* of novelty */
} cities[] = {
	{ "Beijing", "CN", 39.90f, 116.40f, RA_UNKNOWN, RA_BOTH, 84000, 1, 4 },
	{ "San Francisco", "US", 37.77f, -122.42f, RA_ALLOWED, RA_BOTH, 610000, 0, 0 },
	{ "Singapore", "SG", 1.35f, 103.82f, RA_ALLOWED, RA_BOTH, 220000, 1, 0 },
	{ "Moscow", "RU", 55.75f, 37.60f, RA_UNKNOWN, RA_BOTH, 9100, 2, 4 },
	{ "Ashburn", "US", 39.04f, -77.49f, RA_ALLOWED, RA_BOTH, 1800000, 0, 0 },
	{ "Frankfurt", "DE", 50.11f, 8.68f, RA_ALLOWED, RA_BOTH, 340000, 0, 0 },
	{ "Amsterdam", "NL", 52.37f, 4.90f, RA_UNKNOWN, RA_BOTH, 21000, 1, 1 },
	{ "Seattle", "US", 47.60f, -122.33f, RA_ALLOWED, RA_BOTH, 150000, 3, 0 },
	{ "Shanghai", "CN", 31.23f, 121.47f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 600, 2, 3 },
	{ "London", "GB", 51.50f, -0.12f, RA_ALLOWED, RA_BOTH, 97000, 4, 0 },
	{ "Taipei", "TW", 25.03f, 121.56f, RA_ALLOWED, RA_BOTH, 48000, 2, 0 },
	{ "Hong Kong", "HK", 22.30f, 114.17f, RA_UNKNOWN, RA_BOTH, 2600, 1, 3 },
	{ "Seoul", "KR", 37.56f, 126.98f, RA_ALLOWED, RA_BOTH, 12000, 5, 0 },
	{ "Mumbai", "IN", 19.07f, 72.88f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 44, 3, 3 },
	{ "Paris", "FR", 48.85f, 2.35f, RA_ALLOWED, RA_BOTH, 8800, 1, 0 },
	{ "Kyiv", "UA", 50.45f, 30.52f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 31, 9, 4 },
	{ "Helsinki", "FI", 60.17f, 24.94f, RA_ALLOWED, RA_BOTH, 900, 30, 0 },
	{ "Stockholm", "SE", 59.33f, 18.06f, RA_ALLOWED, RA_BOTH, 2200, 2, 0 },
	{ "Sydney", "AU", -33.87f, 151.20f, RA_ALLOWED, RA_BOTH, 31000, 2, 0 },
	{ "Jakarta", "ID", -6.20f, 106.80f, RA_UNKNOWN, RA_BOTH, 350, 6, 2 },
	{ "Hanoi", "VN", 21.03f, 105.85f, RA_BLOCKED, RA_DIR_BIT(RA_IN), 1500, 2, 4 },
	{ "Bangkok", "TH", 13.75f, 100.50f, RA_ALLOWED, RA_BOTH, 700, 4, 0 },
	{ "Dubai", "AE", 25.20f, 55.27f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 60, 2, 4 },
	{ "Tel Aviv", "IL", 32.08f, 34.78f, RA_ALLOWED, RA_BOTH, 1900, 60, 0 },
	{ "Istanbul", "TR", 41.00f, 28.98f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 150, 3, 3 },
	{ "Johannesburg", "ZA", -26.20f, 28.04f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 36, 8, 4 },
	{ "Nairobi", "KE", -1.29f, 36.82f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 22, 40, 4 },
	{ "Cairo", "EG", 30.04f, 31.24f, RA_LEARNING, RA_BOTH, 410, 3, 0 },
	{ "Dallas", "US", 32.78f, -96.80f, RA_ALLOWED, RA_BOTH, 16000, 1, 0 },
	{ "New York", "US", 40.71f, -74.00f, RA_UNKNOWN, RA_BOTH, 5100, 2, 0 },
	{ "S\xc3\xa3o Paulo", "BR", -23.55f, -46.63f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 280, 4, 2 },
	{ "Novosibirsk", "RU", 55.00f, 82.93f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 90, 1, 3 },
	{ "Almaty", "KZ", 43.24f, 76.90f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 40, 7, 4 },
	{ "Manila", "PH", 14.60f, 120.98f, RA_ALLOWED, RA_BOTH, 1300, 3, 0 },
	{ "Perth", "AU", -31.95f, 115.86f, RA_LEARNING, RA_BOTH, 800, 2, 0 },
	{ "Auckland", "NZ", -36.85f, 174.76f, RA_ALLOWED, RA_BOTH, 2600, 6, 0 },
	{ "Warsaw", "PL", 52.23f, 21.01f, RA_BLOCKED, RA_DIR_BIT(RA_IN), 75, 15, 2 },
	{ "Madrid", "ES", 40.42f, -3.70f, RA_ALLOWED, RA_BOTH, 3300, 2, 0 },
	{ "Karachi", "PK", 24.86f, 67.00f, RA_UNKNOWN, RA_DIR_BIT(RA_IN), 28, 2, 4 },
	{ "Chengdu", "CN", 30.57f, 104.07f, RA_UNKNOWN, RA_BOTH, 1700, 1, 3 },
	{ "Osaka", "JP", 34.69f, 135.50f, RA_ALLOWED, RA_BOTH, 92000, 0, 0 },
};
#define CITIES (sizeof(cities) / sizeof(*cities))

/* The first of them in scripts that the baked font lacks. */
static const char *const native[] = {
	"\xe5\x8c\x97\xe4\xba\xac",
	"\xe3\x82\xb5\xe3\x83\xb3\xe3\x83\x95\xe3\x83\xa9\xe3\x83\xb3\xe3\x82\xb7"
	"\xe3\x82\xb9\xe3\x82\xb3",
	"\xe6\x96\xb0\xe5\x8a\xa0\xe5\x9d\xa1",
	"\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0",
};
static bool is_native;

static struct stream_status status = {
	.now_ns = NOW_NS,
	.window_ns = 48 * 3600 * CLOCK_S,
	.judged_from_ns = NOW_NS - 5400 * CLOCK_S,
	.home_lat_deg = 35.70f,
	.home_lon_deg = 139.51f,
	.home_known = 1,
	.balanced = 1,
};
static bool learning;

static void put(const struct stream_record *r)
{
	uint8_t buf[STREAM_RECORD_MOST];
	int len = stream_encode(r, buf, sizeof(buf));

	if (len < 0 || fwrite(buf, (size_t)len, 1, stdout) != 1)
		exit(1);
}

static void put_hello(void)
{
	struct stream_record r = { .kind = STREAM_HELLO,
				   .hello = { .version = STREAM_VERSION,
					      .title = "eth0",
					      .detail = "XDP native in, TCX out",
					      .attribution = "IP Geolocation by DB-IP" } };

	put(&r);
}

static void put_networks(void)
{
	static const char *const names[NETWORKS] = {
		"Example Net", "Example Cloud", "Sample Telecom", "Sample CDN",
		"Test Hosting", "Doc Broadband", "Example University", "Sample Mobile",
	};

	for (uint32_t i = 0; i < NETWORKS; i++) {
		struct stream_record r = { .kind = STREAM_NETWORK,
					   .network = { i + 1, { .asn = 64496 + i } } };

		strcpy(r.network.network.name, names[i]);
		put(&r);
	}
}

static void put_list(void)
{
	put(&(struct stream_record){ .kind = STREAM_LIST, .list = { LIST, 1, "drop" } });
}

static void put_place(uint32_t number, const char *city, const char *country, float lat, float lon)
{
	struct stream_record r = { .kind = STREAM_PLACE,
				   .place = { number, { .lat_deg = lat, .lon_deg = lon } } };

	snprintf(r.place.place.city, sizeof(r.place.place.city), "%s", city);
	snprintf(r.place.place.country, sizeof(r.place.place.country), "%s", country);
	put(&r);
}

static struct addr address(uint32_t i)
{
	static const uint32_t nets[] = { 0xc6336400, 0xcb007100 }; /* 198.51.100, 203.0.113 */

	return addr_from_be32(htonl(nets[i & 1] + 7 + i / 2));
}

static uint8_t reason_of(uint8_t verdict)
{
	static const uint8_t reasons[RA_VERDICTS] = { REASON_HISTORY, REASON_NO_LIST,
						      REASON_NEVER_SEEN, REASON_BLOCKLIST };

	return reasons[verdict];
}

static struct stream_side side(uint8_t verdict, uint8_t level, uint64_t bytes, int64_t age_s)
{
	return (struct stream_side){ .packets = bytes / 700 + 1,
				     .bytes = bytes,
				     .first_ns = NOW_NS - 5400 * CLOCK_S,
				     .last_ns = NOW_NS - age_s * CLOCK_S,
				     .peer_port = 443,
				     .local_port = 50123,
				     .proto = 6,
				     .verdict = verdict,
				     .reason = reason_of(verdict),
				     .novelty = (uint8_t)((1u << level) - 1),
				     .list = verdict == RA_BLOCKED ? LIST : 0,
				     .beacon = EVENT_UNSCORED };
}

static void put_arc(uint32_t place, const struct stream_side *s, uint8_t direction, uint32_t peers)
{
	struct stream_record r = { .kind = STREAM_ARC,
				   .arc = { place, s->verdict, direction,
					    novelty_level(s->novelty), peers, s->packets,
					    s->bytes, s->last_ns } };

	put(&r);
	status.ledger.verdict[s->verdict][direction] += s->packets;
	status.ledger.seen += s->packets;
}

static struct stream_peer peer(const struct addr *a, uint32_t place, uint32_t network,
			       const struct stream_side *in, const struct stream_side *out)
{
	return (struct stream_peer){ .addr = *a,
				     .local = addr_from_be32(htonl(0xc0000201)),
				     .place = place,
				     .network = network,
				     .side = { *in, *out } };
}

static void put_peer(const struct addr *a, uint32_t place, uint32_t network,
		     const struct stream_side *in, const struct stream_side *out)
{
	put(&(struct stream_record){ .kind = STREAM_PEER,
				     .peer = peer(a, place, network, in, out) });
	status.peers[in->first_ns ? in->verdict : out->verdict]++;
}

static struct stream_peer peer_of_city(uint32_t i)
{
	const struct city *c = &cities[i];
	uint8_t verdict = learning ? RA_LEARNING : c->verdict, level = learning ? 0 : c->level;
	struct stream_side in = { 0 }, out = { 0 };
	struct addr a = address(i);

	if (c->directions & RA_DIR_BIT(RA_IN))
		in = side(verdict, level, c->kilobytes * UINT64_C(1000), c->age_s);
	if (c->directions & RA_DIR_BIT(RA_OUT))
		out = side(verdict, level, c->kilobytes * UINT64_C(90) + 2000, c->age_s);
	out.beacon = scene_beacon(i, RA_OUT);
	return peer(&a, FIRST_PLACE + i, 1 + i % NETWORKS, &in, &out);
}

static void put_city(uint32_t i)
{
	const struct stream_peer p = peer_of_city(i);
	const struct city *c = &cities[i];
	bool own = is_native && i < sizeof(native) / sizeof(*native);

	put_place(p.place, own ? native[i] : c->name, c->country, c->lat, c->lon);
	put_peer(&p.addr, p.place, p.network, &p.side[RA_IN], &p.side[RA_OUT]);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (p.side[d].first_ns)
			put_arc(p.place, &p.side[d], d, 1);
}

/* What no map can show. */
static void put_trays(void)
{
	const struct stream_side near = side(learning ? RA_LEARNING : RA_ALLOWED, 0, 48000, 1);
	const struct stream_side far = side(learning ? RA_LEARNING : RA_UNKNOWN, learning ? 0 : 3,
					     900, 3);
	const struct stream_side none = { 0 };

	for (uint32_t i = 0; i < 3; i++) {
		struct addr a = addr_from_be32(htonl(0xc0000210 + i));

		put_peer(&a, GEO_NEAR, 0, &near, &none);
	}
	put_arc(GEO_NEAR, &near, RA_IN, 3);
	put_peer(&(struct addr){ .b = { [10] = 255, [11] = 255, 192, 0, 2, 77 } }, GEO_NOWHERE, 0,
		 &far, &none);
	put_arc(GEO_NOWHERE, &far, RA_IN, 1);
}

/* n peers at so many places, one in five unknown; 198.18.0.0/15 is for benchmarks. */
static void put_many(uint32_t n)
{
	const struct stream_side none = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		uint64_t mix = hash_mix(i % SPREAD_PLACES + 1);
		uint32_t place = FIRST_PLACE + i % SPREAD_PLACES;
		bool known = i % 5;
		struct stream_side in = side(known ? RA_ALLOWED : RA_UNKNOWN,
					     known ? 0 : (uint8_t)(mix % NOVELTY_LEVELS),
					     mix >> 44, 1);
		struct addr a = addr_from_be32(htonl(0xc6120000 + i));

		if (i < SPREAD_PLACES)
			put_place(place, "", "ZZ", (float)(mix & 0xffff) / 65536 * 130 - 60,
				  (float)(mix >> 16 & 0xffff) / 65536 * 360 - 180);
		put_peer(&a, place, 1 + i % NETWORKS, &in, &none);
		if (i < SPREAD_PLACES)
			put_arc(place, &in, RA_IN, n / SPREAD_PLACES + 1);
	}
}

/* One peer at a place somewhere on the Earth, or on the other side of it. */
static void put_anywhere(uint32_t i, uint64_t mix, bool opposite, uint8_t verdict)
{
	const float lat = (float)(mix & 0xffff) / 65536 * 130 - 60;
	const float lon = (float)(mix >> 16 & 0xffff) / 65536 * 360 - 180;
	const struct stream_side none = { 0 };
	struct stream_side in = side(verdict, verdict == RA_UNKNOWN ? 4 : 0, 5000, 30);
	struct addr a = addr_from_be32(htonl(0xc6120000 + i));

	put_place(FIRST_PLACE + i, "", "ZZ", opposite ? -lat : lat,
		  opposite ? (lon < 0 ? lon + 180 : lon - 180) : lon);
	put_peer(&a, FIRST_PLACE + i, 1 + i % NETWORKS, &in, &none);
	put_arc(FIRST_PLACE + i, &in, RA_IN, 1);
}

/* 20 strangers among n known peers, who stand in pairs so that the camera does not move. */
static void put_crowd(uint32_t n)
{
	for (uint32_t i = 0; i < 20; i++)
		put_anywhere(i, hash_mix(i + 1), false, RA_UNKNOWN);
	for (uint32_t i = 0; i < n; i++)
		put_anywhere(20 + i, hash_mix(1000 + i / 2), i & 1, RA_ALLOWED);
}

static void put_status(void)
{
	struct stream_record r = { .kind = STREAM_STATUS };

	status.ledger.reported = ledger_verdict(&status.ledger, RA_LEARNING) +
				 ledger_verdict(&status.ledger, RA_UNKNOWN) +
				 ledger_verdict(&status.ledger, RA_BLOCKED);
	status.balanced = ledger_balanced(&status.ledger);
	r.status = status;
	put(&r);
}

static void put_peers(const char *variant, uint32_t n)
{
	if (!strcmp(variant, "empty"))
		return;
	put_networks();
	put_list();
	if (!strcmp(variant, "crowd")) {
		put_crowd(n);
		return;
	}
	if (!strcmp(variant, "many")) {
		put_many(n);
		return;
	}
	for (uint32_t i = 0; i < CITIES; i++)
		if (strcmp(variant, "quiet") || cities[i].verdict == RA_ALLOWED)
			put_city(i);
	if (strcmp(variant, "quiet"))
		put_trays();
}

static void put_span(uint32_t rows)
{
	put(&(struct stream_record){ .kind = STREAM_SPAN, .span = scene_span(NOW_NS, rows) });
}

static void put_past(void)
{
	uint32_t rows = 0;

	put_span(0);
	for (uint32_t i = 0; i < CITIES; i++) {
		const struct stream_peer p = peer_of_city(i);

		for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
			if (!p.side[d].first_ns)
				continue;
			put(&(struct stream_record){ .kind = STREAM_PAST,
						     .past = scene_past(&p, d, i) });
			rows++;
		}
	}
	put_span(rows);
}

static void put_points(void)
{
	struct stream_peer peers[CITIES];

	for (uint32_t i = 0; i < CITIES; i++)
		peers[i] = peer_of_city(i);
	for (uint32_t i = 0; i < SCENE_POINTS; i++)
		put(&(struct stream_record){ .kind = STREAM_POINT,
					     .point = scene_point(peers, CITIES, i, NOW_NS) });
}

int main(int argc, char **argv)
{
	const char *variant = argc > 1 ? argv[1] : "full";
	bool points = !strcmp(variant, "points");

	learning = !strcmp(variant, "learning");
	is_native = !strcmp(variant, "native");
	if (learning) {
		status.learning = 1;
		status.learn_until_ns = NOW_NS + 47 * 3600 * CLOCK_S;
	}
	if (!strcmp(variant, "storm")) {
		status.storm = 1;
		status.ledger.unnamed = 1234567;
	}
	status.home_known = strcmp(variant, "nohome") != 0;
	put_hello();
	put_peers(variant, argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000);
	put_status();
	put(&(struct stream_record){ .kind = STREAM_SNAPSHOT });
	if (points || !strcmp(variant, "full"))
		put_past();
	if (points)
		put_points();
	put(&(struct stream_record){ .kind = STREAM_END });
	return fflush(stdout) ? 1 : 0;
}
