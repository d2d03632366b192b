/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/album.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"

#define NOW_NS (INT64_C(1795338127) * CLOCK_S)
#define NAME "redarc-20261122T090207Z"

static char folder[] = "/tmp/redarc-album-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return !mkdtemp(folder);
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static void expect(const char *where, const char *name)
{
	char path[OUTPUT_PATH], wanted[OUTPUT_PATH];

	snprintf(wanted, sizeof(wanted), "%s%s", where, name);
	album_path("png", NOW_NS, path);
	assert_string_equal(path, wanted);
}

static void test_folders(void **state)
{
	char pictures[64], named[64];

	(void)state;
	snprintf(pictures, sizeof(pictures), "%s/Pictures/", folder);
	snprintf(named, sizeof(named), "%s/", folder);
	unsetenv("XDG_PICTURES_DIR");
	setenv("HOME", folder, 1);
	expect("", NAME ".png");
	assert_int_equal(mkdir(pictures, 0755), 0);
	expect(pictures, NAME ".png");
	setenv("XDG_PICTURES_DIR", folder, 1);
	expect(named, NAME ".png");
	setenv("XDG_PICTURES_DIR", "relative", 1);
	expect(pictures, NAME ".png");
	rmdir(pictures);
}

static void test_again(void **state)
{
	char path[OUTPUT_PATH], where[64];

	(void)state;
	setenv("XDG_PICTURES_DIR", folder, 1);
	snprintf(where, sizeof(where), "%s/", folder);
	album_path("png", NOW_NS, path);
	fclose(fopen(path, "w"));
	expect(where, NAME "-2.png");
	unlink(path);
	expect(where, NAME ".png");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "album: a picture goes where the user keeps them",
		  .test_func = test_folders },
		{ .name = "album: two of a second have two names", .test_func = test_again },
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
