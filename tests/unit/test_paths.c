/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/paths.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define SAYS(sentence, test) { "paths: " sentence, test, NULL, NULL, NULL }

static void test_state(void **state)
{
	static const struct {
		const char *named, *xdg, *path;
		bool root;
	} cases[] = {
		{ "here", "/x", "here", true },
		{ "here", "/x", "here", false },
		{ NULL, "/x", "/var/lib/redarc", true },
		{ NULL, "/x", "/x/redarc", false },
		{ NULL, "x", "/home/u/.local/state/redarc", false },
		{ NULL, "", "/home/u/.local/state/redarc", false },
	};
	char path[PATHS_ROOM];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		setenv("XDG_STATE_HOME", cases[i].xdg, 1);
		paths_state(cases[i].named, cases[i].root, "/home/u", path);
		assert_string_equal(path, cases[i].path);
	}
}

static void test_config(void **state)
{
	bool of_system = !access("/etc/redarc.conf", F_OK);
	char path[PATHS_ROOM];

	(void)state;
	setenv("XDG_CONFIG_HOME", "/x", 1);
	paths_config("a.conf", false, "/home/u", path);
	assert_string_equal(path, "a.conf");
	paths_config(NULL, true, "/home/u", path);
	assert_string_equal(path, "/etc/redarc.conf");
	paths_config(NULL, false, "/home/u", path);
	assert_string_equal(path, of_system ? "/etc/redarc.conf" : "/x/redarc/redarc.conf");
	unsetenv("XDG_CONFIG_HOME");
	paths_config(NULL, false, "/home/u", path);
	assert_string_equal(path, of_system ? "/etc/redarc.conf" :
					      "/home/u/.config/redarc/redarc.conf");
}

static void test_make(void **state)
{
	char folder[] = "/tmp/redarc-test-XXXXXX", path[PATHS_ROOM];
	struct stat made;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a/b", folder);
	assert_int_equal(paths_make(path), 0);
	assert_int_equal(paths_make(path), 0);
	assert_int_equal(stat(path, &made), 0);
	assert_int_equal(made.st_mode & 07027, 0);
	assert_int_equal(paths_make("/dev/null/a"), -ENOTDIR);
	assert_int_equal(rmdir(path), 0);
	*strrchr(path, '/') = 0;
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the state is where it was named, else at its usual place", test_state),
		SAYS("the configuration is the system's where there is one", test_config),
		SAYS("a folder is made with those above it", test_make),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
