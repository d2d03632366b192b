/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/kinsoku.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <uchar.h>

#include <cmocka.h>

struct pair {
	char32_t before, after;
};

#define COUNT(pairs) (sizeof(pairs) / sizeof(*(pairs)))

static void check(const struct pair *pairs, size_t n, bool allowed)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(kinsoku_allows(pairs[i].before, pairs[i].after), allowed);
}

static void test_between(void **state)
{
	static const struct pair pairs[] = {
		{ U'通', U'信' }, { U'の', U'先' }, { U'か', U'カ' }, { U'。', U'次' },
		{ U'」', U'と' }, { U'は', U'「' }, { U'4', U'件' },  { U'の', U'I' },
		{ U'ー', U'は' }, { U'𠮷', U'a' },
	};

	(void)state;
	check(pairs, COUNT(pairs), true);
}

static void test_not_first(void **state)
{
	static const struct pair pairs[] = {
		{ U'す', U'。' }, { U'は', U'、' }, { U'サ', U'ー' }, { U'語', U'」' },
		{ U'期', U')' },  { U'し', U'ょ' }, { U'シ', U'ョ' }, { U'か', U'?' },
		{ U'人', U'々' }, { U'中', U'…' },
	};

	(void)state;
	check(pairs, COUNT(pairs), false);
}

static void test_not_last(void **state)
{
	static const struct pair pairs[] = {
		{ U'「', U'許' }, { U'（', U'現' }, { U'(', U'受' }, { U'『', U'a' },
	};

	(void)state;
	check(pairs, COUNT(pairs), false);
}

static void test_words(void **state)
{
	static const struct pair pairs[] = {
		{ 'a', 'b' }, { '1', '9' }, { 'o', U'é' }, { U'д', U'а' }, { U'한', U'국' },
		{ 0, 'a' },
	};

	(void)state;
	check(pairs, COUNT(pairs), false);
}

#define SAYS(sentence, test) { .name = "kinsoku: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("Japanese may be broken between its characters", test_between),
		SAYS("what closes or prolongs does not begin a line", test_not_first),
		SAYS("what opens does not end a line", test_not_last),
		SAYS("words with blanks between them stay whole", test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
