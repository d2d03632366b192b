/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/publish.h"

#include "lists_folder.h"

#define SAYS(sentence, test) { "publish: " sentence, test, NULL, NULL, NULL }
#define DAY 86400

static const struct feed_config config = { .name = "drop",
					   .url = "https://lists.example/drop",
					   .kind = LIST_BLOCK,
					   .directions = OUT,
					   .expires_s = DAY };

static void test_read(void **state)
{
	static const char text[] = "198.51.100.0/24 ; SBL1\n127.0.0.1\n010.1.2.3\n203.0.113.7\n";
	struct list_counts counts = { 0 };
	struct err e = { "" };
	struct list l;

	(void)state;
	assert_int_equal(publish_read(&config, text, strlen(text), NOW, &l, &counts, &e), 0);
	assert_int_equal(l.kind, LIST_BLOCK);
	assert_string_equal(l.name, "drop");
	assert_string_equal(l.source, config.url);
	assert_int_equal(l.updated_s, NOW);
	assert_int_equal(l.n, 2);
	assert_int_equal(counts.taken, 2);
	assert_int_equal(counts.stripped, 1);
	assert_int_equal(counts.refused, 1);
	for (uint32_t i = 0; i < l.n; i++) {
		assert_int_equal(l.entries[i].directions, OUT);
		assert_int_equal(l.entries[i].added_s, NOW);
		assert_int_equal(l.entries[i].expires_s, NOW + DAY);
	}
	list_clear(&l);
}

static void test_no_list(void **state)
{
	static const char *const cases[] = { "", "<!DOCTYPE html>\n<p>198.51.100.1</p>\n" };
	struct list_counts counts;
	struct list l;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(publish_read(&config, cases[i], strlen(cases[i]), NOW, &l, &counts,
					      &e), -EBADMSG);
		assert_int_equal(l.n, 0);
		assert_null(l.entries);
	}
}

static void test_judge(void **state)
{
	static const struct {
		uint32_t old, n;
		bool fine;
	} cases[] = {
		{ 0, 0, false },   { 0, 1, true },       { 0, LIST_MOST, true },
		{ 1, 0, false },   { 1, 1, true },       { 1, 10, true },
		{ 1, 11, false },  { 100, 49, false },   { 100, 50, true },
		{ 101, 50, false }, { 101, 51, true },   { 100, 1000, true },
		{ 100, 1001, false }, { UINT32_MAX, UINT32_MAX, true },
		{ UINT32_MAX, 1u << 31, true }, { UINT32_MAX, (1u << 31) - 1, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e;
		int r = publish_judge("drop", cases[i].old, cases[i].n, &e);

		if (r != (cases[i].fine ? 0 : -ERANGE))
			fail_msg("from %u to %u: %d", cases[i].old, cases[i].n, r);
	}
}

static void test_dates(void **state)
{
	struct list old = new_list(LIST_BLOCK, "drop"), fresh = new_list(LIST_BLOCK, "drop");
	const struct cidr known = cidr("198.51.100.1"), later = cidr("198.51.100.2");

	(void)state;
	add(&old, "198.51.100.1", OUT, 0, NULL);
	add(&old, "198.51.100.3", OUT, 0, NULL);
	must_settle(&old);
	add(&fresh, "198.51.100.1", OUT, 0, NULL);
	add(&fresh, "198.51.100.2", OUT, 0, NULL);
	add(&fresh, "198.51.100.3", OUT, 0, NULL);
	must_settle(&fresh);
	fresh.entries[0].added_s = fresh.entries[1].added_s = NOW + DAY;
	fresh.entries[2].added_s = NOW - DAY; /* its source says so */
	publish_keep_dates(&fresh, &old, NOW + DAY);
	assert_int_equal(list_find(&fresh, &known)->added_s, NOW);
	assert_int_equal(list_find(&fresh, &later)->added_s, NOW + DAY);
	assert_int_equal(fresh.entries[2].added_s, NOW - DAY);
	list_clear(&old);
	list_clear(&fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what was fetched is read as its configuration says", test_read),
		SAYS("what is no list leaves none behind", test_no_list),
		SAYS("half to ten times of the last good one is taken", test_judge),
		SAYS("an entry keeps the day on which it was first listed", test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
