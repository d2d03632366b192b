/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/fit.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "chance.h"

#define EAST "\xe6\x9d\xb1" /* one character, two columns */
#define UMLAUT "\xc3\xbc"
#define ACCENT "\xcc\x81" /* drawn over what stands before */

static void fitted(void **state)
{
	static const struct {
		const char *text;
		int columns;
		bool ascii;
		const char *shown;
	} cases[] = {
		{ "abc", 5, false, "abc  " },
		{ "abc", -5, false, "  abc" },
		{ "abcdef", 3, false, "abc" },
		{ "abcdef", -3, false, "abc" },
		{ "", 2, false, "  " },
		{ "abc", 0, false, "" },
		{ "M" UMLAUT "nchen", 8, false, "M" UMLAUT "nchen " },
		{ "M" UMLAUT "nchen", 8, true, "M?nchen " },
		{ EAST EAST, 5, false, EAST EAST " " },
		{ EAST EAST, 3, false, EAST " " },
		{ EAST EAST, 3, true, "?? " },
		{ "a" ACCENT "b", 3, false, "ab " },
		{ "a\x1b[2Jb", 6, false, "a?[2Jb" },
		{ "a\tb\nc\x7f", 6, false, "a?b?c?" },
		{ "\xc2\x9bx", 3, false, "?x " }, /* a control sequence in one character */
		{ "\xff\xc0\xafx\xe6\x9d", 8, false, "???x??  " },
		{ "\xf4\x90\x80\x80", 5, false, "?    " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fit f = { .ascii = cases[i].ascii };
		char out[64];
		size_t n = fit_text(&f, cases[i].text, cases[i].columns, out, sizeof(out));

		assert_string_equal(out, cases[i].shown);
		assert_int_equal(n, strlen(out));
	}
}

/* Whatever comes, and however little room there is. */
static void any_bytes(void **state)
{
	(void)state;
	seed = 7;
	for (int i = 0; i < 20000; i++) {
		const struct fit f = { .ascii = i & 1 };
		size_t room = 1 + random_below(24);
		char text[16], out[32];
		size_t n;

		memset(out, 'x', sizeof(out));
		for (size_t k = 0; k < sizeof(text) - 1; k++)
			text[k] = (char)random_below(256);
		text[sizeof(text) - 1] = 0;
		n = fit_text(&f, text, (int)random_below(41) - 20, out, room);
		assert_true(n < room);
		assert_int_equal(out[n], 0);
		assert_int_equal(out[room], 'x');
		for (size_t k = 0; k < n; k++)
			assert_true((uint8_t)out[k] >= ' ' && out[k] != 0x7f &&
				    !(f.ascii && (uint8_t)out[k] >= 0x80));
	}
}

static int speak_utf8(void **state)
{
	(void)state;
	return !setlocale(LC_CTYPE, "C.UTF-8");
}

#define SAYS(sentence, test) { "fit: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("text fills its columns, and moves no cursor", fitted),
		SAYS("any bytes stay within the room there is", any_bytes),
	};

	return cmocka_run_group_tests_name("fit", tests, speak_utf8, NULL);
}
