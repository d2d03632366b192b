/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "unit/list_text.h"

#define FEODO "\"first_seen_utc\",\"dst_ip\",\"dst_port\",\"c2_status\",\"last_online\"," \
	      "\"malware\"\n"
#define DRIDEX "\"2026-11-22 05:16:00\",\"198.51.100.205\",\"443\",\"offline\",\"2026-11-18\"," \
	       "\"Dridex\"\n"

static void test_feodo(void **state)
{
	(void)state;
	expect(LIST_FEODO_CSV, "# comment\n" FEODO DRIDEX "# END 1 entries\n",
	       "198.51.100.205 -60 Dridex\n");
	expect(LIST_AUTO, FEODO DRIDEX, "198.51.100.205 -60 Dridex\n");
	expect(LIST_AUTO, DRIDEX, "198.51.100.205 -60 Dridex\n");
	expect(LIST_AUTO, "first_seen_utc,dst_ip,dst_port,c2_status,last_online,malware\r\n"
			  "2026-11-22 05:16:00,203.0.113.1,443,online,2026-11-18,Emotet\r\n",
	       "203.0.113.1 -60 Emotet\n");
}

static void test_columns(void **state)
{
	(void)state;
	expect(LIST_AUTO, "\"malware\",\"new\",\"dst_ip\",\"first_seen_utc\"\n"
			  "\"Emotet\",\"x\",\"203.0.113.1\",\"2026-11-22 05:16:00\"\n",
	       "203.0.113.1 -60 Emotet\n");
}

static void test_threatfox(void **state)
{
	char text[8192];
	size_t len = read_sample("threatfox.csv", text, sizeof(text));

	(void)state;
	assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
	assert_string_equal(got.entries, "198.51.100.25 -1826 botnet_cc: Cobalt Strike\n"
					 "2001:db8::7 -2510 payload_delivery: Unknown malware\n");
	assert_int_equal(got.counts.other, 3);
	expect_notes("");
}

static void test_bare(void **state)
{
	(void)state;
	expect(LIST_AUTO, "\"2026-11-22 05:17:00\", \"7\", \"192.0.2.7:80\", \"ip:port\", "
			  "\"botnet_cc\", \"win.x\", \"None\", "
			  "\"Spy, the \"\"best\"\"\", \"\", \"75\"\n",
	       "192.0.2.7 botnet_cc: Spy, the \"best\"\n");
}

static void test_cut(void **state)
{
	char text[8192];
	size_t len = read_sample("feodo.csv", text, sizeof(text)), first;

	(void)state;
	first = (size_t)(strstr(text, "Emotet") - text);
	for (size_t n = first - 60; n < first + 6; n++) {
		assert_true(n < len);
		assert_int_equal(read_bytes(LIST_FEODO_CSV, text, n), 0);
		assert_string_equal(got.entries, "198.51.100.205 -26689615 Dridex\n");
	}
}

static void test_refused(void **state)
{
	(void)state;
	expect(LIST_FEODO_CSV, FEODO DRIDEX "\"2026\",\"198.51.100.1\"\n\"2026\",\"198.51\n"
			       "\"2026-02-30\",\"198.51.100.2\",\"1\",\"on\",\"-\",\"Emotet\"\n"
			       "\"2026\"x,\"198.51.100.3\",\"1\",\"on\",\"-\",\"Emotet\"\n"
			       "\"2026\",\"\",\"1\",\"on\",\"-\",\"Emotet\"\n",
	       "198.51.100.2 Emotet\n198.51.100.205 -60 Dridex\n");
	expect_notes("file:3: \"2026\",\"198.51.100.1\": too few fields: cut short?\n"
		     "file:4: \"2026\",\"198.51: a quote that does not end\n"
		     "file:6: \"2026\"x,\"198.51.100.3\",\"1\",\"on\",\"-\",\"Emotet\": "
		     "a quote that does not end\nfile:7: : no address\n");
}

static void test_services(void **state)
{
	static const char *const cases[][2] = {
		{ "192.0.2.7:443", "192.0.2.7\n" },	{ "192.0.2.7", "192.0.2.7\n" },
		{ "[2001:db8::7]:80", "2001:db8::7\n" }, { "2001:db8::7", "2001:db8::7\n" },
		{ "192.0.2.7:", "192.0.2.7\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[512];

		snprintf(text, sizeof(text),
			 "\"2026-11-22 05:17:00\",\"7\",\"%s\",\"ip:port\",\"\",\"\",\"\",\"\"\n",
			 cases[i][0]);
		expect(LIST_THREATFOX_CSV, text, cases[i][1]);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("Feodo Tracker's CSV is read with and without its header", test_feodo),
		SAYS("columns are found by their names", test_columns),
		SAYS("of ThreatFox only addresses are taken, the rest is counted", test_threatfox),
		SAYS("ThreatFox without its comments is known by its fields", test_bare),
		SAYS("a row that was cut anywhere is refused", test_cut),
		SAYS("a row that is damaged is refused, the others stay", test_refused),
		SAYS("the port of an address is dropped", test_services),
	};

	return cmocka_run_group_tests_name("list_read_csv", tests, NULL, NULL);
}
