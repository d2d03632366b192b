/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_file.h"

#include <signal.h>
#include <stdio.h>

static char kept[64];

static int set_aside(void)
{
	return history_set_aside(folder.fd, folder.path, kept, sizeof(kept), &folder.e);
}

static bool is_there(const char *name, const char *end)
{
	char file[80];

	snprintf(file, sizeof(file), "%s%s", name, end);
	return !faccessat(folder.fd, file, F_OK, 0);
}

static int die_with_a_log(void)
{
	struct history *h = must_open();

	note_peers(h, 10, NOW);
	must_flush(h);
	return raise(SIGKILL);
}

/* The bytes of all pages but the first. */
static void damage(void)
{
	struct content c = read_content();

	memset(c.bytes + 4096, 0xa5, c.len - 4096);
	write_content(c.bytes, c.len);
	free(c.bytes);
}

static void test_begin_anew(void **state)
{
	struct history *h = NULL;

	(void)state;
	make_history(100);
	assert_int_equal(in_child(die_with_a_log), 128 + SIGKILL);
	assert_true(is_there("history.db", "-wal"));
	damage();
	assert_int_equal(open_history(HISTORY_WRITE, &h), -EBADMSG);
	assert_int_equal(set_aside(), 0);
	assert_int_equal(strlen(kept), strlen("history.db.damaged-20261122T104207Z"));
	assert_memory_equal(kept, "history.db.damaged-20", 21);
	assert_true(is_there(kept, ""));
	assert_true(is_there(kept, "-wal"));
	assert_false(is_there("history.db", ""));
	assert_false(is_there("history.db", "-wal"));
	h = must_open();
	assert_int_equal(history_count(h), 0);
	history_close(h);
}

static void test_twice_in_a_second(void **state)
{
	char first[64];

	(void)state;
	make_history(1);
	assert_int_equal(set_aside(), 0);
	strcpy(first, kept);
	make_history(1);
	assert_int_equal(set_aside(), 0);
	assert_string_not_equal(first, kept);
	assert_true(is_there(first, ""));
	assert_true(is_there(kept, ""));
}

static void test_nothing(void **state)
{
	(void)state;
	assert_int_equal(set_aside(), -ENOENT);
	assert_non_null(strstr(folder.e.text, "history.db: cannot be kept aside: No such file"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a damaged one is kept with its log, and a new one begun", test_begin_anew),
		SAYS("two in one second are both kept", test_twice_in_a_second),
		SAYS("where there is none, none is kept", test_nothing),
	};

	return cmocka_run_group_tests_name("history_aside", tests, NULL, NULL);
}
