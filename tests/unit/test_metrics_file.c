/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/metrics_file.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "unit/folder.h"

static struct metrics_file file;
static char path[128];

static int open_file(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", folder.path, name);
	return metrics_file_open(&file, path, &folder.e);
}

static int begin(void **state)
{
	return folder_make(state) || open_file("redarc.prom");
}

static int end(void **state)
{
	metrics_file_close(&file);
	return folder_remove(state);
}

static void expect(const char *text)
{
	char got[64];
	FILE *in = fopen(path, "r");
	size_t len;

	assert_non_null(in);
	len = fread(got, 1, sizeof(got), in);
	fclose(in);
	assert_int_equal(len, strlen(text));
	assert_memory_equal(got, text, len);
}

static int write_text(const char *text)
{
	return metrics_file_write(&file, text, strlen(text), &folder.e);
}

static void test_replaced(void **state)
{
	struct stat before, after;

	(void)state;
	assert_int_equal(write_text("one and two"), 0);
	expect("one and two");
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(before.st_mode & 0777, 0644);
	assert_int_equal(write_text("three"), 0);
	expect("three");
	assert_int_equal(stat(path, &after), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_int_equal(folder_count(), 1);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A limit on the size stands for the disk. */
static void test_full(void **state)
{
	(void)state;
	assert_int_equal(write_text("old"), 0);
	signal(SIGXFSZ, SIG_IGN);
	for (rlim_t most = 0; most < 5; most++) {
		limit_files(most);
		assert_in_range(-write_text("newer"), 1, 200);
		limit_files(RLIM_INFINITY);
		assert_int_equal(strncmp(folder.e.text, path, strlen(path)), 0);
		expect("old");
		assert_int_equal(folder_count(), 1);
	}
	assert_int_equal(write_text("newer"), 0);
	expect("newer");
}

/* What a run that was killed left is replaced; a link is not followed. */
static void test_left_over(void **state)
{
	(void)state;
	assert_int_equal(symlinkat("/dev/null", folder.fd, "redarc.prom.new"), 0);
	assert_int_equal(write_text("text"), 0);
	expect("text");
	assert_int_equal(folder_count(), 1);
}

static void test_in_the_way(void **state)
{
	(void)state;
	assert_int_equal(mkdirat(folder.fd, "redarc.prom", 0755), 0);
	assert_int_equal(write_text("text"), -EISDIR);
	assert_int_equal(folder_count(), 1);
	assert_int_equal(mkdirat(folder.fd, "redarc.prom.new", 0755), 0);
	assert_int_equal(write_text("text"), -EEXIST);
	assert_non_null(strstr(folder.e.text, "redarc.prom.new: "));
}

static void test_taken_away(void **state)
{
	(void)state;
	metrics_file_close(&file);
	assert_int_equal(mkdirat(folder.fd, "of_its_own", 0755), 0);
	assert_int_equal(open_file("of_its_own/redarc.prom"), 0);
	assert_int_equal(unlinkat(folder.fd, "of_its_own", AT_REMOVEDIR), 0);
	assert_int_equal(write_text("text"), -ENOENT);
	assert_int_equal(mkdirat(folder.fd, "of_its_own", 0755), 0);
	assert_int_equal(write_text("text"), 0);
	expect("text");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlinkat(folder.fd, "of_its_own", AT_REMOVEDIR), 0);
}

static void test_readable(void **state)
{
	const mode_t before = umask(077);
	struct stat now;
	int r = write_text("text");

	(void)state;
	umask(before);
	assert_int_equal(r, 0);
	assert_int_equal(stat(path, &now), 0);
	assert_int_equal(now.st_mode & 0777, 0644);
}

static void test_paths(void **state)
{
	static const char *const bad[] = { "-", "", ".", "..", "none/x", "redarc.prom/x" };
	char name[256];

	(void)state;
	assert_int_equal(write_text("text"), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		metrics_file_close(&file);
		assert_true(open_file(bad[i]) < 0);
		assert_non_null(strstr(folder.e.text, ": "));
	}
	memset(name, 'x', 255);
	name[252] = 0;
	assert_int_equal(metrics_file_open(&file, name, &folder.e), -ENAMETOOLONG);
	name[251] = 0;
	assert_int_equal(metrics_file_open(&file, name, &folder.e), 0);
	assert_int_equal(strlen(file.fresh), 255);
}

#define SAYS(sentence, test) { "metrics_file: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("it is replaced as a whole", test_replaced),
		SAYS("a full disk keeps the old one", test_full),
		SAYS("what was left behind is replaced, and not followed", test_left_over),
		SAYS("a folder in its place stays", test_in_the_way),
		SAYS("a folder that was taken away is used again once it is back", test_taken_away),
		SAYS("whatever the umask, an exporter of another user reads it", test_readable),
		SAYS("what cannot be a file is refused", test_paths),
	};

	return cmocka_run_group_tests_name("metrics_file", tests, NULL, NULL);
}
