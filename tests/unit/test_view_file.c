/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/view_file.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/paths.h"
#include "globe/palette.h"

static const struct view_file some = {
	{ true, 35.7, -139.5, 2.5, RA_DIR_BIT(RA_OUT), PALETTE_LIGHT_SAFE, -2 },
	{ true, -1200, 40, 900, 700, true },
};
static char folder[] = "/tmp/redarc-view-XXXXXX";
static char path[PATHS_ROOM];
static struct err e;

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_STATE_HOME", folder, 1);
	return !view_file_path(path);
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	*strrchr(path, '/') = '\0';
	return rmdir(path) || rmdir(folder);
}

static void same(const struct view_file *a, const struct view_file *b)
{
	assert_true(fabs(a->view.lat_deg - b->view.lat_deg) < 1e-6);
	assert_true(fabs(a->view.lon_deg - b->view.lon_deg) < 1e-6);
	assert_true(fabs(a->view.dist - b->view.dist) < 1e-6);
	assert_int_equal(a->view.turned, b->view.turned);
	assert_int_equal(a->view.directions, b->view.directions);
	assert_int_equal(a->view.palette, b->view.palette);
	assert_int_equal(a->view.larger, b->view.larger);
	assert_int_equal(a->place.known, b->place.known);
	assert_int_equal(a->place.x, b->place.x);
	assert_int_equal(a->place.y, b->place.y);
	assert_int_equal(a->place.width, b->place.width);
	assert_int_equal(a->place.height, b->place.height);
	assert_int_equal(a->place.full, b->place.full);
}

static void write_text(const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static void test_there_and_back(void **state)
{
	struct view_file got = { 0 };

	(void)state;
	assert_int_equal(view_file_save(path, &some, &e), 0);
	assert_int_equal(view_file_load(path, &got, &e), 0);
	same(&got, &some);
}

static void test_bad(void **state)
{
	static const char *const texts[] = {
		"[view]\nlatitude = north\n", "[view]\nlatitude = 1 2\n",
		"[view]\nturned = maybe\n",   "[view]\ndirections = up\n",
		"[view]\npalette = pink\n",   "[view]\nlarger = 1.5\n",
		"[window]\nwidth = 99999999999\n", "latitude = 3\n", "[view\n",
	};
	struct view_file got = some;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		write_text(texts[i]);
		assert_int_equal(view_file_load(path, &got, &e), -EINVAL);
		assert_non_null(strstr(e.text, path));
		same(&got, &some);
	}
}

static void test_other_version(void **state)
{
	struct view_file got = some;

	(void)state;
	write_text("[view]\ncube = yes\ndirections = in\n[sound]\nloud = yes\n");
	assert_int_equal(view_file_load(path, &got, &e), 0);
	assert_int_equal(got.view.directions, RA_DIR_BIT(RA_IN));
	assert_int_equal(got.view.palette, some.view.palette);
}

/* A reader sees the old file or the new one: a failed write leaves the old. */
static void test_atomic(void **state)
{
	char fresh[PATHS_ROOM + 8];
	struct view_file got = { 0 };

	(void)state;
	assert_int_equal(view_file_save(path, &some, &e), 0);
	snprintf(fresh, sizeof(fresh), "%s.new", path);
	assert_int_equal(symlink("/dev/full", fresh), 0);
	assert_int_equal(view_file_save(path, &(struct view_file){ 0 }, &e), -ENOSPC);
	unlink(fresh);
	assert_int_equal(view_file_load(path, &got, &e), 0);
	same(&got, &some);
}

static void test_nowhere(void **state)
{
	char other[PATHS_ROOM];

	(void)state;
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_false(view_file_path(other));
	setenv("HOME", "/home/you", 1);
	assert_true(view_file_path(other));
	assert_string_equal(other, "/home/you/.local/state/redarc/view");
	assert_int_equal(view_file_load("/nonexistent/view", &(struct view_file){ 0 }, &e),
			 -ENOENT);
	assert_true(view_file_save("/proc/none/view", &some, &e) < 0);
}

#define SAYS(sentence, test) { .name = "view_file: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what is saved is loaded", test_there_and_back),
		SAYS("a damaged file is refused, and changes nothing", test_bad),
		SAYS("what another version wrote is passed over", test_other_version),
		SAYS("a file that cannot be written leaves the last", test_atomic),
		SAYS("it is below the state folder, or nowhere", test_nowhere),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
