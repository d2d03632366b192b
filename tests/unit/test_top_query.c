/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top_query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void read_back(void **state)
{
	static const char *const texts[] = {
		"by=rate rows=1 from=0",	 "by=packets rows=1000 from=1000",
		"by=peers rows=20 from=3 local", "by=last rows=7 from=0 local",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct top_query q;
		char text[64];

		assert_int_equal(top_query_parse(texts[i], &q), 0);
		top_query_format(&q, text, sizeof(text));
		assert_string_equal(text, texts[i]);
	}
}

static void defaults(void **state)
{
	struct top_query q;

	(void)state;
	assert_int_equal(top_query_parse("local", &q), 0);
	assert_true(q.local);
	assert_int_equal(q.by, TOP_RATE);
	assert_int_equal(q.rows, 20);
	assert_int_equal(top_query_parse("", &q), 0);
	assert_false(q.local);
}

static void refused(void **state)
{
	static const char *const texts[] = {
		"by=peers", "by=", "by=size", "rows=0", "rows=1001", "rows=-1", "rows= 5",
		"rows=5x", "rows=99999999999999999999", "from=1001", "from=", "locals",
		" by=rate", "by=rate  ", "by=ratebyratebyrate", "all",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct top_query q;

		assert_int_not_equal(top_query_parse(texts[i], &q), 0);
	}
}

static void orders(void **state)
{
	enum top_by by = TOP_RATE;
	int seen = 0;

	(void)state;
	do {
		assert_int_not_equal(by, TOP_PEERS);
		by = top_next(by, false);
		seen++;
	} while (by != TOP_RATE && seen < 10);
	assert_int_equal(seen, TOP_ORDERS - 1);
	assert_int_equal(top_next(TOP_BYTES, true), TOP_PEERS);
}

#define SAYS(sentence, test) { "top_query: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what is written is read back", read_back),
		SAYS("what is left out has a usual value", defaults),
		SAYS("what nobody understands is refused", refused),
		SAYS("one order follows the other, and peers have none by their peers", orders),
	};

	return cmocka_run_group_tests_name("top_query", tests, NULL, NULL);
}
