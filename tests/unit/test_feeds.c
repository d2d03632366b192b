/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/feeds.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bpf/redarc.h"

#define SAYS(sentence, test) { "feeds: " sentence, test, NULL, NULL, NULL }
#define URL "url = https://lists.example/drop\n"

static int read_text(const char *text, struct feeds *f, struct err *e)
{
	int r;

	*f = (struct feeds){ .n = 0 };
	e->text[0] = 0;
	r = ini_read("a.conf", text, strlen(text), feeds_take, f, e);
	return r ? r : feeds_check(f, "a.conf", e);
}

static void test_defaults(void **state)
{
	struct feeds f;
	struct err e;

	(void)state;
	assert_int_equal(read_text("[list drop]\nkind = block\n" URL, &f, &e), 0);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.lists[0].name, "drop");
	assert_string_equal(f.lists[0].url, "https://lists.example/drop");
	assert_int_equal(f.lists[0].kind, LIST_BLOCK);
	assert_int_equal(f.lists[0].format, LIST_AUTO);
	assert_int_equal(f.lists[0].directions, RA_BOTH);
	assert_false(f.lists[0].any_size);
	assert_int_equal(f.lists[0].every_s, 6 * 3600);
	assert_int_equal(f.lists[0].expires_s, 0);
	assert_int_equal(f.lists[0].timeout_s, 120);
	assert_int_equal(f.lists[0].most, 64 << 20);
	assert_string_equal(f.ca, "");
	assert_string_equal(f.proxy, "");
	feeds_clear(&f);
}

static void test_all(void **state)
{
	struct feeds f;
	struct err e;

	(void)state;
	assert_int_equal(read_text("[list a]\nkind = label\nurl = file:///srv/a\nformat = stix\n"
				   "direction = out\nevery = 5m\nexpires = 1h\nmost = 3K\n"
				   "timeout = 1s\nany_size = yes\n"
				   "[feed]\nca = /etc/ca.pem\nproxy = http://192.0.2.1:3128\n"
				   "[list b]\nkind = allow\n" URL "direction = in\nmost = 1G\n"
				   "expires = never\nany_size = no\n",
				   &f, &e), 0);
	assert_int_equal(f.n, 2);
	assert_int_equal(f.lists[0].kind, LIST_LABEL);
	assert_string_equal(f.lists[0].url, "file:///srv/a");
	assert_int_equal(f.lists[0].format, LIST_STIX);
	assert_int_equal(f.lists[0].directions, RA_DIR_BIT(RA_OUT));
	assert_int_equal(f.lists[0].every_s, 300);
	assert_int_equal(f.lists[0].expires_s, 3600);
	assert_int_equal(f.lists[0].most, 3072);
	assert_int_equal(f.lists[0].timeout_s, 1);
	assert_true(f.lists[0].any_size);
	assert_int_equal(f.lists[1].kind, LIST_ALLOW);
	assert_int_equal(f.lists[1].directions, RA_DIR_BIT(RA_IN));
	assert_int_equal(f.lists[1].most, 1 << 30);
	assert_int_equal(f.lists[1].line, 14);
	assert_string_equal(f.ca, "/etc/ca.pem");
	assert_string_equal(f.proxy, "http://192.0.2.1:3128");
	assert_ptr_equal(feeds_find(&f, "b"), &f.lists[1]);
	assert_null(feeds_find(&f, "c"));
	feeds_clear(&f);
}

/* Each value is the only key of a list, and refused in its line. */
static void test_values(void **state)
{
	static const char *const cases[] = {
		"kind = deny", "kind = Block", "url = http://lists.example/", "url = https://",
		"url = https:///drop", "url = https://user:word@lists.example/",
		"url = https://lists.example/a b", "url = file:///", "url = file://host/a",
		"url = ftp://lists.example/", "url = /srv/a", "format = xml",
		"direction = up", "every = 299s", "every = 366d", "every = often", "every = 0",
		"expires = 59m", "expires = 3651d", "expires = soon", "most = 0", "most = -1",
		"most = 1025M", "most = 2G", "most = 1T", "most = 1KB", "most = M",
		"most = 99999999999999999999", "most = 18014398509481984K", "timeout = 0",
		"timeout = 61m", "any_size = maybe",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[256], said[128];
		struct feeds f;
		struct err e;

		snprintf(text, sizeof(text), "[list a]\n%s\n", cases[i]);
		snprintf(said, sizeof(said), "a.conf:2: %.*s: %s: expected ",
			 (int)strcspn(cases[i], " "), cases[i], strchr(cases[i], '=') + 2);
		if (read_text(text, &f, &e) != -EINVAL || strncmp(e.text, said, strlen(said)))
			fail_msg("%s: %s", cases[i], e.text);
		feeds_clear(&f);
	}
}

static void test_sections(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "[list a]\nkind = block\n", "a.conf:1: [list a]: no url" },
		{ "\n[list a]\n" URL, "a.conf:2: [list a]: no kind" },
		{ "[list a]\nkind = block\n" URL "every = 2h\nexpires = 2h\n",
		  "a.conf:1: [list a]: its entries expire before it is fetched again" },
		{ "[list a]\nkind = block\n" URL "[list a]\n",
		  "a.conf:4: [list a]: stands there twice" },
		{ "[list a]\ncolour = red\n", "a.conf:2: colour: no key of [list]" },
		{ "[feed]\ncolour = red\n", "a.conf:2: colour: no key of [feed]" },
		{ "[feed a]\n", "a.conf:1: [feed a]: [feed] has no name" },
		{ "[list user]\n", "a.conf:1: [list user]: this name is for what the user lists" },
		{ "[list]\n", "a.conf:1: [list]: lacks a name, such as [list drop]" },
		{ "[list ../a]\n",
		  "a.conf:1: [list ../a]: a name has a-z, 0-9, '-', '_' and '.', and at most "
		  "31 of them" },
		{ "[lists]\n", "a.conf:1: [lists]: no such section" },
		{ "[redarc]\n", "a.conf:1: [redarc]: no such section" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct feeds f;
		struct err e;

		assert_int_equal(read_text(cases[i].text, &f, &e), -EINVAL);
		assert_string_equal(e.text, cases[i].said);
		feeds_clear(&f);
	}
}

static void test_load(void **state)
{
	static const char text[] = "[redarc]\nanything = goes\n[list a]\nkind = block\n" URL;
	char path[] = "/tmp/redarc-test-XXXXXX";
	int fd = mkstemp(path);
	struct err e = { "" };
	struct feeds f;

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	assert_int_equal(feeds_load(path, &f, &e), 0);
	assert_int_equal(f.n, 1);
	feeds_clear(&f);
	assert_int_equal(write(fd, "colour = red\n", 13), 13);
	close(fd);
	assert_int_equal(feeds_load(path, &f, &e), -EINVAL);
	assert_int_equal(f.n, 0);
	assert_null(f.lists);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a list needs a kind and a url, the rest has defaults", test_defaults),
		SAYS("every key is read", test_all),
		SAYS("a bad value is refused, and what was expected is said", test_values),
		SAYS("a bad or incomplete section is refused with file and line", test_sections),
		SAYS("the sensor's section is skipped, a bad file leaves nothing", test_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
