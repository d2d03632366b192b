/* SPDX-License-Identifier: BSD-2-Clause */
#include "geo/geo.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/mkmmdb.h"

static const char places[] = "192.0.2.0/25 35.6895 139.6917 JP Tokyo\n"
			     "192.0.2.128/25 -33.8688 151.2093 AU Sydney\n"
			     "198.51.100.0/24 35.6895 139.6917 JP Tokyo\n"
			     "203.0.113.0/24 nan nan JP Nowhere\n";
static const char networks[] = "192.0.2.0/25 64500 Example Cloud\n"
			       "192.0.2.128/25 64501 Example Telecom\n"
			       "198.51.100.0/24 64500 Example Cloud Two\n";

static struct geo *g;
static struct err error;

static int tear_down(void **state)
{
	(void)state;
	geo_close(g);
	g = NULL;
	return 0;
}

static int open_geo(enum mkmmdb_schema schema, const char *type, struct geo_config config)
{
	int places_fd = mkmmdb_memory(schema, type, places);
	int networks_fd = mkmmdb_memory(MKMMDB_ASN, NULL, networks);
	char places_path[64], networks_path[64];
	int err;

	snprintf(places_path, sizeof(places_path), "/proc/self/fd/%d", places_fd);
	snprintf(networks_path, sizeof(networks_path), "/proc/self/fd/%d", networks_fd);
	config.places = places_path;
	config.networks = networks_path;
	err = geo_open(&config, &g, &error);
	close(places_fd);
	close(networks_fd);
	return err;
}

static struct geo_answer find(const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return geo_find(g, &a);
}

static void test_answer(void **state)
{
	struct geo_answer answer;

	(void)state;
	assert_int_equal(open_geo(MKMMDB_FLAT, NULL, (struct geo_config){ 0 }), 0);
	answer = find("192.0.2.200");
	assert_true(answer.place > GEO_NEAR);
	assert_string_equal(geo_place(g, answer.place)->city, "Sydney");
	assert_string_equal(geo_place(g, answer.place)->country, "AU");
	assert_int_equal(geo_network(g, answer.network)->asn, 64501);
	assert_string_equal(geo_network(g, answer.network)->name, "Example Telecom");
}

static void test_interned(void **state)
{
	struct geo_answer first, second, again;

	(void)state;
	assert_int_equal(open_geo(MKMMDB_NESTED, NULL, (struct geo_config){ 0 }), 0);
	assert_int_equal(geo_place_count(g), GEO_NEAR + 1);
	assert_int_equal(geo_network_count(g), 1);
	first = find("192.0.2.1");
	second = find("198.51.100.77");
	again = find("192.0.2.1");
	assert_int_equal(first.place, second.place);
	assert_int_equal(first.network, second.network);
	assert_memory_equal(&first, &again, sizeof(first));
	assert_int_equal(geo_place_count(g), GEO_NEAR + 2);
	assert_int_equal(geo_network_count(g), 2);
	assert_string_equal(geo_network(g, first.network)->name, "Example Cloud");
}

static void test_near(void **state)
{
	static const char *const near[] = { "10.1.2.3",	   "192.168.0.1", "127.0.0.1",
					    "169.254.1.1", "224.0.0.251", "255.255.255.255",
					    "fe80::1",	   "fd00::1",	  "::" };
	struct geo_answer answer;

	(void)state;
	assert_int_equal(open_geo(MKMMDB_FLAT, NULL, (struct geo_config){ 0 }), 0);
	for (size_t i = 0; i < sizeof(near) / sizeof(*near); i++) {
		answer = find(near[i]);
		assert_int_equal(answer.place, GEO_NEAR);
		assert_int_equal(answer.network, 0);
	}
	assert_int_equal(geo_place_count(g), GEO_NEAR + 1);
}

static void test_nowhere(void **state)
{
	(void)state;
	assert_int_equal(open_geo(MKMMDB_FLAT, NULL, (struct geo_config){ 0 }), 0);
	assert_int_equal(find("203.0.113.1").place, GEO_NOWHERE);
	assert_int_equal(find("203.0.113.1").network, 0);
	assert_int_equal(find("2001:db8::1").place, GEO_NOWHERE);
	assert_int_equal(geo_refused(g), 0);
	assert_string_equal(geo_place(g, GEO_NOWHERE)->city, "");
	assert_ptr_equal(geo_place(g, 4000000000u), geo_place(g, GEO_NOWHERE));
	assert_int_equal(geo_network(g, 77)->asn, 0);
}

