/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/hud_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_hours.h"

/* Who was listed live has a number that is another's in the past, or nobody's. */
static void test_stale_row(void **state)
{
	struct globe *g = *state;
	struct area row = { 0 };

	for (uint8_t last = 10; last < 40; last++)
		take(g, fake_peer(last, 2, RA_ALLOWED, RA_IN, 9000));
	globe_refresh(g, now_ns);
	open_past(g);
	for (uint32_t i = 0; i < g->hud.hit_count; i++)
		if (g->hud.hits[i].action == HUD_PEER)
			row = g->hud.hits[i].area;
	assert_true(row.h > 0);
	g->hud.focus = (struct hud_focus){ .on = true, .action = HUD_PEER, .n = 2 };
	globe_key(g, ',');
	frame(g);
	assert_null(hud_focused(&g->hud));
	globe_key(g, 'l');
	frame(g);
	globe_key(g, ',');
	globe_pointer(g, GLOBE_PRESS, row.x + 9, row.y + 9, now_ns);
	globe_pointer(g, GLOBE_RELEASE, row.x + 9, row.y + 9, now_ns);
	assert_int_equal(g->hud.choice.kind, HUD_NONE);
}

/* Another sensor, or the same one anew: as many sets were shown, and one is counted anew. */
static void test_again(void **state)
{
	struct stream_record status = fake_status(true);
	struct globe *g = *state;

	open_past(g);
	assert_int_equal(g->hud.time.volumes[RED].red, 1);
	status.status.window_ns = 48 * FAKE_HOUR_NS;
	status.status.judged_from_ns = FAKE_NOW_NS - FAKE_HOUR_NS;
	globe_again(g);
	assert_false(g->hud.time.asked);
	take(g, (struct stream_record){ .kind = STREAM_HELLO });
	take(g, status);
	take(g, (struct stream_record){ .kind = STREAM_SNAPSHOT });
	take(g, fake_span(FIRST_NS, HOURS, 0));
	past(g, 9, 3, 3, 4);
	take(g, fake_span(FIRST_NS, HOURS, 1));
	frame(g);
	assert_int_equal(g->hud.time.volumes[RED].red, 0);
	assert_int_equal(g->hud.time.volumes[3].red, 1);
}

static void test_window(void **state)
{
	static const int64_t windows[] = { INT64_MIN, -1, 0, INT64_MAX };
	struct stream_record status = fake_status(true);
	struct globe *g = *state;

	open_past(g);
	for (int i = 0; i < 4; i++) {
		int64_t from_ns;

		status.status.window_ns = windows[i];
		take(g, status);
		from_ns = hud_time_window_ns(&g->hud);
		assert_true(windows[i] > 0 ? from_ns < FIRST_NS : from_ns == g->hud.now_ns);
		assert_int_equal(frame(g)->batch->refused, 0);
	}
}

static void test_sizes(void **state)
{
	static const int sizes[][2] = { { 20, 20 },   { 60, 64 },   { 64, 64 },
					{ 390, 844 }, { 820, 480 }, { 3840, 2160 } };
	struct globe *g = *state;

	open_past(g);
	scrub(g, 31);
	for (int i = 0; i < 6; i++) {
		const struct render_frame *f = globe_frame(g, sizes[i][0], sizes[i][1], now_ns);

		assert_int_equal(f->batch->refused, 0);
		assert_true(g->hud.time.bars.w > 0);
	}
}

#define SAYS(sentence, test) \
	{ .name = "hud_time: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a row that was drawn of another moment chooses nobody", test_stale_row),
		SAYS("nothing of a past is left when the sensor comes anew", test_again),
		SAYS("a window that cannot be is the nearest that can", test_window),
		SAYS("it fits any screen", test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
