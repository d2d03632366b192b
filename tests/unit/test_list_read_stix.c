/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "unit/list_text.h"

#define GOOD "{\"type\":\"indicator\",\"pattern\":\"[ipv4-addr:value='198.51.100.7']\"}"

static void bundle(char *text, size_t room, const char *pattern)
{
	snprintf(text, room, "{\"type\":\"bundle\",\"objects\":[{\"type\":\"indicator\","
		 "\"pattern\":\"%s\",\"valid_from\":\"2026-11-22T05:17:00Z\"}," GOOD "]}", pattern);
}

static void test_sample(void **state)
{
	char text[8192];
	size_t len = read_sample("stix.json", text, sizeof(text)), n = 0;

	(void)state;
	for (int lines = 0; lines < 2; lines++) {
		assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
		assert_string_equal(got.entries,
				    "192.0.2.9 out -1660620 A scanning network\n"
				    "198.51.100.0/24 -1660620 A scanning network\n"
				    "203.0.113.7 -1674792 until +917208 Poison Ivy C2\n"
				    "2001:db8::7 -1660620 A scanning network\n");
		expect_notes("file: entry 5: [ipv4-addr:value = '203.0.113.99']: revoked\n");
		assert_int_equal(got.counts.other, 1);
		for (size_t i = n = 0; i < len; i++)
			if (text[i] != '\n')
				text[n++] = text[i];
		len = n;
	}
}

static void test_patterns(void **state)
{
	static const char *const cases[][2] = {
		{ "[ipv4-addr:value = '192.0.2.1']", "192.0.2.1\n" },
		{ "  [ ipv4-addr:value='192.0.2.1' ]  ", "192.0.2.1\n" },
		{ "[ipv4-addr:value = '192.0.2.0/24']", "192.0.2.0/24\n" },
		{ "[ipv4-addr:value ISSUBSET '192.0.2.0/24']", "192.0.2.0/24\n" },
		{ "[ipv4-addr:value IN ('192.0.2.1', '192.0.2.3')]", "192.0.2.1\n192.0.2.3\n" },
		{ "[ipv4-addr:value = '192.0.2.1' OR ipv4-addr:value = '192.0.2.3']",
		  "192.0.2.1\n192.0.2.3\n" },
		{ "[ipv4-addr:value = '192.0.2.1'] OR [ipv4-addr:value = '192.0.2.3']",
		  "192.0.2.1\n192.0.2.3\n" },
		{ "[network-traffic:src_ref.value = '192.0.2.1']", "192.0.2.1 in\n" },
		{ "[network-traffic:dst_ref.value ISSUBSET '192.0.2.0/25']", "192.0.2.0/25 out\n" },
		{ "[network-traffic:src_ref.value = '192.0.2.1' OR "
		  "network-traffic:dst_ref.value = '192.0.2.1']", "192.0.2.1\n" },
		{ "[network-traffic:src_ref.value = '192.0.2.1' OR "
		  "network-traffic:dst_ref.value = '192.0.2.3']", "192.0.2.1 in\n192.0.2.3 out\n" },
		{ "[domain-name:value = 'it\\\\'s' OR ipv4-addr:value = '192.0.2.1']",
		  "192.0.2.1\n" },
	};
	char text[1024], entries[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bundle(text, sizeof(text), cases[i][0]);
		snprintf(entries, sizeof(entries), "%s198.51.100.7\n", cases[i][1]);
		expect(LIST_STIX, text, entries);
		assert_int_equal(got.counts.refused, 0);
	}
}

/* What asks for more than an address would be blocked too widely by its address alone. */
static void test_refused(void **state)
{
	static const char *const cases[] = {
		"[ipv4-addr:value = '192.0.2.1' AND file:name = 'x']",
		"[network-traffic:dst_ref.value = '192.0.2.1' AND network-traffic:dst_port = 443]",
		"[ipv4-addr:value != '192.0.2.1']",
		"[NOT ipv4-addr:value = '192.0.2.1']",
		"[ipv4-addr:value NOT = '192.0.2.1']",
		"[ipv4-addr:value = '192.0.2.1'] FOLLOWEDBY [ipv4-addr:value = '192.0.2.2']",
		"[ipv4-addr:value = '192.0.2.1'] WITHIN 5 SECONDS",
		"[ipv4-addr:value = '192.0.2.1'",
		"[ipv4-addr:value = '192.0.2.1",
		"ipv4-addr:value = '192.0.2.1'",
		"[ipv4-addr:value IN ('192.0.2.1']",
		"[ipv4-addr:value IN ()]",
		"[ipv4-addr:value MATCHES '^192']",
		"[ipv4-addr:value = '192.0.2.1' OR]",
		"[ipv4-addr:value]",
	};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bundle(text, sizeof(text), cases[i]);
		expect(LIST_STIX, text, "198.51.100.7\n");
		assert_int_equal(got.counts.refused, 1);
	}
}

static void test_other(void **state)
{
	(void)state;
	expect(LIST_STIX, "{\"objects\":[{\"type\":\"malware\"}," GOOD ",7,"
			  "{\"type\":\"indicator\"},"
			  "{\"type\":\"indicator\","
			  "\"pattern\":\"[url:value='http://192.0.2.1/']\"},"
			  "{\"type\":\"indicator\",\"pattern_type\":\"yara\","
			  "\"pattern\":\"ipv4-addr:value\"}]}",
	       "198.51.100.7\n");
	assert_int_equal(got.counts.other, 3);
	expect_notes("");
}

static void test_reasons(void **state)
{
	(void)state;
	expect(LIST_STIX, "{\"objects\":[{\"type\":\"indicator\",\"name\":\"\","
			  "\"description\":\"D\",\"valid_from\":\"soon\",\"valid_until\":7,"
			  "\"pattern\":\"[ipv4-addr:value='192.0.2.1']\"}]}",
	       "192.0.2.1 D\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a bundle gives addresses, reasons and times, on one line too", test_sample),
		SAYS("a pattern may name many addresses, and their direction", test_patterns),
		SAYS("a pattern of more than addresses is refused", test_refused),
		SAYS("objects and patterns without addresses are counted only", test_other),
		SAYS("an indicator without a name has its description", test_reasons),
	};

	return cmocka_run_group_tests_name("list_read_stix", tests, NULL, NULL);
}
