/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_cube.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_cube.h"
#include "fake_font.h"
#include "globe/globe.h"

#define WIDTH 1280
#define HEIGHT 720
#define HOSTS 40

static const struct scene_limits limits = { 64, 8, 64, 64 };
static struct fake_font file;
static struct font font;
static int64_t now_ns;

/* A stranger, 203.0.113.2, that scans, and a quiet peer. */
static int open_globe(void **state)
{
	const struct stream_record records[] = {
		{ .kind = STREAM_HELLO },
		fake_place(2, 52.5f, 13.4f),
		fake_peer(1, 2, RA_ALLOWED, RA_IN, 9000),
		fake_peer(2, 2, RA_UNKNOWN, RA_IN, 10),
		fake_status(true),
		{ .kind = STREAM_SNAPSHOT },
	};
	struct globe *g;

	now_ns = 100 * CLOCK_S;
	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)) || globe_open(&font, &limits, &g))
		return -1;
	*state = g;
	for (size_t i = 0; i < sizeof(records) / sizeof(*records); i++)
		globe_take(g, &records[i], now_ns);
	return 0;
}

static int close_globe(void **state)
{
	globe_close(*state);
	return 0;
}

static const struct render_frame *frame(struct globe *g)
{
	now_ns += CLOCK_S / 4;
	globe_step(g, now_ns);
	return globe_frame(g, WIDTH, HEIGHT, now_ns);
}

static const struct cube_frame *settled(struct globe *g)
{
	for (int i = 0; i < 4; i++)
		frame(g);
	return frame(g)->cube;
}

static void scan(struct globe *g)
{
	for (uint8_t i = 0; i < HOSTS; i++) {
		struct stream_record r = { .kind = STREAM_POINT };

		r.point = fake_point((struct fake_packet){ 2, i, 40000, 23, RA_IN, RA_UNKNOWN,
							   100000 });
		globe_take(g, &r, now_ns);
	}
}

static void test_turns(void **state)
{
	struct globe *g = *state;
	const struct cube_frame *c;
	float before = 0;

	assert_null(frame(g)->cube);
	assert_true(globe_key(g, 'v'));
	for (int i = 0; i < 2; i++) {
		c = frame(g)->cube;
		assert_true(c && c->shown > before);
		before = c->shown;
	}
	assert_float_equal(settled(g)->shown, 1, 0);
	globe_key(g, 'v');
	assert_null(settled(g));
}

static void test_asks_once(void **state)
{
	struct globe *g = *state;

	assert_false(globe_asks_points(g));
	globe_key(g, 'v');
	assert_true(globe_asks_points(g));
	assert_false(globe_asks_points(g));
	globe_again(g);
	assert_false(globe_asks_points(g)); /* its SNAPSHOT is still to come */
	globe_take(g, &(struct stream_record){ .kind = STREAM_SNAPSHOT }, now_ns);
	assert_true(globe_asks_points(g));
}

static void test_span(void **state)
{
	struct globe *g = *state;

	scan(g);
	globe_key(g, 'v');
	assert_int_equal(settled(g)->cube->row_count, HOSTS);
	for (int i = 0; i < 3; i++)
		assert_true(globe_key(g, ','));
	assert_int_equal(settled(g)->cube->row_count, 0); /* a minute */
	for (int i = 0; i < 9; i++)
		globe_key(g, '.');
	assert_int_equal(settled(g)->cube->span_ns, 3600 * CLOCK_S);
	assert_int_equal(settled(g)->cube->row_count, HOSTS);
}

static void click(struct globe *g, float x, float y)
{
	globe_pointer(g, GLOBE_PRESS, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
}

/* The card asks about its peer: so it is seen whom a click chose. */
static void check_chosen(struct globe *g, uint8_t last)
{
	struct addr peer;

	assert_true(globe_asks(g, now_ns, &peer));
	assert_int_equal(peer.b[15], last);
}

static void test_point_chooses(void **state)
{
	const struct cube_frame *c;
	struct globe *g = *state;
	float x, y;

	scan(g);
	globe_key(g, 'v');
	c = settled(g);
	assert_int_equal(c->cube->shapes.count, 1);
	assert_true(view_project(&c->view, c->cube->rows[HOSTS / 2].at, &x, &y));
	click(g, x, y);
	check_chosen(g, 2);
	globe_key(g, 'v'); /* the globe keeps it */
	frame(g);
	now_ns += 60 * CLOCK_S;
	check_chosen(g, 2);
}

/* Once for all places around the shape: one of them is its label. */
static void test_label_chooses(void **state)
{
	const struct cube_frame *c;
	struct globe *g = *state;
	struct addr peer;
	bool found = false;

	scan(g);
	globe_key(g, 'v');
	c = settled(g);
	for (float y = 4; y < HEIGHT && !found; y += 8)
		for (float x = 310; x < WIDTH - 240 && !found; x += 16) {
			if (cube_pick(c->cube, &c->view, x, y, 20) != CUBE_NONE)
				continue;
			globe_key(g, 27);
			click(g, x, y);
			now_ns += 60 * CLOCK_S;
			found = globe_asks(g, now_ns, &peer);
		}
	assert_true(found);
	assert_int_equal(peer.b[15], 2);
}

static void test_drag(void **state)
{
	struct globe *g = *state;
	struct vec3 eye, earth;

	globe_key(g, 'v');
	eye = settled(g)->view.eye;
	earth = frame(g)->view.eye;
	globe_pointer(g, GLOBE_PRESS, 700, 600, now_ns);
	for (int i = 1; i <= 10; i++)
		globe_pointer(g, GLOBE_MOVE, (float)(700 + 10 * i), 600, now_ns + i);
	assert_true(vec3_length(vec3_sub(frame(g)->cube->view.eye, eye)) > 0.1f);
	assert_true(vec3_length(vec3_sub(frame(g)->view.eye, earth)) < 1e-6f);
}

/* Walls are behind what the eye looks at, from wherever it looks. */
static void test_walls(void **state)
{
	struct globe *g = *state;

	globe_key(g, 'v');
	settled(g);
	for (int i = 0; i < 12; i++) {
		const struct cube_frame *c;

		globe_pointer(g, GLOBE_PRESS, 700, 600, now_ns);
		globe_pointer(g, GLOBE_MOVE, 710, 600, now_ns + 1);
		globe_pointer(g, GLOBE_MOVE, 850, 640, now_ns + 2);
		globe_pointer(g, GLOBE_RELEASE, 850, 640, now_ns + CLOCK_S);
		c = settled(g);
		assert_true(c->wall.x * c->view.eye.x <= 0 && c->wall.y * c->view.eye.y <= 0 &&
			    c->wall.z * c->view.eye.z <= 0);
		assert_in_range(c->line_count, 12, CUBE_LINES - 1);
	}
}

#define SAYS(sentence, test) \
	{ .name = "globe cube: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("v fades to the cube and back", test_turns),
		SAYS("the sensor is asked for points once a stream", test_asks_once),
		SAYS("less and more time, a minute to an hour", test_span),
		SAYS("a point chooses its peer, and the globe keeps it", test_point_chooses),
		SAYS("the name of a shape chooses its peer", test_label_chooses),
		SAYS("dragging turns the cube, not the globe behind it", test_drag),
		SAYS("the walls are behind, from wherever it is looked at", test_walls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