static void test_full(void **state)
{
	struct geo_config config = { .places_most = GEO_NEAR + 2, .networks_most = 2 };
	struct geo_answer answer;

	(void)state;
	assert_int_equal(open_geo(MKMMDB_FLAT, NULL, config), 0);
	answer = find("192.0.2.1");
	assert_string_equal(geo_place(g, answer.place)->city, "Tokyo");
	assert_int_equal(geo_refused(g), 0);
	answer = find("192.0.2.129");
	assert_int_equal(answer.place, GEO_NOWHERE);
	assert_int_equal(answer.network, 0);
	assert_int_equal(geo_refused(g), 2);
	assert_string_equal(geo_place(g, find("198.51.100.1").place)->city, "Tokyo");
}

static void test_cache(void **state)
{
	struct addr a = { { [10] = 0xff, [11] = 0xff } };
	static const uint8_t nets[2][3] = { { 192, 0, 2 }, { 198, 51, 100 } };

	(void)state;
	assert_int_equal(open_geo(MKMMDB_NESTED, NULL, (struct geo_config){ 0 }), 0);
	for (unsigned int i = 0; i < 100000; i++) {
		const char *city = i % 512 >= 256 || i % 256 < 128 ? "Tokyo" : "Sydney";

		memcpy(a.b + 12, nets[i % 512 / 256], 3);
		a.b[15] = (uint8_t)i;
		assert_string_equal(geo_place(g, geo_find(g, &a).place)->city, city);
		if (i % 10000 == 0)
			geo_rest(g);
	}
	assert_int_equal(geo_place_count(g), GEO_NEAR + 3);
}

static void test_without(void **state)
{
	char text[160];

	(void)state;
	assert_int_equal(geo_open(&(struct geo_config){ 0 }, &g, &error), 0);
	assert_int_equal(find("192.0.2.1").place, GEO_NOWHERE);
	assert_int_equal(find("10.0.0.1").place, GEO_NEAR);
	assert_string_equal(geo_attribution(g), "");
	geo_describe(g, text, sizeof(text));
	assert_string_equal(text, "places: none; networks: none");
	geo_rest(g);
}

static void test_attribution(void **state)
{
	static const struct {
		enum mkmmdb_schema schema;
		const char *type, *attribution;
	} rows[] = {
		{ MKMMDB_FLAT, NULL, "IP Geolocation by DB-IP" },
		{ MKMMDB_NESTED, "DBIP-City-Lite (compat=City)", "IP Geolocation by DB-IP" },
		{ MKMMDB_NESTED, "GeoIP2-City", "GeoIP2-City" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(open_geo(rows[i].schema, rows[i].type, (struct geo_config){ 0 }),
				 0);
		assert_string_equal(geo_attribution(g), rows[i].attribution);
		geo_close(g);
	}
	g = NULL;
}

static void test_describe(void **state)
{
	char text[160];

	(void)state;
	assert_int_equal(open_geo(MKMMDB_FLAT, NULL, (struct geo_config){ 0 }), 0);
	geo_describe(g, text, sizeof(text));
	assert_string_equal(text,
			    "places: DB-IP City Lite, 2026-01; networks: Example-ASN, 2026-01");
}

static void test_refused(void **state)
{
	struct geo_config wrong_places = { .places = "/dev/null" };
	struct geo_config wrong_networks = { .networks = "/nowhere/asn.mmdb" };

	(void)state;
	assert_int_equal(geo_open(&wrong_places, &g, &error), -EBADMSG);
	assert_string_equal(error.text, "/dev/null: not a MaxMind database, or damaged");
	assert_null(g);
	assert_int_equal(geo_open(&wrong_networks, &g, &error), -ENOENT);
	assert_string_equal(error.text, "/nowhere/asn.mmdb: No such file or directory");
	assert_null(g);
	geo_close(NULL);
}

#define TEST(name, f) { name, f, NULL, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("geo: an address has a place and a network", test_answer),
		TEST("geo: equal places and networks have one number", test_interned),
		TEST("geo: what is not global is near, without asking", test_near),
		TEST("geo: what no database knows is nowhere", test_nowhere),
		TEST("geo: full tables keep what they have and count what they lose", test_full),
		TEST("geo: answers from the cache are the database's", test_cache),
		TEST("geo: without databases everything is nowhere or near", test_without),
		TEST("geo: DB-IP is named as its licence wants, others by type", test_attribution),
		TEST("geo: the databases are described in one line", test_describe),
		TEST("geo: a damaged and a missing file are refused with path and reason",
		     test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
