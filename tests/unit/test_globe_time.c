/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fake_hours.h"

static void test_asks(void **state)
{
	struct globe *g = *state;

	frame(g);
	assert_false(globe_asks_past(g, now_ns));
	globe_key(g, 't');
	assert_true(globe_asks_past(g, now_ns));
	assert_true(g->hud.time.asked);
	assert_false(globe_asks_past(g, now_ns));
	whole_past(g);
	assert_false(g->hud.time.asked);
	assert_false(globe_asks_past(g, now_ns + 60 * CLOCK_S));
	assert_true(globe_asks_past(g, now_ns + 3600 * CLOCK_S));
	globe_key(g, 't');
	assert_false(globe_asks_past(g, now_ns + 7200 * CLOCK_S));
}

static void test_scrub(void **state)
{
	struct globe *g = *state;

	open_past(g);
	for (uint32_t hour = 0; hour < HOURS; hour++) {
		uint32_t red = hour >= RED && hour < RED + 4;
		uint32_t blue = hour == GAP ? 0 : hour + 1 < KNOWN ? hour + 1 : KNOWN;

		scrub(g, hour);
		frame(g);
		assert_int_equal(hour_shown(g), hour);
		assert_int_equal(scene_count(&g->scene, RA_ALLOWED), blue);
		assert_int_equal(scene_count(&g->scene, RA_UNKNOWN), red);
		assert_int_equal(g->hud.top.found, blue + red);
		assert_int_equal(g->strands.bundles.arcs, (blue > 0) + red);
		assert_int_equal(g->hud.time.volumes[hour].blue, blue);
		assert_int_equal(g->hud.time.volumes[hour].red, red);
	}
}

static void test_drag(void **state)
{
	struct globe *g = *state;
	struct camera before;

	open_past(g);
	before = g->camera;
	point(g, GLOBE_PRESS, 10);
	assert_int_equal(hour_shown(g), 10);
	point(g, GLOBE_MOVE, 31);
	assert_int_equal(hour_shown(g), 31);
	point(g, GLOBE_RELEASE, 31);
	point(g, GLOBE_MOVE, 40);
	assert_int_equal(hour_shown(g), 31);
	assert_memory_equal(&g->camera, &before, sizeof(before));
}

static void test_live(void **state)
{
	static struct batch before;
	static struct strands strands;
	struct globe *g = *state;

	open_past(g);
	frame(g);
	before = g->hud.batch;
	strands = g->strands;
	scrub(g, 31);
	point(g, GLOBE_MOVE, 31);
	globe_pointer(g, GLOBE_MOVE, 640, 10, now_ns);
	assert_int_not_equal(frame(g)->strands->bundles.arcs, strands.bundles.arcs);
	assert_true(globe_key(g, 'l'));
	frame(g);
	frame(g);
	assert_int_equal(g->hud.batch.count, before.count);
	assert_memory_equal(g->hud.batch.quads, before.quads, before.count * sizeof(struct quad));
	assert_int_equal(g->strands.count, strands.count);
	assert_memory_equal(g->strands.rows, strands.rows, strands.count * sizeof(struct strand));
}

static void test_shut(void **state)
{
	struct globe *g = *state;
	uint32_t before = frame(g)->batch->count;

	open_past(g);
	scrub(g, 31);
	globe_key(g, 't');
	frame(g);
	assert_int_equal(frame(g)->batch->count, before);
}

/* 47 hours and a few minutes at 600 seconds in one. */
static void test_play(void **state)
{
	struct globe *g = *state;
	int64_t last = 0, ns = 0;
	int faded = 0;

	open_past(g);
	globe_key(g, '>');
	assert_int_equal(g->hud.time.speed, 600);
	globe_key(g, ' ');
	while (g->scene.moment_ns && ns < 400 * CLOCK_S) {
		assert_true(g->scene.moment_ns > last);
		last = g->scene.moment_ns;
		frame_after(g, CLOCK_S / 4);
		faded += g->time.fade.on;
		ns += CLOCK_S / 4;
	}
	assert_in_range(ns, 281 * CLOCK_S, 284 * CLOCK_S);
	assert_in_range(faded, HOURS, 2 * HOURS); /* for half a second each */
}

static void test_still(void **state)
{
	struct globe *g = *state;
	float time_s;

	open_past(g);
	scrub(g, 31);
	time_s = frame(g)->time_s;
	assert_false(globe_step(g, now_ns + CLOCK_S / 10));
	assert_true(fabsf(frame(g)->time_s - time_s) < 1e-3f);
	globe_key(g, ' ');
	assert_true(fabsf(frame_after(g, CLOCK_S / 8)->time_s - time_s - 0.125f) < 1e-3f);
	assert_true(globe_step(g, now_ns + CLOCK_S / 10));
}

