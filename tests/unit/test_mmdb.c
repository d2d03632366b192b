/* SPDX-License-Identifier: BSD-2-Clause */
#include "geo/mmdb.h"

#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "scripts/writer.h"
#include "support/mkmmdb.h"

static const char places[] = "192.0.2.0/24 35.6895 139.6917 JP Tokyo\n"
			     "198.51.100.0/25 -33.8688 151.2093 AU Sydney\n"
			     "203.0.113.0/24 64.1466 -21.9426 - Reykjav\xc3\xadk\n";

static struct mmdb *m;
static struct err error;

static int tear_down(void **state)
{
	(void)state;
	mmdb_close(m);
	m = NULL;
	return 0;
}

static int open_fd(int fd, enum mmdb_kind kind)
{
	char path[64];
	int err;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	err = mmdb_open(path, kind, &m, &error);
	close(fd);
	return err;
}

static int open_table(enum mkmmdb_schema schema, const char *type, const char *table)
{
	int fd = mkmmdb_memory(schema, type, table);

	assert_true(fd >= 0);
	return open_fd(fd, schema == MKMMDB_ASN ? MMDB_NETWORKS : MMDB_PLACES);
}

static bool find(const char *text, struct geo_place *out)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return mmdb_place(m, &a, out);
}

static void check_places(enum mkmmdb_schema schema)
{
	struct geo_place p;

	assert_int_equal(open_table(schema, NULL, places), 0);
	assert_true(find("192.0.2.77", &p));
	assert_float_equal(p.lat_deg, 35.6895, 1e-4);
	assert_float_equal(p.lon_deg, 139.6917, 1e-4);
	assert_string_equal(p.country, "JP");
	assert_string_equal(p.city, "Tokyo");
	assert_int_equal(p.accuracy_km, 0);
	assert_true(find("198.51.100.127", &p));
	assert_float_equal(p.lat_deg, -33.8688, 1e-4);
	assert_string_equal(p.city, "Sydney");
	assert_false(find("198.51.100.128", &p));
	assert_true(find("203.0.113.0", &p));
	assert_string_equal(p.country, "");
	assert_string_equal(p.city, "Reykjav\xc3\xadk");
	assert_false(find("2001:db8::1", &p));
}

static void test_flat(void **state)
{
	(void)state;
	check_places(MKMMDB_FLAT);
	assert_true(mmdb_is_dbip(m));
}

static void test_nested(void **state)
{
	(void)state;
	check_places(MKMMDB_NESTED);
	assert_false(mmdb_is_dbip(m));
}

static void test_ipv6(void **state)
{
	struct geo_place p;

	(void)state;
	assert_int_equal(open_table(MKMMDB_NESTED, NULL, "2001:db8:1::/48 1.35 103.82 SG\n"), 0);
	assert_true(find("2001:db8:1::1", &p));
	assert_string_equal(p.country, "SG");
	assert_false(find("2001:db8:2::1", &p));
}

static void test_accuracy(void **state)
{
	struct geo_place p;

	(void)state;
	assert_int_equal(open_table(MKMMDB_NESTED, NULL, "192.0.2.0/24 1 2 50 SG\n"), 0);
	assert_true(find("192.0.2.1", &p));
	assert_int_equal(p.accuracy_km, 50);
}

static void test_networks(void **state)
{
	struct geo_network n;
	struct addr a;

	(void)state;
	assert_int_equal(open_table(MKMMDB_ASN, NULL, "192.0.2.0/25 4200000000 Example Cloud\n"
						      "192.0.2.128/25 0 nobody\n"), 0);
	assert_int_equal(addr_parse("192.0.2.1", &a), 0);
	assert_true(mmdb_network(m, &a, &n));
	assert_int_equal(n.asn, 4200000000u);
	assert_string_equal(n.name, "Example Cloud");
	assert_int_equal(addr_parse("192.0.2.200", &a), 0);
	assert_false(mmdb_network(m, &a, &n));
	assert_int_equal(addr_parse("198.51.100.1", &a), 0);
	assert_false(mmdb_network(m, &a, &n));
}

static void test_off_the_globe(void **state)
{
	static const char *const wrong[] = { "nan 0", "0 nan",  "inf 1",   "1 -inf",
					     "91 0",  "-91 0",  "0 180.1", "0 -181",
					     "0 0",   "1e30 1", "-0 0" };
	char table[128];
	struct geo_place p;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(table, sizeof(table), "192.0.2.0/24 %s JP Tokyo\n", wrong[i]);
		assert_int_equal(open_table(i % 2 ? MKMMDB_FLAT : MKMMDB_NESTED, NULL, table), 0);
		assert_false(find("192.0.2.1", &p));
		mmdb_close(m);
		m = NULL;
	}
}

