/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/hash.h"
#include "fake_cube.h"

#define WIDTH 1280
#define HEIGHT 720
#define VIEWS 1000

static const struct scene_limits limits = { 8, 8, 64, 8 };
static struct cube cube;
static struct scene scene;
static struct cube_want want;

static int start(void **state)
{
	(void)state;
	memset(&cube, 0, sizeof(cube));
	want = (struct cube_want){ .palette = &palettes[PALETTE_DARK],
				   .directions = RA_BOTH,
				   .remote_len = 128,
				   .now_ns = FAKE_NOW_NS,
				   .span_ns = 60 * CLOCK_S,
				   .place = SCENE_ANYWHERE };
	return scene_init(&scene, &limits);
}

static int end(void **state)
{
	(void)state;
	scene_clear(&scene);
	return 0;
}

static void take(struct fake_packet p)
{
	struct stream_point point = fake_point(p);

	cube_take(&cube, &point);
}

static uint32_t rows(void)
{
	cube_build(&cube, &scene, &want);
	return cube.row_count;
}

static void test_port(void **state)
{
	static const struct {
		uint16_t peer_port, local_port;
		uint8_t direction;
		uint16_t port;
		bool asks;
	} cases[] = {
		{ 41234, 23, RA_IN, 23, true },      { 443, 50123, RA_OUT, 443, true },
		{ 443, 50123, RA_IN, 443, false },   { 41234, 23, RA_OUT, 23, false },
		{ 40000, 60001, RA_IN, 60001, true }, { 40000, 60001, RA_OUT, 40000, true },
		{ 55001, 8080, RA_IN, 8080, true },  { 5353, 53, RA_IN, 53, true },
		{ 123, 123, RA_OUT, 123, true },     { 0, 0, RA_IN, 0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct stream_point p = { .peer_port = cases[i].peer_port,
					  .local_port = cases[i].local_port,
					  .direction = cases[i].direction };
		bool asks;

		assert_int_equal(cube_port(&p, &asks), cases[i].port);
		assert_int_equal(asks, cases[i].asks);
	}
}

static void test_ring(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < CUBE_POINTS + 100; i++)
		take((struct fake_packet){ 1, 1, 40000, (uint16_t)(i % 1000 + 1), RA_IN,
					   RA_UNKNOWN, i < 100 ? 59000 : 1000 });
	assert_int_equal(rows(), CUBE_POINTS);
	for (uint32_t i = 0; i < CUBE_POINTS; i++)
		assert_true(cube.rows[i].time_s > -2);
	cube_clear(&cube);
	assert_int_equal(rows(), 0);
}

static void test_left_out(void **state)
{
	struct fake_packet packet = { 1, 1, 1, 1, RA_IN, RA_ALLOWED, 0 };
	struct stream_point p = fake_point(packet);

	(void)state;
	p.left_out = 7;
	cube_take(&cube, &p);
	cube_take(&cube, &p);
	assert_int_equal(cube.left_out, 14);
}