static void test_steps(void **state)
{
	static const char keys[] = ".,,..";
	static const int64_t hours[] = { HOURS, HOURS - 1, HOURS - 2, HOURS - 1, HOURS };
	struct globe *g = *state;

	open_past(g);
	for (int i = 0; i < 5; i++) {
		globe_key(g, keys[i]);
		assert_int_equal(hour_shown(g), hours[i]);
	}
	scrub(g, 0);
	globe_key(g, ',');
	assert_int_equal(hour_shown(g), 0);
}

static void test_red(void **state)
{
	struct globe *g = *state;

	open_past(g);
	scrub(g, 3);
	globe_key(g, 'n');
	assert_int_equal(hour_shown(g), RED);
	globe_key(g, 'n'); /* it stays red, but nobody turns so */
	assert_int_equal(hour_shown(g), RED);
	assert_true(g->hud.said[0]);
	globe_key(g, 'l');
	globe_key(g, 'N');
	assert_int_equal(hour_shown(g), RED);
	globe_key(g, 'N');
	assert_int_equal(hour_shown(g), RED);
}

/* The handle stands where the window begins; at a quarter of its length it is halved twice. */
static void test_window(void **state)
{
	struct globe *g = *state;
	float x, y;

	open_past(g);
	y = g->hud.time.bars.y - 4;
	scrub(g, 46);
	frame(g);
	globe_pointer(g, GLOBE_PRESS, hud_time_x(&g->hud, hud_time_window_ns(&g->hud)), y, now_ns);
	x = hud_time_x(&g->hud, FIRST_NS + 34 * FAKE_HOUR_NS);
	globe_pointer(g, GLOBE_MOVE, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
	assert_int_equal(g->scene.lens.window_ns, 12 * FAKE_HOUR_NS);
	globe_key(g, ']');
	globe_key(g, ']');
	assert_int_equal(g->scene.lens.window_ns, 0);
	assert_int_equal(hour_shown(g), 46);
}

/* With a window of an hour, whoever paused for one is a stranger. */
static void test_judged_anew(void **state)
{
	struct globe *g = *state;

	open_past(g);
	scrub(g, GAP + 1);
	assert_int_equal(scene_count(&g->scene, RA_UNKNOWN), 0);
	for (int i = 0; i < 6; i++)
		globe_key(g, '[');
	assert_int_equal(g->scene.lens.window_ns, FAKE_HOUR_NS);
	frame(g);
	assert_int_equal(scene_count(&g->scene, RA_UNKNOWN), KNOWN);
	assert_int_equal(g->hud.time.volumes[GAP + 1].red, KNOWN);
	assert_int_equal(g->hud.time.volumes[GAP + 1].fresh, KNOWN);
	assert_int_equal(g->hud.time.volumes[GAP + 2].red, 0);
}

/* A card of somebody who is not there now; another past comes while it is open. */
static void test_card(void **state)
{
	struct globe *g = *state;

	open_past(g);
	scrub(g, RED);
	frame(g);
	globe_pointer(g, GLOBE_PRESS, 80, 86 + LAYOUT_HEAD + 10, now_ns);
	globe_pointer(g, GLOBE_RELEASE, 80, 86 + LAYOUT_HEAD + 10, now_ns);
	assert_non_null(hud_chosen(&g->hud));
	assert_int_equal(hud_chosen(&g->hud)->addr.b[15], 9);
	whole_past(g);
	assert_int_equal(hud_chosen(&g->hud)->addr.b[15], 9);
	assert_int_equal(g->hud.top.rows[0]->addr.b[15], 9);
	frame(g);
	globe_key(g, 'l');
	assert_null(hud_chosen(&g->hud));
}

/* Nothing is known, or of no moment: the keys do no harm. */
static void test_nothing(void **state)
{
	static const char keys[] = "t ,.nN<>l t";
	struct globe *g = *state;

	frame(g);
	for (const char *k = keys; *k; k++) {
		assert_true(globe_key(g, *k));
		assert_int_equal(frame(g)->batch->refused, 0);
		assert_int_equal(g->scene.moment_ns, 0);
	}
	take(g, fake_span(FIRST_NS, HOURS, 0));
	take(g, fake_span(FIRST_NS, HOURS, 0));
	globe_key(g, 't');
	globe_key(g, ' ');
	frame(g);
	globe_again(g);
	assert_int_equal(frame(g)->batch->refused, 0);
}

#define SAYS(sentence, test) \
	{ .name = "globe_time: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("an open timeline asks once, and again after an hour", test_asks),
		SAYS("list, arcs and counts of an hour are its rows", test_scrub),
		SAYS("the cursor follows a drag, and the globe does not", test_drag),
		SAYS("live restores exactly what was", test_live),
		SAYS("shutting it is live again, and leaves nothing", test_shut),
		SAYS("it plays to the end in the time that it takes", test_play),
		SAYS("the past stands still unless it plays", test_still),
		SAYS("keys go a step back and on, to now", test_steps),
		SAYS("n and N go where somebody turns red", test_red),
		SAYS("the window's edge is dragged to the nearest half or double", test_window),
		SAYS("another window judges the past anew", test_judged_anew),
		SAYS("a card of the past lasts while another past comes", test_card),
		SAYS("without a past its keys do no harm", test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