static void test_edges_of_the_globe(void **state)
{
	struct geo_place p;

	(void)state;
	assert_int_equal(open_table(MKMMDB_FLAT, NULL, "192.0.2.0/25 90 -180 AQ\n"
						       "192.0.2.128/25 -90 180 AQ\n"), 0);
	assert_true(find("192.0.2.1", &p));
	assert_true(find("192.0.2.129", &p));
}

static void test_text(void **state)
{
	/* 57 letters, then a character of three bytes: only the letters fit into 58. */
	static const char long_name[] = "192.0.2.0/25 1 2 JP "
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"\xe6\x9d\xb1\xe4\xba\xac\n"
		"192.0.2.128/25 1 2 JPN a\x1b[2Jb\x7f\n";
	struct geo_place p;

	(void)state;
	assert_int_equal(open_table(MKMMDB_FLAT, NULL, long_name), 0);
	assert_true(find("192.0.2.1", &p));
	assert_int_equal(strlen(p.city), 57);
	assert_int_equal(p.city[56], 'a');
	assert_true(find("192.0.2.129", &p));
	assert_string_equal(p.city, "a [2Jb ");
	assert_string_equal(p.country, "");
	mmdb_close(m);
	assert_int_equal(open_table(MKMMDB_NESTED, "City\x1b[2J", places), 0);
	assert_string_equal(mmdb_name(m), "City [2J");
}

static void test_another_kind(void **state)
{
	int fd = mkmmdb_memory(MKMMDB_ASN, "GeoLite2-ASN", "192.0.2.0/24 64500 Example\n");

	(void)state;
	assert_int_equal(open_fd(fd, MMDB_PLACES), -EBADMSG);
	assert_non_null(strstr(error.text, ": holds no places (it is \"GeoLite2-ASN\")"));
	fd = mkmmdb_memory(MKMMDB_NESTED, NULL, places);
	assert_int_equal(open_fd(fd, MMDB_NETWORKS), -EBADMSG);
	assert_non_null(strstr(error.text, ": holds no networks"));
	assert_null(m);
}

static void test_missing(void **state)
{
	(void)state;
	assert_int_equal(mmdb_open("/nowhere/x.mmdb", MMDB_PLACES, &m, &error), -ENOENT);
	assert_string_equal(error.text, "/nowhere/x.mmdb: No such file or directory");
	assert_int_equal(mmdb_open("/", MMDB_PLACES, &m, &error), -EBADMSG);
	assert_int_equal(mmdb_open("/dev/null", MMDB_PLACES, &m, &error), -EBADMSG);
	assert_string_equal(error.text, "/dev/null: not a MaxMind database, or damaged");
}

/* Ask for each address of the documentation ranges; what comes back is on the globe. */
static void ask_all(void)
{
	static const uint8_t nets[3][3] = { { 192, 0, 2 }, { 198, 51, 100 }, { 203, 0, 113 } };
	struct addr a = { { [10] = 0xff, [11] = 0xff } };
	struct geo_place p;

	for (unsigned int i = 0; i < 3 * 256; i++) {
		memcpy(a.b + 12, nets[i / 256], 3);
		a.b[15] = (uint8_t)i;
		if (!mmdb_place(m, &a, &p))
			continue;
		assert_true(p.lat_deg >= -90 && p.lat_deg <= 90);
		assert_true(p.lon_deg >= -180 && p.lon_deg <= 180);
		assert_true(strlen(p.city) < sizeof(p.city));
	}
}

static int open_bytes(const uint8_t *bytes, size_t len)
{
	int fd = memfd_create("damaged", MFD_CLOEXEC);

	assert_int_equal(write(fd, bytes, len), len);
	return open_fd(fd, MMDB_PLACES);
}

static size_t sound_file(enum mkmmdb_schema schema, uint8_t *bytes, size_t room)
{
	int fd = mkmmdb_memory(schema, NULL, places);
	ssize_t len = pread(fd, bytes, room, 0);

	assert_in_range(len, 500, room - 1);
	close(fd);
	return (size_t)len;
}

static void test_truncated(void **state)
{
	uint8_t bytes[8192];
	size_t len = sound_file(MKMMDB_NESTED, bytes, sizeof(bytes));

	(void)state;
	assert_int_equal(open_bytes(bytes, len), 0);
	mmdb_close(m);
	for (size_t n = 0; n < len; n++) {
		assert_int_equal(open_bytes(bytes, n), -EBADMSG);
		assert_non_null(strstr(error.text, ": not a MaxMind database, or damaged"));
	}
}

