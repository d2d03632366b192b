/* SPDX-License-Identifier: BSD-2-Clause */
#include "geo/geo.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/redarc-test-XXXXXX";
static const char *const names[] = { "places.mmdb", "dbip-city-lite-2026-09.mmdb",
				     "dbip-city-lite-2026-10.mmdb", "GeoLite2-City.mmdb",
				     "networks.mmdb", "readme.txt" };

static const char *in_folder(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void make(const char *name)
{
	int fd = open(in_folder(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static int set_up(void **state)
{
	(void)state;
	unsetenv("REDARC_GEOIP");
	unsetenv("REDARC_ASN");
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unlink(in_folder(names[i]));
	return rmdir(folder);
}

/* The well-known folders come first, so a machine that has databases there cannot be asked. */
static void skip_where_installed(void)
{
	char path[256];

	if (!geo_search_places(NULL, path, sizeof(path)) ||
	    !geo_search_networks(NULL, path, sizeof(path))) {
		print_message("SKIP: this machine has %s\n", path);
		skip();
	}
}

static void test_data_folder(void **state)
{
	char path[256];

	(void)state;
	skip_where_installed();
	make("readme.txt");
	assert_int_equal(geo_search_places(folder, path, sizeof(path)), -ENOENT);
	make("places.mmdb");
	make("networks.mmdb");
	assert_int_equal(geo_search_places(folder, path, sizeof(path)), 0);
	assert_string_equal(path, in_folder("places.mmdb"));
	assert_int_equal(geo_search_networks(folder, path, sizeof(path)), 0);
	assert_string_equal(path, in_folder("networks.mmdb"));
}

static void test_best(void **state)
{
	char path[256];

	(void)state;
	skip_where_installed();
	make("places.mmdb");
	make("dbip-city-lite-2026-10.mmdb");
	make("dbip-city-lite-2026-09.mmdb");
	assert_int_equal(geo_search_places(folder, path, sizeof(path)), 0);
	assert_string_equal(path, in_folder("dbip-city-lite-2026-10.mmdb"));
	make("GeoLite2-City.mmdb");
	assert_int_equal(geo_search_places(folder, path, sizeof(path)), 0);
	assert_string_equal(path, in_folder("GeoLite2-City.mmdb"));
}

static void test_environment(void **state)
{
	char path[256];

	(void)state;
	make("places.mmdb");
	setenv("REDARC_GEOIP", "/nowhere/x.mmdb", 1);
	setenv("REDARC_ASN", "/nowhere/y.mmdb", 1);
	assert_int_equal(geo_search_places(folder, path, sizeof(path)), 0);
	assert_string_equal(path, "/nowhere/x.mmdb");
	assert_int_equal(geo_search_networks(NULL, path, sizeof(path)), 0);
	assert_string_equal(path, "/nowhere/y.mmdb");
	assert_int_equal(geo_search_places(folder, path, 5), -ENOENT);
	unsetenv("REDARC_GEOIP");
	unsetenv("REDARC_ASN");
}

static void test_nothing(void **state)
{
	char path[256];

	(void)state;
	skip_where_installed();
	assert_int_equal(geo_search_places("/nowhere", path, sizeof(path)), -ENOENT);
	assert_int_equal(geo_search_networks(NULL, path, sizeof(path)), -ENOENT);
	make("places.mmdb");
	assert_int_equal(geo_search_places(folder, path, 8), -ENOENT);
}

#define TEST(name, f) { name, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("search: redarc's own folder is looked into by name", test_data_folder),
		TEST("search: the best name wins, of dated ones the newest", test_best),
		TEST("search: the environment is taken at its word", test_environment),
		TEST("search: where nothing is, nothing is found", test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
