/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/eve_file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "unit/folder.h"

static const struct identity nobody = { .uid = 65534, .gid = 65534, .name = "nobody" };
static char path[128];
static int fd, fresh;

static int begin(void **state)
{
	if (folder_make(state))
		return -1;
	snprintf(path, sizeof(path), "%s/eve.json", folder.path);
	fd = eve_file_open(path, &nobody, &folder.e);
	return fd < 0;
}

static int end(void **state)
{
	close(fd);
	return folder_remove(state);
}

static int reopen(void)
{
	return eve_file_reopen(path, fd, &fresh, &folder.e);
}

static off_t size_of(const char *name)
{
	struct stat file;

	assert_int_equal(fstatat(folder.fd, name, &file, 0), 0);
	return file.st_size;
}

static void test_rotated(void **state)
{
	(void)state;
	assert_int_equal(write(fd, "old\n", 4), 4);
	assert_int_equal(renameat(folder.fd, "eve.json", folder.fd, "eve.json.1"), 0);
	assert_int_equal(reopen(), 0);
	assert_true(fresh >= 0 && fresh != fd);
	assert_int_equal(write(fresh, "new one\n", 8), 8);
	assert_int_equal(size_of("eve.json.1"), 4);
	assert_int_equal(size_of("eve.json"), 8);
	close(fresh);
}

static void test_in_place(void **state)
{
	(void)state;
	assert_int_equal(reopen(), 0);
	assert_int_equal(fresh, -1);
}

/* A rotation may have made it, with lines of somebody else in it already. */
static void test_appended(void **state)
{
	FILE *other;

	(void)state;
	assert_int_equal(unlinkat(folder.fd, "eve.json", 0), 0);
	other = fopen(path, "w");
	assert_non_null(other);
	fputs("first\n", other);
	fclose(other);
	assert_int_equal(reopen(), 0);
	assert_int_equal(write(fresh, "second\n", 7), 7);
	assert_int_equal(size_of("eve.json"), 13);
	close(fresh);
}

static void test_no_file(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(eve_file_reopen(path, ends[1], &fresh, &folder.e), 0);
	assert_int_equal(fresh, -1);
	close(ends[0]);
	close(ends[1]);
}

static void expect_refused(int error)
{
	assert_int_equal(reopen(), error);
	assert_int_equal(fresh, -1);
	assert_int_equal(strncmp(folder.e.text, path, strlen(path)), 0);
}

static void test_refused(void **state)
{
	int reader;

	(void)state;
	assert_int_equal(unlinkat(folder.fd, "eve.json", 0), 0);
	assert_int_equal(mkfifoat(folder.fd, "eve.json", 0666), 0);
	expect_refused(-ENXIO);
	reader = open(path, O_RDONLY | O_NONBLOCK);
	assert_true(reader >= 0);
	expect_refused(-EINVAL);
	close(reader);
	assert_int_equal(unlinkat(folder.fd, "eve.json", 0), 0);
	assert_int_equal(mkdirat(folder.fd, "eve.json", 0755), 0);
	expect_refused(-EISDIR);
	assert_int_equal(unlinkat(folder.fd, "eve.json", AT_REMOVEDIR), 0);
	assert_int_equal(rmdir(folder.path), 0);
	expect_refused(-ENOENT);
	assert_int_equal(mkdir(folder.path, 0700), 0); /* to be removed by the end */
}

/* Only one that is made now is given away. */
static void test_owner(void **state)
{
	struct stat file;
	int again;

	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(fstat(fd, &file), 0);
	assert_int_equal(file.st_uid, 65534);
	assert_int_equal(fchown(fd, 0, 0), 0);
	again = eve_file_open(path, &nobody, &folder.e);
	assert_int_equal(fstat(again, &file), 0);
	assert_int_equal(file.st_uid, 0);
	close(again);
}

#define SAYS(sentence, test) { "eve_file: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("one that was moved away is made anew", test_rotated),
		SAYS("one that is still there is left alone", test_in_place),
		SAYS("one that was put there is appended to", test_appended),
		SAYS("what is no file is never opened again", test_no_file),
		SAYS("what is no file is not taken, and keeps nobody waiting", test_refused),
		SAYS("one that root makes is its writer's", test_owner),
	};

	return cmocka_run_group_tests_name("eve_file", tests, NULL, NULL);
}
