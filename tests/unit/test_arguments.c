/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/arguments.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SAYS(sentence, test) { "arguments: " sentence, test, NULL, NULL, NULL }
#define WORDS 8

/* The words of a line behind the program's name. Their texts live until the next call. */
static int parse(const char *line, struct arguments *out, struct err *e)
{
	static char text[128];
	static char *words[WORDS + 2];
	int n = 1;

	strcpy(text, line);
	words[0] = "redarc-feed";
	for (char *word = strtok(text, " "); word && n <= WORDS; word = strtok(NULL, " "))
		words[n++] = word;
	words[n] = NULL;
	return arguments_parse(n, words, out, e);
}

static void test_taken(void **state)
{
	struct arguments a;
	struct err e;

	(void)state;
	assert_int_equal(parse("", &a, &e), 0);
	assert_true(!a.config && !a.state && !a.every && !a.check && !a.n_names);
	assert_int_equal(parse("one --config a.conf --state=/srv/a=b two -- --once", &a, &e), 0);
	assert_string_equal(a.config, "a.conf");
	assert_string_equal(a.state, "/srv/a=b");
	assert_int_equal(a.n_names, 3);
	assert_string_equal(a.names[0], "one");
	assert_string_equal(a.names[1], "two");
	assert_string_equal(a.names[2], "--once");
	assert_false(a.once);
	assert_int_equal(parse("--once --force --check --help --version", &a, &e), 0);
	assert_true(a.once && a.force && a.check && a.help && a.version && !a.every);
	assert_int_equal(parse("--every --config a.conf", &a, &e), 0);
	assert_true(a.every);
}

static void test_refused(void **state)
{
	static const char *const cases[] = {
		"--colour", "-c", "-", "--=a", "--config", "--config=", "--once=yes",
		"--every --once", "--every --force", "--every drop", "--onc",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct arguments a;
		struct err e = { "" };

		if (parse(cases[i], &a, &e) != -EINVAL || !e.text[0])
			fail_msg("%s was taken", cases[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("options stand anywhere, names are what is left", test_taken),
		SAYS("what is not understood is refused", test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
