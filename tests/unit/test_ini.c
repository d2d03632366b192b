/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ini.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SAYS(sentence, test) { "ini: " sentence, test, NULL, NULL, NULL }

/* What was read, an entry as "LINE section/name key=value|". */
struct told {
	char text[4096];
	const char *refuse; /* a key */
};

static int tell(void *ctx, const struct ini_entry *entry, struct err *e)
{
	struct told *t = ctx;
	size_t used = strlen(t->text);

	if (t->refuse && entry->key && !strcmp(entry->key, t->refuse))
		return entry->value[0] == '-' ? -ERANGE :
			       err_set(e, -ERANGE, "%s: %s: too much", entry->key, entry->value);
	snprintf(t->text + used, sizeof(t->text) - used, "%u %s/%s", entry->line, entry->section,
		 entry->name);
	used = strlen(t->text);
	snprintf(t->text + used, sizeof(t->text) - used, "%s%s%s%s|", entry->key ? " " : "",
		 entry->key ? entry->key : "", entry->key ? "=" : "",
		 entry->key ? entry->value : "");
	return 0;
}

static int read_text(const char *text, size_t len, struct told *t, struct err *e)
{
	char *exact = malloc(len ? len : 1); /* so that a byte too far is noticed */
	int r;

	assert_non_null(exact);
	memcpy(exact, text, len);
	t->text[0] = 0;
	e->text[0] = 0;
	r = ini_read("a.conf", exact, len, tell, t, e);
	free(exact);
	return r;
}

static void test_read(void **state)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "# a comment\n; another\n  # one more", "" },
		{ "[a]", "1 a/|" },
		{ "[a]\nk = v\n", "1 a/|2 a/ k=v|" },
		{ "[a]\nk=v", "1 a/|2 a/ k=v|" },
		{ "[a]\r\nk\t= v w \t\r\n", "1 a/|2 a/ k=v w|" },
		{ "\xef\xbb\xbf[a]\nk=v\n", "1 a/|2 a/ k=v|" },
		{ "[ list  drop ] # x\n\tk = v", "1 list/drop|2 list/drop k=v|" },
		{ "[list a]\nk=1\n[list b]\nk=2\n",
		  "1 list/a|2 list/a k=1|3 list/b|4 list/b k=2|" },
		{ "[a]\nu = https://h/p;x#y?a=b ; why\n", "1 a/|2 a/ u=https://h/p;x#y?a=b|" },
		{ "[a]\nk = a \\\n", "1 a/|2 a/ k=a \\|" },
		{ "[a]\nk = [b]\n", "1 a/|2 a/ k=[b]|" },
		{ "[a]\nk = gr\xc3\xbc\xc3\x9f\n", "1 a/|2 a/ k=gr\xc3\xbc\xc3\x9f|" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct told t = { .refuse = NULL };
		struct err e;

		if (read_text(cases[i].text, strlen(cases[i].text), &t, &e) ||
		    strcmp(t.text, cases[i].told))
			fail_msg("%s: %s (%s)", cases[i].text, t.text, e.text);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "k = v", "a.conf:1: k: stands before any [section]" },
		{ "[a]\nk", "a.conf:2: k: neither [section] nor key = value" },
		{ "[a]\n= v", "a.conf:2: = v: neither [section] nor key = value" },
		{ "[a]\nK = v", "a.conf:2: K = v: neither [section] nor key = value" },
		{ "[a]\nk v = w", "a.conf:2: k v = w: neither [section] nor key = value" },
		{ "[a]\n\nk =  # none", "a.conf:3: k: no value" },
		{ "[a]\nk = 1\nk = 2", "a.conf:3: k: stands twice in its section" },
		{ "[a]\n[b]\n[a]", "a.conf:3: [a]: stands there twice" },
		{ "[a b]\n[a  b]", "a.conf:2: [a  b]: stands there twice" },
		{ "[a", "a.conf:1: [a: a section is [word] or [word NAME]" },
		{ "[]", "a.conf:1: []: a section is [word] or [word NAME]" },
		{ "[a b c]", "a.conf:1: [a b c]: a section is [word] or [word NAME]" },
		{ "[a] b", "a.conf:1: [a] b: a section is [word] or [word NAME]" },
		{ "[a]]", "a.conf:1: [a]]: a section is [word] or [word NAME]" },
		{ "[a!b]", "a.conf:1: [a!b]: a section is [word] or [word NAME]" },
		{ "[a]\nk = \x1b[2J", "a.conf:2: byte 0x1b: not text" },
		{ "[a]\nk = v\rw", "a.conf:2: byte 0x0d: not text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct told t = { .refuse = NULL };
		struct err e;

		assert_int_equal(read_text(cases[i].text, strlen(cases[i].text), &t, &e), -EINVAL);
		assert_string_equal(e.text, cases[i].said);
	}
}

