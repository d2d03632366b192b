/* SPDX-License-Identifier: BSD-2-Clause */
/* The map's geometry: what is land, and how far the coast is. */
#include "scripts/field.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define COAST "vendor/coast/coast.bin"

enum { WIDTH = 720, HEIGHT = 360 };

static const struct field grid = { WIDTH, HEIGHT };
static uint8_t mask[WIDTH * HEIGHT];
static float distance[WIDTH * HEIGHT];

static int pixel(double lat, double lon)
{
	int x = (int)((lon + 180) * 2), y = (int)((90 - lat) * 2);

	return (y < HEIGHT ? y : HEIGHT - 1) * WIDTH + x % WIDTH;
}

/* One ring through points of whole degrees. */
static struct coast ring(struct coast_point *points, uint32_t n)
{
	static struct coast_line line;

	line = (struct coast_line){ 0, n };
	for (uint32_t i = 0; i < n; i++) {
		points[i].lon *= COAST_DEGREE;
		points[i].lat *= COAST_DEGREE;
	}
	return (struct coast){ points, &line, n, 1, 1 };
}

static void fill(const struct coast *c)
{
	memset(mask, 0, sizeof(mask));
	assert_int_equal(field_fill(&grid, c, mask), 0);
}

static int count(void)
{
	int n = 0;

	for (int i = 0; i < WIDTH * HEIGHT; i++)
		n += mask[i];
	return n;
}

static void test_world(void **state)
{
	static const struct {
		const char *name;
		double lat, lon;
		int land;
	} spots[] = {
		{ "Koganei", 35.7, 139.5, 1 },	     { "Moscow", 55.75, 37.6, 1 },
		{ "Chukotka, west of 180", 67, 179, 1 }, { "Chukotka, east of 180", 67, -179, 1 },
		{ "the south pole", -89.9, 0, 1 },   { "Antarctica at 180", -85, 179.9, 1 },
		{ "Antarctica at 180 W", -85, -179.9, 1 }, { "the north pole", 89.9, 0, 0 },
		{ "the Caspian Sea", 42, 50.5, 0 },  { "the Pacific at 180", 0, 179.9, 0 },
		{ "the Atlantic", 0, -30, 0 },	     { "the Tasman Sea", -38, 160, 0 },
		{ "Iceland", 64.9, -18.5, 1 },	     { "the Arctic at 180", 75, 179.9, 0 },
	};
	struct coast c;

	(void)state;
	assert_int_equal(coast_read(COAST, &c), 0);
	fill(&c);
	coast_clear(&c);
	for (size_t i = 0; i < sizeof(spots) / sizeof(*spots); i++)
		if (mask[pixel(spots[i].lat, spots[i].lon)] != spots[i].land)
			fail_msg("%s", spots[i].name);
}

static int land_in_row(int y)
{
	int land = 0;

	for (int x = 0; x < WIDTH; x++)
		land += mask[y * WIDTH + x];
	return land;
}

/* Land changes slowly from one half degree to the next; a bar would be a jump. */
static void test_no_bars(void **state)
{
	struct coast c;

	(void)state;
	assert_int_equal(coast_read(COAST, &c), 0);
	fill(&c);
	coast_clear(&c);
	assert_int_equal(land_in_row(0), 0);
	assert_int_equal(land_in_row(HEIGHT - 1), WIDTH);
	for (int y = 1; y < HEIGHT; y++)
		assert_true(abs(land_in_row(y) - land_in_row(y - 1)) < WIDTH / 10);
}

static void test_antimeridian(void **state)
{
	struct coast_point square[] = { { 170, 10 }, { 190, 10 }, { 190, -10 }, { 170, -10 } };
	struct coast c = ring(square, 4);

	(void)state;
	fill(&c);
	assert_int_equal(count(), 40 * 40);
	assert_int_equal(mask[pixel(0, 175)], 1);
	assert_int_equal(mask[pixel(0, -175)], 1);
	assert_int_equal(mask[pixel(0, 0)], 0);
}

static void test_poles(void **state)
{
	struct coast_point north[] = { { 0, 60 }, { 120, 60 }, { 240, 60 } };
	struct coast_point south[] = { { 0, -60 }, { -120, -60 }, { -240, -60 } };
	struct coast c = ring(north, 3);

	(void)state;
	fill(&c);
	assert_int_equal(count(), WIDTH * 60);
	assert_int_equal(mask[pixel(89, 10)], 1);
	c = ring(south, 3);
	fill(&c);
	assert_int_equal(count(), WIDTH * 60);
	assert_int_equal(mask[pixel(-89, 10)], 1);
}

static void measure(const struct coast *c, float most)
{
	for (int i = 0; i < WIDTH * HEIGHT; i++)
		distance[i] = most;
	field_distance(&grid, c, 0, 1, most, distance);
}

static void test_distance(void **state)
{
	struct coast_point square[] = { { 170, 70 }, { 190, 70 }, { 190, 50 }, { 170, 50 } };
	struct coast c = ring(square, 4);

	(void)state;
	measure(&c, 8);
	assert_float_equal(distance[pixel(49.75, 180)], 0.5, 0.01);
	assert_float_equal(distance[pixel(49.75, -175)], 0.5, 0.01);
	assert_float_equal(distance[pixel(60.25, 171.75)], 3.5 * cos(60.25 * M_PI / 180), 0.01);
	assert_float_equal(distance[pixel(60.25, -171.75)], 3.5 * cos(60.25 * M_PI / 180), 0.01);
	assert_float_equal(distance[pixel(60.25, 0)], 8, 0);
}

static int read_bytes(const void *bytes, size_t len)
{
	int fd = memfd_create("coast", MFD_CLOEXEC), err;
	char path[64];
	struct coast c;

	assert_int_equal(write(fd, bytes, len), len);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	err = coast_read(path, &c);
	coast_clear(&c);
	close(fd);
	return err;
}

static void test_damaged(void **state)
{
	struct coast_point square[] = { { 170, 10 }, { 190, 10 }, { 190, -10 }, { 170, -10 } };
	struct coast c = ring(square, 4);
	char bytes[256];
	FILE *out = fmemopen(bytes, sizeof(bytes), "wb");
	size_t len;

	(void)state;
	assert_int_equal(coast_write(&c, out), 0);
	len = (size_t)ftell(out);
	fclose(out);
	assert_int_equal(read_bytes(bytes, len), 0);
	for (size_t n = 0; n < len; n++)
		assert_int_equal(read_bytes(bytes, n), -EBADMSG);
	assert_int_equal(read_bytes(bytes, len + 1), -EBADMSG);
	assert_int_equal(coast_read("/nowhere", &c), -ENOENT);
}

static void test_size(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(stat(COAST, &st), 0);
	assert_true(st.st_size < 200000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{ "field: land is land and water is water, at the edges too", test_world, 0, 0, 0 },
		{ "field: no bar is drawn from side to side", test_no_bars, 0, 0, 0 },
		{ "field: a ring across the antimeridian fills both sides",
		  test_antimeridian, 0, 0, 0 },
		{ "field: a ring around a pole fills to the pole", test_poles, 0, 0, 0 },
		{ "field: distances are on the sphere and cross the antimeridian",
		  test_distance, 0, 0, 0 },
		{ "coast: a file that is cut short or too long is refused", test_damaged, 0, 0, 0 },
		{ "coast: what is committed stays below 200 kB", test_size, 0, 0, 0 },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