static void test_shown(void **state)
{
	static const struct {
		int age_ms;
		uint8_t directions;
		uint32_t rows;
	} cases[] = {
		{ 0, RA_BOTH, 1 },	 { 59999, RA_BOTH, 1 }, { 60000, RA_BOTH, 0 },
		{ -1, RA_BOTH, 0 },	 { 0, RA_DIR_BIT(RA_IN), 1 },
		{ 0, RA_DIR_BIT(RA_OUT), 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		cube_clear(&cube);
		take((struct fake_packet){ 1, 1, 40000, 22, RA_IN, RA_UNKNOWN, cases[i].age_ms });
		want.directions = cases[i].directions;
		assert_int_equal(rows(), cases[i].rows);
	}
}

static void test_red_last(void **state)
{
	(void)state;
	for (uint8_t i = 0; i < 40; i++)
		take((struct fake_packet){ i, i, 40000, 22, RA_IN, i % RA_VERDICTS, 0 });
	assert_int_equal(rows(), 40);
	for (uint32_t i = 1; i < 40; i++)
		assert_true(cube.facts[i].shade.verdict >= cube.facts[i - 1].shade.verdict);
	assert_true(cube.rows[39].radius > cube.rows[0].radius);
}

/* The user trusted a peer after its packets came. */
static void test_judged_now(void **state)
{
	struct stream_record r = fake_peer(9, GEO_NOWHERE, RA_ALLOWED, RA_IN, 10);

	(void)state;
	take((struct fake_packet){ 9, 1, 40000, 22, RA_IN, RA_UNKNOWN, 0 });
	take((struct fake_packet){ 9, 1, 40000, 22, RA_OUT, RA_UNKNOWN, 0 });
	scene_take(&scene, &r);
	assert_int_equal(rows(), 2);
	assert_int_equal(cube.facts[0].shade.verdict, RA_ALLOWED);
	assert_int_equal(cube.facts[1].shade.verdict, RA_UNKNOWN); /* not told of that side */
}

/* One passes, one does not, of one nothing is known. */
static void test_filter(void **state)
{
	struct filter f;

	(void)state;
	for (uint8_t i = 8; i < 11; i++) {
		struct stream_record r = fake_peer(i, GEO_NOWHERE, RA_UNKNOWN, RA_IN, 10);

		take((struct fake_packet){ i, 1, 40000, 22, RA_IN, RA_UNKNOWN, 0 });
		if (i < 10)
			scene_take(&scene, &r);
	}
	assert_int_equal(rows(), 3);
	assert_int_equal(filter_parse("203.0.113.9", &f, NULL), 0);
	scene_filter(&scene, &f);
	scene_gather(&scene);
	assert_int_equal(rows(), 1);
	assert_int_equal(cube_point(&cube, 0)->addr.b[15], 9);
}

static void test_chosen(void **state)
{
	struct addr nine = fake_addr(203, 113, 9);

	(void)state;
	for (uint8_t i = 8; i < 11; i++)
		take((struct fake_packet){ i, 1, 40000, 22, RA_IN, RA_UNKNOWN, 0 });
	want.chosen = &nine;
	assert_int_equal(rows(), 3);
	assert_true(cube.rows[0].rgba[3] < 60 && cube.rows[2].rgba[3] < 60);
	assert_true(cube.rows[1].rgba[3] > 100);
}

/* Everything is within the cube, and equal addresses and ports lie on one line. */
static void test_places(void **state)
{
	(void)state;
	for (uint8_t i = 0; i < 200; i++)
		take((struct fake_packet){ 7, i, 40000, 23, RA_IN, RA_UNKNOWN, 0 });
	assert_int_equal(rows(), 200);
	for (uint32_t i = 1; i < 200; i++) {
		struct vec3 a = cube.rows[i - 1].at, b = cube.rows[i].at;

		assert_true(b.x > a.x && b.x < CUBE_HALF && a.x > -CUBE_HALF);
		assert_float_equal(a.y, b.y, 0);
		assert_float_equal(a.z, b.z, 0);
	}
}

static void test_glides(void **state)
{
	struct vec3 before, middle;

	(void)state;
	take((struct fake_packet){ 7, 9, 40000, 23, RA_IN, RA_UNKNOWN, 0 });
	assert_int_equal(rows(), 1);
	before = cube.rows[0].at;
	assert_false(cube.glides);
	take((struct fake_packet){ 7, 10, 40000, 23, RA_IN, RA_UNKNOWN, 0 });
	want.now_ns += CLOCK_S;
	assert_int_equal(rows(), 2);
	assert_true(cube.glides && cube.rows[0].at.x < before.x);
	assert_float_equal(cube.rows[0].from.x, before.x, 0);
	assert_float_equal(cube.rows[1].from.x, cube.rows[1].at.x, 0); /* it is new */
	middle = vec3_scale(vec3_add(before, cube.rows[0].at), 0.5f);
	want.now_ns += (int64_t)(CUBE_GLIDE_S / 2 * (float)CLOCK_S);
	rows();
	assert_float_equal(cube.rows[0].from.x, middle.x, 1e-4f);
	want.now_ns += CLOCK_S;
	rows();
	assert_false(cube.glides);
}

static float depth(const struct view *v, uint32_t row)
{
	return vec3_dot(vec3_sub(cube.rows[row].at, v->eye), v->forward);
}

/* What is hit was drawn there, and nothing that was drawn there is in front of it. */
static void check_pick(const struct view *v, uint32_t row)
{
	float x, y, px, py;
	uint32_t hit;

	assert_true(view_project(v, cube.rows[row].at, &x, &y));
	hit = cube_pick(&cube, v, x, y, 8);
	assert_true(hit < cube.row_count);
	assert_true(view_project(v, cube.rows[hit].at, &px, &py));
	assert_true(hypotf(px - x, py - y) <= 1.51f);
	assert_true(hit == row || depth(v, hit) <= depth(v, row));
}

static void test_pick(void **state)
{
	const struct area free = { 100, 0, WIDTH - 200, HEIGHT };

	(void)state;
	for (uint32_t i = 0; i < 2000; i++) {
		uint64_t mix = hash_mix(i + 1);

		take((struct fake_packet){ (uint8_t)mix, (uint8_t)(mix >> 8), 40000,
					   (uint16_t)(mix >> 16), RA_IN, mix >> 40 & 3, 0 });
	}
	assert_int_equal(rows(), 2000);
	for (uint32_t i = 0; i < VIEWS; i++) {
		uint64_t mix = hash_mix(i + 77);
		struct camera c = { .lat_deg = (double)(mix & 127) - 63,
				    .lon_deg = (double)(mix >> 8 & 511) - 180,
				    .dist = CAMERA_NEAR + (double)(mix >> 20 & 127) / 20 };
		struct view v;

		view_make(&v, &c, WIDTH, HEIGHT, free);
		check_pick(&v, (uint32_t)(mix >> 32) % cube.row_count);
	}
}

static void test_pick_none(void **state)
{
	const struct area screen = { 0, 0, WIDTH, HEIGHT };
	struct camera c = { .lat_deg = 20, .dist = CAMERA_REST };
	struct view v;
	float x, y;

	(void)state;
	view_make(&v, &c, WIDTH, HEIGHT, screen);
	assert_int_equal(cube_pick(&cube, &v, WIDTH / 2, HEIGHT / 2, 8), CUBE_NONE);
	take((struct fake_packet){ 1, 1, 40000, 22, RA_IN, RA_UNKNOWN, 0 });
	assert_int_equal(rows(), 1);
	assert_true(view_project(&v, cube.rows[0].at, &x, &y));
	assert_int_equal(cube_pick(&cube, &v, x + 7, y, 8), 0);
	assert_int_equal(cube_pick(&cube, &v, x + 9, y, 8), CUBE_NONE);
}

static void test_squares(void **state)
{
	(void)state;
	cube.row_count = CUBE_SHADOWED;
	assert_int_equal(cube_squares(&cube), CUBE_SQUARES);
	cube.row_count = CUBE_SHADOWED + 1;
	assert_int_equal(cube_squares(&cube), 1);
	assert_true(CUBE_POINTS <= CUBE_SHADOWED * CUBE_SQUARES);
}

#define SAYS(sentence, test) \
	{ .name = "cube: " sentence, .test_func = test, .setup_func = start, .teardown_func = end }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the port is that of the side that offers it", test_port),
		SAYS("a newer point takes the place of the oldest", test_ring),
		SAYS("what the sensor did not send is counted", test_left_out),
		SAYS("with all points no more squares are drawn than of some with their shadows",
		     test_squares),
		SAYS("points are shown from when they come until they are too old", test_shown),
		SAYS("red is drawn last, and larger", test_red_last),
		SAYS("a point is judged as its peer is now", test_judged_now),
		SAYS("who does not pass the filter is not in it", test_filter),
		SAYS("a chosen peer stands out", test_chosen),
		SAYS("one peer and port over many addresses is a straight line", test_places),
		SAYS("a point glides to where it stands anew", test_glides),
		SAYS("picking hits what was drawn at 1,000 views", test_pick),
		SAYS("picking hits nothing where nothing is", test_pick_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
