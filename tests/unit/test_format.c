/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"
#include "fake_scene.h"

static void test_bytes(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} cases[] = {
		{ 0, "0 B" },		{ 999, "999 B" },	    { 1000, "1.0 kB" },
		{ 99949, "99.9 kB" },	{ 123456, "123 kB" },	    { 999499, "999 kB" },
		{ 999500, "1.0 MB" },	{ 2000000000, "2.0 GB" },   { UINT64_MAX, "18.4 EB" },
	};
	char text[FORMAT_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(format_bytes(cases[i].bytes, text), cases[i].text);
}

static void test_count(void **state)
{
	char text[FORMAT_TEXT];

	(void)state;
	assert_string_equal(format_count(0, text), "0");
	assert_string_equal(format_count(999, text), "999");
	assert_string_equal(format_count(1000, text), "1,000");
	assert_string_equal(format_count(UINT64_MAX, text), "18,446,744,073,709,551,615");
}

static void test_time(void **state)
{
	char text[FORMAT_TEXT];

	(void)state;
	assert_string_equal(format_time(FAKE_NOW_NS, text), "2026-11-22 09:02:00 UTC");
	assert_string_equal(format_time(0, text), "");
	assert_string_equal(format_time(INT64_MIN, text), "");
	assert_true(strlen(format_time(INT64_MAX, text)) > 0);
}

static void test_names(void **state)
{
	const struct scene_limits few = { 4, 4, 4, 4 };
	struct stream_record place = fake_place(2, 1, 1);
	struct stream_record network = { .kind = STREAM_NETWORK,
					 .network = { 1, { 64500, "Example Net" } } };
	struct scene s;
	char text[FORMAT_TEXT];

	(void)state;
	assert_int_equal(scene_init(&s, &few), 0);
	strcpy(place.place.place.country, "JP");
	scene_take(&s, &place);
	scene_take(&s, &network);
	assert_string_equal(format_place(&s, PHRASE_ENGLISH, 2, text), "City 2, JP");
	assert_string_equal(format_place(&s, PHRASE_ENGLISH, GEO_NEAR, text), "nearby");
	assert_string_equal(format_place(&s, PHRASE_ENGLISH, GEO_NOWHERE, text), "unlocated");
	assert_string_equal(format_network(&s, 1, text), "AS64500 Example Net");
	assert_string_equal(format_network(&s, 9, text), "");
	scene_clear(&s);
}

/* A place that was told counts more than what the address is for. */
static void test_where(void **state)
{
	static const struct {
		const char *addr;
		uint32_t place;
		const char *told;
	} cases[] = {
		{ "203.0.113.1", 2, "City 2" },
		{ "203.0.113.1", GEO_NOWHERE, "no place known" },
		{ "203.0.113.1", GEO_NEAR, "nearby" },
		{ "10.0.0.1", GEO_NEAR, "private" },
		{ "224.0.0.251", GEO_NEAR, "multicast" },
		{ "192.88.99.1", GEO_NOWHERE, "anycast" },
		{ "192.88.99.1", 2, "City 2" },
	};
	const struct scene_limits few = { 4, 4, 4, 4 };
	struct stream_record place = fake_place(2, 1, 1);
	struct scene s;
	char text[FORMAT_TEXT];

	(void)state;
	assert_int_equal(scene_init(&s, &few), 0);
	scene_take(&s, &place);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct stream_peer p = { .place = cases[i].place };

		assert_int_equal(addr_parse(cases[i].addr, &p.addr), 0);
		assert_string_equal(format_where(&s, PHRASE_ENGLISH, &p, text), cases[i].told);
	}
	scene_clear(&s);
}

static void test_duration(void **state)
{
	static const struct {
		int64_t s;
		const char *english, *japanese;
	} cases[] = {
		{ 0, "0 s", "0 秒" },
		{ 200, "3 min 20 s", "3 分 20 秒" },
		{ 172740, "1 d 23 h", "1 日 23 時間" },
		{ INT64_MAX / CLOCK_S, "106751 d 23 h", "106751 日 23 時間" },
	};
	char text[FORMAT_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t ns = cases[i].s * CLOCK_S;

		assert_string_equal(format_duration(PHRASE_ENGLISH, ns, text), cases[i].english);
		assert_string_equal(format_duration(PHRASE_JAPANESE, ns, text), cases[i].japanese);
	}
}

/* What is said of places is translated; their names are not. */
static void test_japanese(void **state)
{
	const struct scene_limits few = { 4, 4, 4, 4 };
	struct stream_record place = fake_place(2, 1, 1);
	struct stream_peer p = { .place = GEO_NOWHERE };
	struct scene s;
	char text[FORMAT_TEXT];

	(void)state;
	assert_int_equal(scene_init(&s, &few), 0);
	strcpy(place.place.place.city, "nearby");
	scene_take(&s, &place);
	assert_int_equal(addr_parse("203.0.113.1", &p.addr), 0);
	assert_string_equal(format_place(&s, PHRASE_JAPANESE, 2, text), "nearby");
	assert_string_equal(format_region(&s, PHRASE_JAPANESE, 2, (struct cell){ .deg = 1 }, text),
			    "nearby 周辺");
	assert_string_equal(format_place(&s, PHRASE_JAPANESE, GEO_NEAR, text), "ローカル");
	assert_string_equal(format_where(&s, PHRASE_JAPANESE, &p, text), "場所不明");
	scene_clear(&s);
}

#define SAYS(sentence, test) { .name = "format: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who has no place is said to be private, anycast ...", test_where),
		SAYS("how long in words, in each language", test_duration),
		SAYS("a place that is called as a phrase is not translated", test_japanese),
		SAYS("bytes in three figures", test_bytes),
		SAYS("counts in groups of three", test_count),
		SAYS("times in UTC, nothing for none", test_time),
		SAYS("places and networks by name, and what has none", test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
