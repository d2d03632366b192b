/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_font.h"
#include "fake_scene.h"
#include "globe/globe_state.h"

#define WIDTH 1280
#define HEIGHT 720
#define FRAME_NS (CLOCK_S / 60)

static const struct scene_limits limits = { 64, 8, 64, 64 };
static struct fake_font file;
static struct font font;
static int64_t now_ns;

static void take(struct globe *g, struct stream_record r)
{
	globe_take(g, &r, now_ns);
}

static void frame(struct globe *g)
{
	globe_frame(g, WIDTH, HEIGHT, now_ns);
}

/* Home is Koganei; a peer in Berlin, and one in Lima, which is on the other side of the Earth. */
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
	take(g, fake_place(3, -12.0f, -77.0f));
	take(g, fake_peer(1, 2, RA_ALLOWED, RA_IN, 10));
	take(g, fake_peer(2, 3, RA_UNKNOWN, RA_IN, 90));
	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 10, 300));
	take(g, fake_arc(3, RA_UNKNOWN, RA_IN, 90, 300));
	take(g, fake_status(true));
	take(g, (struct stream_record){ .kind = STREAM_SNAPSHOT });
	globe_step(g, now_ns);
	frame(g);
	return 0;
}

static int close_globe(void **state)
{
	globe_close(*state);
	return 0;
}

/* So many steps of a sixtieth of a second. returns how many frames were due, and drawn */
static int run(struct globe *g, int steps)
{
	int frames = 0;

	for (int i = 0; i < steps; i++) {
		now_ns += FRAME_NS;
		if (!globe_step(g, now_ns))
			continue;
		frame(g);
		frames++;
	}
	return frames;
}

static struct vec3 eye(struct globe *g)
{
	return vec3_unit(globe_frame(g, WIDTH, HEIGHT, now_ns)->view.eye);
}

static bool looks_at(struct globe *g, double lat_deg, double lon_deg)
{
	return vec3_dot(eye(g), vec3_ground(lat_deg, lon_deg)) > 0.9999f;
}

static void click(struct globe *g, float x, float y)
{
	globe_pointer(g, GLOBE_PRESS, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
}

static void click_first_row(struct globe *g)
{
	struct area a = layout_make(WIDTH, HEIGHT, 2).peers;

	click(g, a.x + 60, a.y + LAYOUT_HEAD + 10);
}

static void test_flies(void **state)
{
	struct globe *g = *state;
	struct vec3 before = eye(g);
	int frames;

	assert_false(looks_at(g, -12, -77));
	click_first_row(g); /* the stranger's */
	run(g, 1);
	assert_true(vec3_dot(eye(g), before) > 0.9999f); /* nothing jumps */
	frames = run(g, 120);
	assert_in_range(frames, 50, 70);
	assert_true(looks_at(g, -12, -77));
	assert_true(globe_key(g, 'h'));
	run(g, 120);
	assert_true(vec3_dot(eye(g), before) > 0.9999f);
}

static void test_stays(void **state)
{
	struct globe *g = *state;
	struct vec3 before;

	click_first_row(g);
	run(g, 120);
	globe_key(g, 27);
	before = eye(g);
	click_first_row(g); /* its place is in the middle already */
	run(g, 60);
	assert_true(vec3_dot(eye(g), before) > 0.999999f);
}

static void test_touch(void **state)
{
	struct globe *g = *state;
	struct vec3 before;

	click_first_row(g);
	run(g, 20);
	globe_pointer(g, GLOBE_PRESS, 700, 300, now_ns);
	before = eye(g);
	run(g, 60);
	assert_false(looks_at(g, -12, -77));
	assert_true(vec3_dot(eye(g), before) > 0.999999f);
}

/* A status a quarter of a second that changes no number on the screen. */
static void test_silence(void **state)
{
	struct globe *g = *state;
	struct stream_record r = fake_status(true);
	int frames = 0;

	run(g, 60);
	for (int i = 0; i < 3; i++) {
		take(g, r);
		frames += run(g, 15);
	}
	assert_int_equal(frames, 0);
	r.status.ledger.seen += 5000;
	r.status.ledger.verdict[RA_ALLOWED][RA_IN] += 5000;
	take(g, r);
	assert_int_equal(run(g, 60), 1);
}

static void test_news(void **state)
{
	struct globe *g = *state;

	run(g, 60);
	take(g, fake_place(4, 10, 100));
	take(g, fake_arc(4, RA_UNKNOWN, RA_IN, 5, 300));
	assert_true(run(g, 180) > 40);   /* a ring spreads */
	assert_int_equal(run(g, 60), 0); /* and is gone */
}

/* Comets: each frame on hardware; 10 a second where the CPU draws, 2 when nobody is there. */
static void test_spares(void **state)
{
	struct stream_record r = fake_status(true);
	struct globe *g = *state;

	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 90, 0));
	take(g, r);
	run(g, 30);
	assert_in_range(run(g, 60), 58, 60);
	globe_spare(g);
	assert_in_range(run(g, 60), 8, 13);
	now_ns += 61 * CLOCK_S;
	run(g, 60);
	take(g, fake_arc(2, RA_ALLOWED, RA_IN, 90, -70));
	run(g, 60);
	assert_in_range(run(g, 60), 1, 5);
}

