/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char line[512];
static struct json json;

static int set_up(void **state)
{
	(void)state;
	json_init(&json, line, sizeof(line));
	return 0;
}

static void says(const char *text)
{
	assert_int_equal(json.len, strlen(text));
	assert_memory_equal(line, text, json.len);
	assert_false(json.full);
}

static void test_object(void **state)
{
	(void)state;
	json_open(&json, NULL);
	json_str(&json, "event_type", "alert");
	json_open(&json, "redarc");
	json_close(&json);
	json_open_array(&json, "list");
	json_u64(&json, NULL, 1);
	json_str(&json, NULL, "two");
	json_open(&json, NULL);
	json_bool(&json, "yes", true);
	json_bool(&json, "no", false);
	json_close(&json);
	json_close_array(&json);
	json_nil(&json, "none");
	json_close(&json);
	assert_int_not_equal(json_end(&json), 0);
	says("{\"event_type\":\"alert\",\"redarc\":{},\"list\":[1,\"two\",{\"yes\":true,"
	     "\"no\":false}],\"none\":null}\n");
}

static void test_text(void **state)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "\n\x01\x1f\x7f", "\"\\u000a\\u0001\\u001f\\u007f\"" },
		{ "\xc3\xa9\xe6\x9d\xb1\xf0\x9f\x8c\x8d",
		  "\"\xc3\xa9\xe6\x9d\xb1\xf0\x9f\x8c\x8d\"" },
		{ "\xff", "\"\xef\xbf\xbd\"" },
		{ "a\xc3", "\"a\xef\xbf\xbd\"" },
		{ "\xe6\x9d", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xe0\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_init(&json, line, sizeof(line));
		json_str(&json, NULL, cases[i].text);
		says(cases[i].written);
	}
}

static void test_whole_numbers(void **state)
{
	(void)state;
	json_open_array(&json, NULL);
	json_u64(&json, NULL, 0);
	json_u64(&json, NULL, UINT64_MAX);
	json_i64(&json, NULL, INT64_MIN);
	json_i64(&json, NULL, INT64_MAX);
	json_close_array(&json);
	says("[0,18446744073709551615,-9223372036854775808,9223372036854775807]");
}

static void test_fractions(void **state)
{
	(void)state;
	json_open_array(&json, NULL);
	json_f64(&json, NULL, 1.0 / 3, 4);
	json_f64(&json, NULL, -122.5, 1);
	json_f64(&json, NULL, 2.5, 0);
	json_f64(&json, NULL, NAN, 2);
	json_f64(&json, NULL, -INFINITY, 2);
	json_f64(&json, NULL, 1e300, 2);
	json_close_array(&json);
	says("[0.3333,-122.5,2,null,null,null]");
}

static void test_many_decimals(void **state)
{
	(void)state;
	json_f64(&json, NULL, -1e15, 60);
	says("-1000000000000000.000000000000000");
}

/* At every size that is too small, nothing is written past the end. */
static void test_room(void **state)
{
	static const char whole[] = "{\"key\":\"a \\\"text\\\" \xef\xbf\xbd\",\"n\":123456}\n";
	const size_t need = sizeof(whole) - 1;

	(void)state;
	for (size_t room = 0; room <= need; room++) {
		memset(line, '#', sizeof(line));
		json_init(&json, line, room);
		json_open(&json, NULL);
		json_str(&json, "key", "a \"text\" \xff");
		json_u64(&json, "n", 123456);
		json_close(&json);
		assert_int_equal(json_end(&json), room < need ? 0 : need);
		for (size_t i = room; i < sizeof(line); i++)
			assert_int_equal(line[i], '#');
	}
	assert_memory_equal(line, whole, need);
}

static void test_full_stays(void **state)
{
	(void)state;
	json_init(&json, line, 4);
	json_str(&json, NULL, "too long for it");
	json_u64(&json, NULL, 1);
	assert_true(json.full);
	assert_int_equal(json_end(&json), 0);
}

#define SAYS(sentence, test) { "json: " sentence, test, set_up, NULL, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("objects and lists nest, with commas where they belong", test_object),
		SAYS("any bytes become valid text", test_text),
		SAYS("whole numbers are exact to their last digit", test_whole_numbers),
		SAYS("fractions are rounded, and what is no number is null", test_fractions),
		SAYS("more decimals than a number has are cut", test_many_decimals),
		SAYS("a line that does not fit is not used, and nothing is overwritten", test_room),
		SAYS("what did not fit once stays unusable", test_full_stays),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
