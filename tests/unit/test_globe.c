/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fake_font.h"
#include "fake_scene.h"
#include "globe/keys.h"

#define WIDTH 1280
#define HEIGHT 720

static const struct scene_limits limits = { 64, 8, 64, 64 };
static struct fake_font file;
static struct font font;
static int64_t now_ns;

static void take(struct globe *g, struct stream_record r)
{
	globe_take(g, &r, now_ns);
}

/* An arc of an unknown peer to Manila, one of an allowed peer to Berlin, one peer nearby. */
static int open_globe(void **state)
{
	struct globe *g;

	now_ns = 100 * CLOCK_S;
	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)) || globe_open(&font, &limits, &g))
		return -1;
	*state = g;
	take(g, (struct stream_record){ .kind = STREAM_HELLO });
	take(g, fake_place(2, 52.5f, 13.4f));
	take(g, fake_place(3, 14.6f, 121.0f));
	take(g, fake_peer(1, 2, RA_ALLOWED, RA_IN, 9000));
	take(g, fake_peer(2, 3, RA_UNKNOWN, RA_OUT, 10));
	take(g, fake_peer(3, GEO_NEAR, RA_ALLOWED, RA_IN, 10));
	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 9000, 300));
	take(g, fake_arc(3, RA_UNKNOWN, RA_OUT, 10, 300));
	take(g, fake_arc(GEO_NEAR, RA_ALLOWED, RA_IN, 10, 300));
	take(g, fake_status(true));
	take(g, (struct stream_record){ .kind = STREAM_SNAPSHOT });
	return 0;
}

static int close_globe(void **state)
{
	globe_close(*state);
	return 0;
}

static const struct render_frame *frame(struct globe *g)
{
	now_ns += CLOCK_S;
	globe_step(g, now_ns);
	return globe_frame(g, WIDTH, HEIGHT, now_ns);
}