static void test_zero(void **state)
{
	struct told t = { .refuse = NULL };
	struct err e;

	(void)state;
	assert_int_equal(read_text("[a]\nk = v\0w\n", 12, &t, &e), -EINVAL);
	assert_string_equal(e.text, "a.conf:2: byte 0x00: not text");
}

/* "[a]", a newline, and a value that makes the second line so long. */
static int read_line_of(size_t len, struct err *e)
{
	struct told t = { .refuse = NULL };
	char text[2 * INI_LINE];

	memset(text, 'x', sizeof(text));
	memcpy(text, "[a]\nk=", 6);
	return read_text(text, 4 + len, &t, e);
}

static void test_long_line(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(read_line_of(INI_LINE - 1, &e), 0);
	assert_int_equal(read_line_of(INI_LINE, &e), -EINVAL);
	assert_string_equal(e.text, "a.conf:2: line: more than 1023 bytes");
}

/* As many lines of a pattern with a number in it, behind a section. */
static int read_many(const char *pattern, int n, struct err *e)
{
	struct told t = { .refuse = NULL };
	char *text = malloc((size_t)n * 16 + 16);
	size_t len;
	int r;

	assert_non_null(text);
	len = (size_t)sprintf(text, "[a]\n");
	for (int i = 1; i <= n; i++)
		len += (size_t)sprintf(text + len, pattern, i);
	r = read_text(text, len, &t, e);
	free(text);
	return r;
}

static void test_bounds(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(read_many("k%d=v\n", INI_KEYS, &e), 0);
	assert_int_equal(read_many("k%d=v\n", INI_KEYS + 1, &e), -EINVAL);
	assert_string_equal(e.text, "a.conf:66: k65: too many keys in a section");
	assert_int_equal(read_many("[s %d]\n", INI_SECTIONS - 1, &e), 0);
	assert_int_equal(read_many("[s %d]\n", INI_SECTIONS, &e), -EINVAL);
	assert_string_equal(e.text, "a.conf:513: [s 512]: too many sections");
}

static void test_refusal(void **state)
{
	struct told t = { .refuse = "size" };
	struct err e;

	(void)state;
	assert_int_equal(read_text("[a]\n\nsize = 9\n[b", 16, &t, &e), -ERANGE);
	assert_string_equal(e.text, "a.conf:3: size: 9: too much");
	assert_int_equal(read_text("[a]\nsize = -1", 13, &t, &e), -ERANGE);
	assert_string_equal(e.text, "a.conf:2: Numerical result out of range");
}

static void test_load(void **state)
{
	struct told t = { .refuse = NULL };
	char path[] = "/tmp/redarc-test-XXXXXX";
	int fd = mkstemp(path);
	struct err e = { "" };

	(void)state;
	assert_int_equal(write(fd, "[a]\nk = v\n", 10), 10);
	assert_int_equal(ini_load(path, tell, &t, &e), 0);
	assert_string_equal(t.text, "1 a/|2 a/ k=v|");
	assert_int_equal(ftruncate(fd, (off_t)INI_MOST + 1), 0);
	assert_int_equal(ini_load(path, tell, &t, &e), -EFBIG);
	close(fd);
	unlink(path);
	assert_int_equal(ini_load(path, tell, &t, &e), -ENOENT);
	assert_non_null(strstr(e.text, ": No such file or directory"));
	assert_int_equal(ini_load("/", tell, &t, &e), -EISDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("sections, keys and comments are read as they are meant", test_read),
		SAYS("whatever is not clear is refused with file and line", test_refused),
		SAYS("a zero byte is no text", test_zero),
		SAYS("the longest line fits, a longer one is refused", test_long_line),
		SAYS("there is a bound to sections and keys", test_bounds),
		SAYS("a refusal of the reader's gets file and line", test_refusal),
		SAYS("a file is read up to a bound", test_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