static void test_drifts(void **state)
{
	struct globe *g = *state;
	struct vec3 before = eye(g);
	int frames;

	run(g, 60);
	assert_true(vec3_dot(eye(g), before) > 0.999999f);
	now_ns += 70 * CLOCK_S;
	frames = run(g, 600);
	assert_in_range(frames, 598, 600);
	assert_true(vec3_dot(eye(g), before) < 0.995f); /* some ten degrees */
	globe_pointer(g, GLOBE_MOVE, 700, 300, now_ns);
	run(g, 2);
	before = eye(g);
	run(g, 60);
	assert_true(vec3_dot(eye(g), before) > 0.999999f);
}

static void test_tip(void **state)
{
	struct globe *g = *state;
	const struct render_frame *f = globe_frame(g, WIDTH, HEIGHT, now_ns);
	uint32_t before = f->batch->count;
	float x, y;

	assert_true(view_project(&f->view, arc_point(&f->strands->rows[0].arc, 0.5f), &x, &y));
	globe_pointer(g, GLOBE_MOVE, x, y, now_ns);
	run(g, 2);
	assert_true(globe_frame(g, WIDTH, HEIGHT, now_ns)->batch->count > before + 10);
	globe_pointer(g, GLOBE_LEAVE, 0, 0, now_ns);
	run(g, 2);
	assert_int_equal(globe_frame(g, WIDTH, HEIGHT, now_ns)->batch->count, before);
}

static void test_replay_over(void **state)
{
	struct globe *g = *state;

	assert_int_equal(globe_now(g, g->status_ns + CLOCK_S), FAKE_NOW_NS + CLOCK_S);
	take(g, (struct stream_record){ .kind = STREAM_HELLO, .hello = { .replay = 1 } });
	take(g, (struct stream_record){ .kind = STREAM_END });
	assert_int_equal(globe_now(g, g->status_ns + CLOCK_S), FAKE_NOW_NS);
}

static void test_says(void **state)
{
	struct globe *g = *state;
	uint32_t before = g->hud.batch.count, with;

	globe_say(g, "saved: redarc.png", now_ns);
	frame(g);
	with = g->hud.batch.count;
	assert_true(with > before + 10);
	assert_false(globe_step(g, now_ns + CLOCK_S));
	assert_true(globe_step(g, now_ns += 39 * CLOCK_S / 10));
	frame(g);
	assert_int_equal(g->hud.batch.count, with);
	assert_true(globe_step(g, now_ns += CLOCK_S));
	frame(g);
	assert_int_equal(g->hud.batch.count, before);
	assert_int_equal(g->hud.said[0], '\0');
}

/* returns how many letters a line takes; its pill is three boxes */
static uint32_t letters_of(struct globe *g, const char *text)
{
	uint32_t before;

	globe_say(g, "", now_ns);
	frame(g);
	before = g->hud.batch.count;
	globe_say(g, text, now_ns);
	frame(g);
	return g->hud.batch.count - before - 3;
}

static void test_says_in_japanese(void **state)
{
	struct globe *g = *state;

	globe_speak(g, PHRASE_JAPANESE);
	assert_int_equal(letters_of(g, "saved: redarc.png"), 18);
	assert_int_equal(letters_of(g, "no peers"), 5);
	assert_int_equal(letters_of(g, "redarc.png: no room"), 19);
	globe_speak(g, PHRASE_ENGLISH);
	assert_int_equal(letters_of(g, "saved: redarc.png"), 17);
}

#define SAYS(sentence, test) \
	{ .name = "step: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the camera flies to who was chosen, and home again", test_flies),
		SAYS("it stays when that is well seen", test_stays),
		SAYS("a touch ends a flight", test_touch),
		SAYS("a status that changes no number costs no frame", test_silence),
		SAYS("a new stranger is seen to come, then it rests again", test_news),
		SAYS("the CPU draws few frames, fewer when nobody looks", test_spares),
		SAYS("left alone the globe drifts, and stops at a touch", test_drifts),
		SAYS("what the window says fades after four seconds", test_says),
		SAYS("what the window says is translated, but not what it is about",
		     test_says_in_japanese),
		SAYS("with a capture its time ends", test_replay_over),
		SAYS("the pointer on an arc tells who is there", test_tip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