static void test_damaged(void **state)
{
	static const uint8_t masks[] = { 0x01, 0x80, 0xff };
	uint8_t bytes[8192];
	unsigned int refused = 0;

	(void)state;
	for (int schema = MKMMDB_FLAT; schema <= MKMMDB_NESTED; schema++) {
		size_t len = sound_file((enum mkmmdb_schema)schema, bytes, sizeof(bytes));

		for (size_t i = 0; i < 3 * len; i++) {
			bytes[i / 3] ^= masks[i % 3];
			if (open_bytes(bytes, len))
				refused++;
			else
				ask_all();
			mmdb_close(m);
			bytes[i / 3] ^= masks[i % 3];
		}
	}
	m = NULL;
	assert_true(refused > 500);
}

/* The only one that asks the writer itself: tables name prefixes, not ranges. */
static void test_range(void **state)
{
	static const uint32_t nets[][2] = { { 0xc6336401, 0xc63364fe },
					    { 0xc0000200, 0xc00002ff } };
	struct writer *w = writer_new("Example-ASN", false, 1767225600);
	int fd = memfd_create("range", MFD_CLOEXEC);
	FILE *out = fdopen(dup(fd), "wb");
	struct geo_network n;

	(void)state;
	for (uint32_t i = 0; i < 2; i++) {
		writer_begin(w);
		writer_map(w, 1);
		writer_key(w, "autonomous_system_number");
		writer_u32(w, 64496 + i);
		writer_add_range(w, nets[i][0], nets[i][1], writer_end(w));
	}
	assert_int_equal(writer_save(w, out), 0);
	writer_free(w);
	fclose(out);
	assert_int_equal(open_fd(fd, MMDB_NETWORKS), 0);
	for (uint32_t host = 0xc6336300; host < 0xc6336600; host++) {
		struct addr a = addr_from_be32(htonl(host));
		bool inside = host >= nets[0][0] && host <= nets[0][1];

		assert_int_equal(mmdb_network(m, &a, &n), inside);
		assert_int_equal(n.asn, inside ? 64496 : 0);
	}
}

static void test_rest(void **state)
{
	struct geo_place p;

	(void)state;
	assert_int_equal(open_table(MKMMDB_FLAT, NULL, places), 0);
	for (int i = 0; i < 3000; i++)
		assert_true(find("192.0.2.1", &p));
	mmdb_rest(m);
	mmdb_rest(m);
	assert_true(find("192.0.2.1", &p));
	assert_string_equal(p.city, "Tokyo");
}

static void test_describe(void **state)
{
	char text[96];

	(void)state;
	assert_int_equal(open_table(MKMMDB_FLAT, NULL, places), 0);
	assert_string_equal(mmdb_describe(m, text, sizeof(text)), "DB-IP City Lite, 2026-01");
	mmdb_close(m);
	assert_int_equal(open_table(MKMMDB_NESTED, "DBIP-City-Lite", places), 0);
	assert_string_equal(mmdb_describe(m, text, sizeof(text)), "DBIP-City-Lite, 2026-01");
	assert_true(mmdb_is_dbip(m));
}

#define TEST(name, f) { name, f, NULL, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("mmdb: DB-IP's columns give places", test_flat),
		TEST("mmdb: MaxMind's nested records give places", test_nested),
		TEST("mmdb: an IPv6 address is found in a tree for IPv6", test_ipv6),
		TEST("mmdb: the accuracy is told where the database has it", test_accuracy),
		TEST("mmdb: a network has a number of 32 bits and a name; 0 is none",
		     test_networks),
		TEST("mmdb: what is not finite, out of range or 0,0 is no place",
		     test_off_the_globe),
		TEST("mmdb: the poles and the antimeridian are places", test_edges_of_the_globe),
		TEST("mmdb: long names are cut between characters, control characters go",
		     test_text),
		TEST("mmdb: a database of another kind is refused by name", test_another_kind),
		TEST("mmdb: a missing file, a folder and an empty file each say so", test_missing),
		TEST("mmdb: a file cut short anywhere is refused", test_truncated),
		TEST("mmdb: any damaged byte is refused or harmless", test_damaged),
		TEST("mmdb: a range that is no prefix is found from its first to its last address",
		     test_range),
		TEST("mmdb: after a rest the answers are the same", test_rest),
		TEST("mmdb: a database is described by name and month", test_describe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
