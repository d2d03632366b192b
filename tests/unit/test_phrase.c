/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/phrase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/words.h"

#define CONVERSIONS 4 /* most in a phrase */

/* The letters of a format's conversions, by their place among the arguments. */
static void conversions(const char *format, char letters[CONVERSIONS + 1])
{
	size_t n = 0, at;

	memset(letters, 0, CONVERSIONS + 1);
	for (const char *c = strchr(format, '%'); c; c = strchr(c + 1, '%')) {
		bool numbered = c[1] >= '1' && c[1] <= '9' && c[2] == '$';

		at = numbered ? (size_t)(c[1] - '1') : n++;
		assert_true(at < CONVERSIONS);
		letters[at] = c[numbered ? 3 : 1];
	}
}

static void test_sorted(void **state)
{
	const char *before = "", *english, *japanese;
	size_t n = 0;

	(void)state;
	for (; phrase_row(n, &english, &japanese); n++, before = english) {
		assert_true(strcmp(before, english) < 0);
		assert_string_equal(phrase(PHRASE_JAPANESE, english), japanese);
		assert_ptr_equal(phrase(PHRASE_ENGLISH, english), english);
	}
	assert_true(n > 50);
}

static void test_same_arguments(void **state)
{
	char a[CONVERSIONS + 1], b[CONVERSIONS + 1];
	const char *english, *japanese;

	(void)state;
	for (size_t n = 0; phrase_row(n, &english, &japanese); n++) {
		conversions(english, a);
		conversions(japanese, b);
		assert_string_equal(a, b);
	}
}

static void test_unknown_stays(void **state)
{
	(void)state;
	assert_string_equal(phrase(PHRASE_JAPANESE, "Example Net"), "Example Net");
	assert_string_equal(phrase(PHRASE_JAPANESE, ""), "");
}

static void check_word(const char *word)
{
	if (*word)
		assert_string_not_equal(phrase(PHRASE_JAPANESE, word), word);
}

static void test_all_words(void **state)
{
	(void)state;
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		check_word(words_verdict(v));
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		check_word(words_direction(d));
	for (uint8_t r = 0; r < REASONS; r++)
		check_word(words_reason(r));
	for (uint8_t level = 0; level < NOVELTY_LEVELS; level++)
		check_word(words_novelty((uint8_t)((1u << level) - 1)));
}

static void test_many(void **state)
{
	(void)state;
	assert_string_equal(phrase_many(PHRASE_ENGLISH, 1, "%s peer", "%s peers"), "%s peer");
	assert_string_equal(phrase_many(PHRASE_ENGLISH, 0, "%s peer", "%s peers"), "%s peers");
	assert_string_equal(phrase_many(PHRASE_ENGLISH, 2, "%s peer", "%s peers"), "%s peers");
	assert_string_equal(phrase_many(PHRASE_JAPANESE, 1, "%s peer", "%s peers"),
			    phrase_many(PHRASE_JAPANESE, 2, "%s peer", "%s peers"));
}

static void test_locales(void **state)
{
	static const struct {
		const char *name;
		enum phrase_language language;
	} locales[] = {
		{ "ja_JP.UTF-8", PHRASE_JAPANESE }, { "ja", PHRASE_JAPANESE },
		{ "ja@x", PHRASE_JAPANESE },	    { "jam_JM", PHRASE_ENGLISH },
		{ "C", PHRASE_ENGLISH },	    { "", PHRASE_ENGLISH },
		{ "en_US.UTF-8", PHRASE_ENGLISH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(locales) / sizeof(*locales); i++)
		assert_int_equal(phrase_language_of(locales[i].name), locales[i].language);
}

int main(void)
{
#define SAYS(sentence, test) { .name = "phrase: " sentence, .test_func = test }
	const struct CMUnitTest tests[] = {
		SAYS("each translation is found", test_sorted),
		SAYS("a translation takes the same arguments", test_same_arguments),
		SAYS("what has no translation stays English", test_unknown_stays),
		SAYS("every verdict, direction, reason and novelty has one", test_all_words),
		SAYS("one is told from many where a language does", test_many),
		SAYS("a locale's name tells the language", test_locales),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