static void click(struct globe *g, float x, float y)
{
	globe_pointer(g, GLOBE_MOVE, x, y, now_ns);
	globe_pointer(g, GLOBE_PRESS, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
}

static void test_directions(void **state)
{
	static const struct {
		int key;
		uint32_t arcs;
	} cases[] = { { 'i', 1 }, { 'o', 1 }, { 'b', 2 } };
	struct globe *g = *state;

	for (size_t i = 0; i < 3; i++) {
		assert_true(globe_key(g, cases[i].key));
		assert_int_equal(frame(g)->strands->bundles.arcs, cases[i].arcs);
	}
	assert_false(globe_key(g, 'x'));
}

static void test_switch(void **state)
{
	struct globe *g = *state;
	struct area a = layout_make(WIDTH, HEIGHT, 3).directions;

	frame(g);
	click(g, a.x + a.w / 6, a.y + a.h / 2);
	assert_int_equal(frame(g)->strands->bundles.arcs, 1);
	click(g, a.x + a.w * 5 / 6, a.y + a.h / 2);
	assert_int_equal(frame(g)->strands->bundles.arcs, 2);
}

/* A card adds to the batch; closing it takes that away. */
static void test_card_of_a_row(void **state)
{
	struct globe *g = *state;
	struct area a = layout_make(WIDTH, HEIGHT, 3).peers;
	uint32_t before = frame(g)->batch->count;

	click(g, a.x + 60, a.y + LAYOUT_HEAD + 10);
	assert_true(frame(g)->batch->count > before + 20);
	globe_key(g, 27);
	assert_int_equal(frame(g)->batch->count, before);
}

static void test_card_of_an_arc(void **state)
{
	struct globe *g = *state;
	const struct render_frame *f = frame(g);
	uint32_t before = f->batch->count;
	float x, y;

	assert_true(view_project(&f->view, arc_point(&f->strands->rows[1].arc, 0.5f), &x, &y));
	click(g, x, y);
	assert_true(frame(g)->batch->count > before + 20);
	click(g, WIDTH / 2, HEIGHT - 5);
	assert_int_equal(frame(g)->batch->count, before);
}

static void test_card_of_a_tray(void **state)
{
	struct globe *g = *state;
	struct area a = layout_make(WIDTH, HEIGHT, 3).trays;
	uint32_t before = frame(g)->batch->count;

	click(g, a.x + 20, a.y + 10);
	assert_true(frame(g)->batch->count > before + 20);
}

static void open_row(struct globe *g, int row)
{
	struct area a = layout_make(WIDTH, HEIGHT, 3).peers;

	frame(g);
	click(g, a.x + 60, a.y + LAYOUT_HEAD + 10 + (float)(row * LAYOUT_ROW));
}

static void test_asks(void **state)
{
	struct globe *g = *state;
	struct addr peer = { { 0 } };

	assert_false(globe_asks(g, now_ns, &peer));
	open_row(g, 0); /* the stranger comes first */
	assert_true(globe_asks(g, now_ns, &peer));
	assert_int_equal(peer.b[15], 2);
	assert_false(globe_asks(g, now_ns + CLOCK_S, &peer));
	assert_true(globe_asks(g, now_ns + 10 * CLOCK_S, &peer));
	open_row(g, 1);
	assert_true(globe_asks(g, now_ns, &peer));
	assert_int_equal(peer.b[15], 1);
	globe_key(g, 27);
	assert_false(globe_asks(g, now_ns + 20 * CLOCK_S, &peer));
}

/* No card has to be scrolled there. */
static const struct render_frame *tall_frame(struct globe *g)
{
	now_ns += CLOCK_S;
	globe_step(g, now_ns);
	return globe_frame(g, WIDTH, 2 * HEIGHT, now_ns);
}

static void test_explained(void **state)
{
	struct stream_record r = { .kind = STREAM_EXPLAIN, .explain = { .hours = { 1 } } };
	struct globe *g = *state;
	uint32_t before;

	open_row(g, 0);
	before = tall_frame(g)->batch->count;
	r.explain.addr = fake_peer(3, 0, RA_ALLOWED, RA_IN, 1).peer.addr;
	memset(r.explain.text, 'a', 900);
	take(g, r);
	assert_int_equal(tall_frame(g)->batch->count, before); /* it is about another */
	r.explain.addr = fake_peer(2, 0, RA_ALLOWED, RA_IN, 1).peer.addr;
	take(g, r);
	assert_true(tall_frame(g)->batch->count > before + STREAM_HOURS);
	for (int height = 64; height < 2000; height += 100) {
		const struct render_frame *f = globe_frame(g, 390, height, now_ns);

		assert_int_equal(f->batch->refused, 0);
	}
}

/* Known by the last day; the stranger was seen three days ago. */
static void test_window(void **state)
{
	struct stream_record r = fake_status(true);
	struct globe *g = *state;

	frame(g);
	globe_key(g, '['); /* nothing is judged yet */
	assert_int_equal(frame(g)->strands->red, 1);
	r.status.window_ns = 48 * LENS_LEAST_NS;
	r.status.judged_from_ns = FAKE_NOW_NS;
	take(g, r);
	for (uint8_t i = 1; i <= 2; i++) {
		r = fake_peer(i, 1 + i, i == 1 ? RA_ALLOWED : RA_UNKNOWN, RA_IN, 10);
		r.peer.side[RA_IN].reason = i == 1 ? REASON_HISTORY : REASON_NEVER_SEEN;
		r.peer.side[RA_IN].before_s = FAKE_NOW_NS / CLOCK_S - (i == 1 ? 20 : 72) * 3600;
		take(g, r);
	}
	globe_key(g, ']');
	assert_int_equal(frame(g)->strands->red, 2); /* four days: both are known */
	globe_key(g, '[');
	assert_int_equal(frame(g)->strands->red, 1); /* as told */
	globe_key(g, '[');
	assert_int_equal(frame(g)->strands->red, 1); /* a day: as before */
	globe_key(g, '[');
	assert_int_equal(frame(g)->strands->red, 0); /* twelve hours: neither */
	globe_again(g);
	take(g, fake_status(true));
	assert_int_equal(frame(g)->strands->count, 0);
}

static void test_drag(void **state)
{
	struct globe *g = *state;
	struct vec3 eye = frame(g)->view.eye;

	globe_pointer(g, GLOBE_PRESS, 700, 300, now_ns);
	for (int i = 1; i <= 10; i++) {
		now_ns += CLOCK_S / 60;
		globe_pointer(g, GLOBE_MOVE, (float)(700 + 10 * i), 300, now_ns);
	}
	assert_true(globe_step(g, now_ns) && globe_is_turning(g));
	assert_true(vec3_length(vec3_sub(frame(g)->view.eye, eye)) > 0.1f);
	globe_pointer(g, GLOBE_RELEASE, 800, 300, now_ns);
}

static void test_rests(void **state)
{
	struct globe *g = *state;

	for (int i = 0; i < 20; i++)
		frame(g);
	now_ns += CLOCK_S / 10;
	assert_false(globe_step(g, now_ns));
	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 9100, 0));
	now_ns += CLOCK_S;
	take(g, fake_status(true));
	assert_true(globe_step(g, now_ns));
}

static uint32_t boxes_of_width(const struct batch *b, float width)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->count; i++)
		n += b->quads[i].half_w == width / 2 && !b->quads[i].stroke;
	return n;
}

static void test_question_and_help(void **state)
{
	enum { QUESTION = 340, HELP = 592 };
	struct globe *g = *state;

	assert_int_equal(boxes_of_width(frame(g)->batch, QUESTION), 0);
	take(g, fake_status(false));
	assert_int_equal(boxes_of_width(frame(g)->batch, QUESTION), 1);
	globe_key(g, '?');
	assert_int_equal(boxes_of_width(frame(g)->batch, HELP), 1);
	assert_int_equal(boxes_of_width(frame(g)->batch, QUESTION), 0);
	globe_key(g, '?');
	assert_int_equal(boxes_of_width(frame(g)->batch, QUESTION), 1);
}

