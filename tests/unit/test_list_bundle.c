/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_bundle.h"

#include "unit/list_text.h"

static char seen[256];

static int keep(struct list_taker *t, const json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_ENCODE_ANY);
	size_t len = strlen(seen);

	snprintf(seen + len, sizeof(seen) - len, "%u:%s ", t->line, text);
	free(text);
	return strstr(seen, "stop") ? -ENOSPC : 0;
}

static int each(const char *text)
{
	struct list_taker t = { .how = &got.how, .e = &got.e };

	seen[0] = 0;
	assert_true(list_is_bundle(span_of(text)));
	return list_bundle_each(&t, span_of(text), keep);
}

static void test_objects(void **state)
{
	static const char *const cases[][2] = {
		{ "{\"objects\":[]}", "" },
		{ " { \"objects\" : [ ] } \n", "" },
		{ "{\"objects\":[{\"a\":[1,{}]},{}]}", "1:{\"a\":[1.0,{}]} 2:{} " },
		{ "{\"type\":\"bundle\",\"more\":false,\"n\":7,\"objects\":[{}],\"id\":{}}",
		  "1:{} " },
		{ "{\"objects\":[ 1 , \"]}\" ,null,[[]]]\n}", "1:1.0 2:\"]}\" 3:null 4:[[]] " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (each(cases[i][0]))
			fail_msg("%s: %s", cases[i][0], got.e.text);
		assert_string_equal(seen, cases[i][1]);
	}
}

static void test_damaged(void **state)
{
	static const char *const cases[] = {
		"{\"objects\":[", "{\"objects\":[{}", "{\"objects\":[{},", "{\"objects\":[{},]}",
		"{\"objects\":[,{}]}", "{\"objects\":[{}{}]}", "{\"objects\":[{}]",
		"{\"objects\":[{}]]", "{\"objects\":[{}],}", "{\"objects\":[{}],\"a\"}",
		"{\"objects\":[{}],\"a\":}", "{\"objects\":[{}]}}", "{\"objects\":[{}]} x",
		"{\"objects\":[{]}", "{\"objects\":[{}}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (each(cases[i]) != -EBADMSG)
			fail_msg("%s is a bundle", cases[i]);
	assert_int_equal(each("{\"objects\":\n[{},\n{},\n{\"a\" 7}]}"), -EBADMSG);
	assert_string_equal(got.e.text, "file:4: no whole JSON: damaged, or cut short");
}

static void test_no_bundle(void **state)
{
	static const char *const cases[] = {
		"", "{", "{}", "[]", "7", "{\"objects\"}", "{\"objects\":}", "{\"objects\":{}}",
		"{\"objects\":7}", "{\"list\":[]}", "{\"a\":[],\"objects\":[]}",
		"{\"a\":1 \"objects\":[]}",
		"{7:[]}", "{\"objects\":",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (list_is_bundle(span_of(cases[i])))
			fail_msg("%s is a bundle", cases[i]);
}

static void test_stopped(void **state)
{
	(void)state;
	assert_int_equal(each("{\"objects\":[1,\"stop\",3]}"), -ENOSPC);
	assert_string_equal(seen, "1:1.0 2:\"stop\" ");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a bundle's objects come one by one, by number", test_objects),
		SAYS("a bundle that is damaged anywhere is refused", test_damaged),
		SAYS("only an object with an array of objects is a bundle", test_no_bundle),
		SAYS("who takes a bundle's objects can stop", test_stopped),
	};

	return cmocka_run_group_tests_name("list_bundle", tests, NULL, NULL);
}
