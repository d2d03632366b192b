/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top_table.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const char row[] =
	"{\"peer\":\"198.51.100.7\",\"direction\":\"in\",\"verdict\":\"unknown\","
	"\"country\":\"JP\",\"city\":\"Tokyo\",\"asn\":64503,\"network\":\"Example\","
	"\"packets\":1234567,\"bytes\":99999,\"packets_s\":0.5,\"bits_s\":12345678,"
	"\"idle_s\":7300,\"interface\":\"eth0\"}";

/* Each narrower table lacks what matters least. */
static void widths(void **state)
{
	static const struct {
		int width;
		const char *titles;
	} cases[] = {
		{ 200, "PEER            DIR VERDICT  PACKETS  BYTES  PKT/S  BIT/S  LAST PLACE"
		       "          NETWORK                  IFACE" },
		{ 80, "PEER            DIR VERDICT  PACKETS  BYTES  PKT/S  BIT/S  LAST PLACE" },
		{ 76, "PEER            DIR VERDICT  PACKETS  BYTES  PKT/S  BIT/S  LAST" },
		{ 60, "PEER            DIR VERDICT  PACKETS  BYTES  PKT/S  BIT/S" },
		{ 40, "PEER            DIR VERDICT   PKT/S" },
		{ 20, "PEER" },
		{ 1, "PEER" },
	};
	json_t *wide = json_loads(row, 0, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct top_table t = { .width = cases[i].width };
		char line[TOP_LINE];

		top_table_titles(&t, line);
		assert_string_equal(line, cases[i].titles);
		if (cases[i].width > 15)
			assert_true((int)strlen(line) <= cases[i].width);
		top_table_row(&t, wide, line);
		if (cases[i].width > 15)
			assert_true((int)strlen(line) <= cases[i].width);
	}
	json_decref(wide);
}

static void cells(void **state)
{
	const struct top_table t = { .width = TOP_WIDE };
	json_t *wide = json_loads(row, 0, NULL);
	char line[TOP_LINE];

	(void)state;
	top_table_row(&t, wide, line);
	assert_string_equal(line,
			    "198.51.100.7    in  unknown     1.2M  99999    0.5  12.3M    2h"
			    " JP Tokyo       AS64503 Example          eth0");
	json_decref(wide);
}

static void hosts(void **state)
{
	const struct top_table t = { .width = TOP_WIDE, .local = true };
	json_t *host = json_loads("{\"host\":\"192.0.2.7\",\"packets\":12,\"packets_over\":5,"
				  "\"bytes\":100000,\"strangers\":3,\"packets_s\":12.6,"
				  "\"bits_s\":0,\"last_peer\":\"198.51.100.7\",\"idle_s\":-3}",
				  0, NULL);
	char line[TOP_LINE];

	(void)state;
	top_table_row(&t, host, line);
	assert_string_equal(line, "192.0.2.7               3     <12 100.0k     13      0    0s"
				  " 198.51.100.7");
	json_decref(host);
}

/* What a stranger's network is called does not reach the terminal as it is. */
static void hostile(void **state)
{
	const struct top_table t = { .width = TOP_WIDE };
	json_t *bad = json_loads("{\"peer\":\"x\",\"asn\":1,"
				 "\"network\":\"\\u001b]0;own\\u0007\\u009b\"}",
				 0, NULL);
	char line[TOP_LINE];

	(void)state;
	assert_non_null(bad);
	top_table_row(&t, bad, line);
	assert_non_null(strstr(line, "AS1 ?]0;own??"));
	json_decref(bad);
}

static void heads(void **state)
{
	const struct top_table t = { .width = 72 };
	json_t *answer = json_loads(
		"{\"by\":\"rate\",\"over_s\":1.02,\"total\":3,\"local\":true,\"displaced\":2,"
		"\"status\":{\"detail\":\"eth0: TCX\",\"peers\":{\"unknown\":3},"
		"\"storm\":{\"on\":true,\"since\":\"2026-11-22T10:42:07.000000+0000\",\"peers\":9},"
		"\"ledger\":{\"seen\":5,\"lost\":1,\"balanced\":true,"
		"\"unknown\":{\"in\":2,\"out\":3}}}}",
		0, NULL);
	char lines[TOP_HEADS][TOP_LINE];

	(void)state;
	assert_non_null(answer);
	assert_int_equal(top_table_head(&t, answer, lines), TOP_HEADS);
	assert_string_equal(lines[0], "eth0: TCX");
	assert_string_equal(lines[1], "packets: 5 seen, 1 lost, balanced: 0 allowed, 0 learning, "
				      "5 unknown, 0 b");
	assert_string_equal(lines[2], "peers: 0 allowed, 0 learning, 3 unknown, 0 blocked");
	assert_string_equal(lines[3],
			    "novelty storm: since 2026-11-22T10:42:07Z, 9 peers were not reported "
			    "one");
	assert_string_equal(lines[4],
			    "3 local hosts that meet strangers, by rate; rates over 1.0 s");
	assert_string_equal(lines[5],
			    "2 hosts were displaced: counts of the last are upper bounds");
	json_decref(answer);
}

static int speak_utf8(void **state)
{
	(void)state;
	return !setlocale(LC_CTYPE, "C.UTF-8");
}

#define SAYS(sentence, test) { "top_table: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a narrow table lacks what matters least", widths),
		SAYS("numbers are short, and ages too", cells),
		SAYS("what may be too great is marked", hosts),
		SAYS("what a network is called moves no cursor", hostile),
		SAYS("what stands above says how it stands", heads),
	};

	return cmocka_run_group_tests_name("top_table", tests, speak_utf8, NULL);
}
