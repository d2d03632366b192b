/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "unit/list_text.h"

static void test_samples(void **state)
{
	static const struct {
		const char *file, *entries;
		uint32_t other;
	} cases[] = {
		{ "drop_v4.json", "192.0.2.0/25 SBL100001\n198.51.100.0/24 SBL100002\n"
				  "203.0.113.128/25 SBL100003\n", 0 },
		{ "feodo.json", "198.51.100.205 -26689615 Dridex\n"
				"203.0.113.246 -14716327 Emotet\n", 0 },
		{ "threatfox.json", "198.51.100.25 -1826 botnet_cc: Cobalt Strike\n", 1 },
		{ "threatfox_api.json", "198.51.100.25 -1826 botnet_cc: Cobalt Strike\n", 1 },
	};
	char text[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t len = read_sample(cases[i].file, text, sizeof(text));

		assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
		assert_string_equal(got.entries, cases[i].entries);
		assert_int_equal(got.counts.other, cases[i].other);
		expect_notes("");
	}
}

/* Blanks at the end may go; of DROP's lines, those behind a line that is whole. */
static void test_cut(void **state)
{
	static const char *const files[] = { "feodo.json", "threatfox.json", "threatfox_api.json",
					     "misp.json", "stix.json" };
	char text[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		size_t len = read_sample(files[i], text, sizeof(text));

		for (size_t n = 0; n + 1 < len; n++) {
			if (read_bytes(LIST_AUTO, text, n) != -EBADMSG)
				fail_msg("%s, cut after %zu, is still a list", files[i], n);
			assert_int_equal(got.list.n, 0);
		}
		assert_int_equal(read_bytes(LIST_AUTO, text, len - 1), 0);
	}
}

static void test_cut_lines(void **state)
{
	char text[8192];
	size_t len = read_sample("drop_v4.json", text, sizeof(text));

	(void)state;
	for (size_t n = 0; n < len - 1; n++)
		if (n && text[n] != '\n' && text[n - 1] != '\n')
			assert_int_equal(read_bytes(LIST_AUTO, text, n), -EBADMSG);
	expect_no_list(LIST_AUTO,
		       "{\"cidr\":\"192.0.2.0/25\",\"sblid\":\"SBL1\"}\n"
		       "{\"type\":\"metadata\",\"records\":2}\n",
		       "file:2: other than as many entries as it says: cut short?");
	expect_no_list(LIST_DROP_JSON, "{\"cidr\":\"192.0.2.0/25\"}\nnot JSON\n",
		       "file:2: no JSON object: damaged, or cut short");
}

static void test_drop(void **state)
{
	(void)state;
	expect(LIST_AUTO, "{\"cidr\":\"192.0.2.0/25\"}\r\n\r\n{\"sblid\":\"SBL2\"}\r\n"
			  "{\"cidr\":7}\n{\"cidr\":\"10.0.0.0/8\",\"sblid\":\"SBL3\"}",
	       "192.0.2.0/25\n");
	expect_notes("file:3: : no address\nfile:4: : no address\nfile:5: 10.0.0.0/8: private\n");
	expect(LIST_AUTO, "{\"type\":\"metadata\",\"records\":0}\n{\"cidr\":\"2001:db8::/32\"}\n",
	       "2001:db8::/32\n");
}

static void test_entries(void **state)
{
	(void)state;
	expect(LIST_AUTO, "\xef\xbb\xbf[{\"ip_address\":\"192.0.2.1\",\"first_seen\":null},"
			  "{\"ip_address\":\"192.168.0.1\"},7,{\"ip_address\":[1]},"
			  "{\"ip_address\":\"010.1.2.3\",\"port\":99999999999999999999999999}]",
	       "192.0.2.1\n");
	expect_notes("file: entry 2: 192.168.0.1: private\nfile: entry 3: : no address\n"
		     "file: entry 4: : no address\n"
		     "file: entry 5: 010.1.2.3: leading zeros, which may mean octal\n");
	expect(LIST_AUTO, "{\"1\":[{\"ioc_type\":\"ip:port\",\"ioc_value\":\"192.0.2.1:80\","
			  "\"malware\":\"win.x\"}],\"2\":7,\"3\":[7],\"4\":[]}",
	       "192.0.2.1 win.x\n");
	assert_int_equal(got.counts.other, 1);
}

static void test_no_list(void **state)
{
	static const char *const cases[][2] = {
		{ "{}", "file: JSON, but no list that is known" },
		{ "{\"error\":\"no_auth_key\"}", "file: JSON, but no list that is known" },
		{ "[[]]", "file: JSON, but no list that is known" },
		{ "[]", "file: holds no usable address (0 stripped, 0 refused, 0 no addresses)" },
		{ "{\"query_status\":\"unknown_auth_key\"}",
		  "file: holds no usable address (0 stripped, 0 refused, 0 no addresses)" },
		{ "{\"list\":[\"192.0.2.1\"],\"type\":\"cidr\"} {}",
		  "file: something stands behind its end" },
		{ "{\"list\":\n[\"192.0.2.1\",]}", "file:2: no whole JSON: damaged, or cut short" },
		{ "{\"list\":[\"192.0.2.1\\u0000\"]}",
		  "file:1: no whole JSON: damaged, or cut short" },
		{ "{\"list\":[\"\xff\"]}", "file:1: no whole JSON: damaged, or cut short" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_no_list(LIST_AUTO, cases[i][0], cases[i][1]);
	expect_no_list(LIST_STIX, "{\"list\":[]}", "file: JSON, but no STIX bundle");
	expect_no_list(LIST_FEODO_JSON, "198.51.100.7\n",
		       "file:1: no whole JSON: damaged, or cut short");
}

static void test_deep(void **state)
{
	char text[200001];

	(void)state;
	memset(text, '[', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	assert_int_equal(read_words(LIST_AUTO, text), -EBADMSG);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("JSON of Spamhaus and abuse.ch is known by its shape", test_samples),
		SAYS("JSON that was cut anywhere is no list", test_cut),
		SAYS("JSON lines that were cut, or lack some, are no list", test_cut_lines),
		SAYS("Spamhaus' lines stand each for itself", test_drop),
		SAYS("entries that are none are refused by their number", test_entries),
		SAYS("JSON that is something else, or damaged, is no list", test_no_list),
		SAYS("JSON too deep for any reader is no list", test_deep),
	};

	return cmocka_run_group_tests_name("list_read_json", tests, NULL, NULL);
}