/* By a button and by a click on what the foot attributes; each gives way to the other. */
static void test_help_and_about(void **state)
{
	enum { HELP = 592, ABOUT = 400 };
	struct globe *g = *state;

	frame(g);
	click(g, 285, 63);
	assert_int_equal(boxes_of_width(frame(g)->batch, HELP), 1);
	globe_key(g, 'a');
	assert_int_equal(boxes_of_width(frame(g)->batch, HELP), 0);
	assert_int_equal(boxes_of_width(frame(g)->batch, ABOUT), 1);
	globe_key(g, KEY_ESCAPE);
	assert_int_equal(boxes_of_width(frame(g)->batch, ABOUT), 0);
	click(g, 30, HEIGHT - 40);
	assert_int_equal(boxes_of_width(frame(g)->batch, ABOUT), 1);
	click(g, 700, 700);
	assert_int_equal(boxes_of_width(frame(g)->batch, ABOUT), 0);
}

/* Whoever knows nothing sees whether anything is wrong, and with one click what. */
static void test_headline(void **state)
{
	enum { CARD = 348, X = 728, Y = 40 };
	struct globe *g = *state;

	frame(g);
	click(g, X, Y);
	assert_int_equal(boxes_of_width(frame(g)->batch, CARD), 1);
	globe_key(g, KEY_ESCAPE);
	assert_int_equal(boxes_of_width(frame(g)->batch, CARD), 0);
	take(g, fake_peer(2, 3, RA_ALLOWED, RA_OUT, 10));
	frame(g);
	click(g, X, Y);
	assert_int_equal(boxes_of_width(frame(g)->batch, CARD), 0);
}

static void test_lost(void **state)
{
	struct globe *g = *state;
	uint32_t before;

	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 9100, 0));
	take(g, fake_status(true));
	before = frame(g)->batch->count;
	globe_lost(g, now_ns);
	assert_true(frame(g)->batch->count > before);
	assert_false(frame(g)->strands->moving);
}

static void test_again(void **state)
{
	struct globe *g = *state;

	frame(g);
	assert_int_equal(globe_again(g), 0);
	assert_false(globe_is_complete(g));
	assert_int_equal(frame(g)->strands->bundles.arcs, 0);
	take(g, (struct stream_record){ .kind = STREAM_END });
	assert_true(globe_has_ended(g));
}

static void test_pose(void **state)
{
	struct globe *g = *state;
	struct render_frame a, b;

	globe_pose(g);
	a = *globe_frame(g, WIDTH, HEIGHT, 5 * CLOCK_S);
	globe_wheel(g, 0);
	b = *globe_frame(g, WIDTH, HEIGHT, 77 * CLOCK_S);
	assert_true(a.time_s >= b.time_s && a.time_s <= b.time_s);
	assert_memory_equal(&a.view, &b.view, sizeof(a.view));
	assert_memory_equal(&a.sun, &b.sun, sizeof(a.sun));
	assert_true(view_sees(&a.view, vec3_ground(35.7, 139.51)));
}

static void test_sizes(void **state)
{
	static const int sizes[][2] = { { 64, 64 }, { 390, 844 }, { 3840, 2160 }, { 8192, 64 } };
	struct globe *g = *state;

	globe_key(g, '?');
	for (int i = 0; i < 4; i++) {
		const struct render_frame *f = globe_frame(g, sizes[i][0], sizes[i][1], now_ns);

		assert_true(f->batch->count > 50);
		assert_int_equal(f->batch->refused, 0);
		for (int k = 0; k < 16; k++)
			assert_true(isfinite(f->view.clip[k]));
	}
}

/* It stands for three seconds, fades in the fourth, and then nothing is drawn for it. */
#define SAYS(sentence, test) \
	{ .name = "globe: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("keys show in, out or both", test_directions),
		SAYS("so does the switch on the screen", test_switch),
		SAYS("a click on a peer opens its card, Esc closes it", test_card_of_a_row),
		SAYS("a click on an arc opens a card, beside it closes it", test_card_of_an_arc),
		SAYS("a tray opens a card of its peers", test_card_of_a_tray),
		SAYS("an open card asks about its peer, and again after a while", test_asks),
		SAYS("an answer is in the card of its peer alone, on any screen", test_explained),
		SAYS("[ and ] judge with half or twice the window", test_window),
		SAYS("dragging turns the globe", test_drag),
		SAYS("it rests while nothing changes, and wakes when something does", test_rests),
		SAYS("a line says whether anything is wrong, a click what", test_headline),
		SAYS("help and licences open by key and by click", test_help_and_about),
		SAYS("it asks where the sensor is, but not while the help is open",
		     test_question_and_help),
		SAYS("a lost sensor is said, and nothing moves any more", test_lost),
		SAYS("a new stream starts from nothing", test_again),
		SAYS("a pose is the same at any time, and sees home", test_pose),
		SAYS("any screen can be drawn", test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
