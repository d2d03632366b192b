/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "globe/keys.h"

static struct entry entry(const char *text)
{
	struct entry f = { .text = "" };

	entry_type(&f, text);
	return f;
}

static void test_types(void **state)
{
	static const char *const cases[][2] = {
		{ "port:443", "port:443" },
		{ "a\tb\nc\x7f" "d", "abcd" },
		{ "Z\xc3\xbcrich", "Z\xc3\xbcrich" },
		{ "a\xff" "b\xc3", "ab" }, /* what is not UTF-8 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry f = entry(cases[i][0]);

		assert_string_equal(f.text, cases[i][1]);
		assert_int_equal(f.caret, strlen(f.text));
	}
}

static void test_edits(void **state)
{
	static const struct {
		const char *text;
		int keys[6];
		const char *left;
		size_t caret;
	} cases[] = {
		{ "abc", { KEY_BACKSPACE }, "ab", 2 },
		{ "a\xc3\xbc", { KEY_BACKSPACE }, "a", 1 },
		{ "a\xc3\xbc", { KEY_LEFT, KEY_LEFT, KEY_LEFT }, "a\xc3\xbc", 0 },
		{ "a\xc3\xbc", { KEY_HOME, KEY_RIGHT, KEY_RIGHT, KEY_RIGHT }, "a\xc3\xbc", 3 },
		{ "\xc3\xbc" "b", { KEY_HOME, KEY_DELETE }, "b", 0 },
		{ "b", { KEY_DELETE }, "b", 1 },
		{ "", { KEY_BACKSPACE, KEY_LEFT, KEY_DELETE }, "", 0 },
		{ "abcd", { KEY_LEFT, KEY_CLEAR }, "d", 0 },
		{ "abcd", { KEY_HOME, KEY_END, KEY_CLEAR }, "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry f = entry(cases[i].text);

		for (int k = 0; cases[i].keys[k]; k++)
			assert_true(entry_key(&f, cases[i].keys[k]));
		assert_string_equal(f.text, cases[i].left);
		assert_int_equal(f.caret, cases[i].caret);
		assert_false(entry_key(&f, 'x'));
	}
}

static void test_inside(void **state)
{
	struct entry f = entry("ac");

	(void)state;
	entry_key(&f, KEY_LEFT);
	entry_type(&f, "b");
	assert_string_equal(f.text, "abc");
	assert_int_equal(f.caret, 2);
}

/* A character that does not fit whole is left out whole. */
static void test_full(void **state)
{
	struct entry f = { .text = "" };

	(void)state;
	for (int i = 0; i < ENTRY_TEXT - 2; i++)
		entry_type(&f, "x");
	entry_type(&f, "\xc3\xbc");
	assert_int_equal(strlen(f.text), ENTRY_TEXT - 2);
	entry_type(&f, "yz");
	assert_int_equal(strlen(f.text), ENTRY_TEXT - 1);
	assert_false(entry_add(&f, "a"));
}

static void test_words(void **state)
{
	struct entry f = entry(" a  country:NL ");
	size_t len;

	(void)state;
	assert_true(entry_has(&f, "Country:nl"));
	assert_false(entry_has(&f, "country"));
	assert_true(entry_add(&f, "COUNTRY:NL"));
	assert_string_equal(f.text, " a  country:NL ");
	assert_true(entry_add(&f, "dir:in"));
	assert_string_equal(f.text, " a  country:NL dir:in");
	assert_memory_equal(entry_word(&f, 2, &len), "dir:in", 6);
	assert_int_equal(len, 6);
	assert_null(entry_word(&f, 3, &len));
	entry_remove(&f, "country:NL");
	assert_string_equal(f.text, " a  dir:in");
	entry_remove(&f, "dir:in");
	assert_string_equal(f.text, " a");
	entry_remove(&f, "b");
	entry_remove(&f, "a");
	assert_string_equal(f.text, "");
	assert_int_equal(f.caret, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "entry: takes characters, not what controls", .test_func = test_types },
		{ .name = "entry: keys move and take out whole characters",
		  .test_func = test_edits },
		{ .name = "entry: typing goes where the caret is", .test_func = test_inside },
		{ .name = "entry: what does not fit is left out", .test_func = test_full },
		{ .name = "entry: words are added once, and taken out with their blank",
		  .test_func = test_words },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
