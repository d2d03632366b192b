/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>

#include "unit/folder.h"

#define HISTORY "history.db"
#define USER 65534

static void make(const char *name)
{
	int fd = openat(folder.fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static uid_t owner_of(const char *name)
{
	struct stat file;

	assert_int_equal(fstatat(folder.fd, name, &file, AT_SYMLINK_NOFOLLOW), 0);
	return file.st_uid;
}

/* As for a sensor that becomes another user. */
static void open_as_root(void)
{
	struct identity who = { .uid = USER, .gid = USER, .home = "/", .name = "somebody" };
	struct state state;

	assert_int_equal(state_open(folder.path, &who, STATE_WATCH, &state, &folder.e), 0);
	state_close(&state);
}

static void handed_over(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	make(HISTORY);
	make("notes");
	open_as_root();
	assert_int_equal(owner_of("."), USER);
	assert_int_equal(owner_of(HISTORY), USER);
	assert_int_equal(owner_of("notes"), 0);
}

/* Whose folder it was may have put it there. */
static void another_name(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	make("of-root");
	assert_int_equal(linkat(folder.fd, "of-root", folder.fd, HISTORY, 0), 0);
	assert_int_equal(symlinkat("of-root", folder.fd, HISTORY "-wal"), 0);
	open_as_root();
	assert_int_equal(owner_of("."), USER);
	assert_int_equal(owner_of("of-root"), 0);
	assert_int_equal(owner_of(HISTORY "-wal"), 0);
}

#define SAYS(sentence, test) { "state: " sentence, test, folder_make, folder_remove, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("root hands the history to the sensor's user, and nothing else", handed_over),
		SAYS("a file that has another name stays whose it is", another_name),
	};

	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
