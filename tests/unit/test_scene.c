/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_scene.h"

static const struct scene_limits few = { 8, 8, 8, 8 };

static int open_scene(void **state)
{
	static struct scene s;

	*state = &s;
	return scene_init(&s, &few);
}

static int close_scene(void **state)
{
	scene_clear(*state);
	return 0;
}

static void take(struct scene *s, struct stream_record r)
{
	scene_take(s, &r);
}

static void test_replaces(void **state)
{
	struct scene *s = *state;

	take(s, fake_arc(2, RA_UNKNOWN, RA_IN, 100, 0));
	take(s, fake_arc(2, RA_UNKNOWN, RA_IN, 300, 0));
	take(s, fake_arc(2, RA_UNKNOWN, RA_OUT, 7, 0));
	assert_int_equal(s->arcs.count, 2);
	assert_int_equal(scene_arc(s, 0)->bytes, 300);
}

static void test_full(void **state)
{
	struct scene *s = *state;

	for (uint8_t i = 0; i < 10; i++)
		take(s, fake_peer(i, 2, RA_ALLOWED, RA_IN, 1));
	assert_int_equal(s->peers.count, 8);
	assert_int_equal(s->refused, 2);
}

static void test_trays_are_no_places(void **state)
{
	struct scene *s = *state;

	take(s, fake_place(2, 10, 20));
	assert_null(scene_place(s, GEO_NOWHERE));
	assert_null(scene_place(s, GEO_NEAR));
	assert_non_null(scene_place(s, 2));
}

static void test_verdict(void **state)
{
	struct stream_record r = fake_peer(1, 2, RA_BLOCKED, RA_IN, 5);

	(void)state;
	r.peer.side[RA_OUT] = r.peer.side[RA_IN];
	r.peer.side[RA_OUT].verdict = RA_ALLOWED;
	assert_int_equal(scene_verdict(&r.peer, RA_BOTH), RA_BLOCKED);
	assert_int_equal(scene_verdict(&r.peer, RA_DIR_BIT(RA_OUT)), RA_ALLOWED);
	r.peer.side[RA_IN].first_ns = 0;
	assert_int_equal(scene_verdict(&r.peer, RA_BOTH), RA_ALLOWED);
	assert_int_equal(scene_bytes(&r.peer, RA_BOTH), 5);
}

static void test_heaviest(void **state)
{
	static const uint64_t bytes[] = { 30, 10, 50, 20, 50, 40 };
	static const uint8_t wanted[] = { 2, 4, 5, 0 }; /* of equals the first to come */
	const struct scene_query all = { SCENE_ANYWHERE, SCENE_VERDICTS, RA_BOTH };
	const struct stream_peer *rows[4];
	struct scene *s = *state;
	uint32_t found;

	for (uint8_t i = 0; i < 6; i++)
		take(s, fake_peer(i, 2, RA_ALLOWED, i & 1, bytes[i]));
	assert_int_equal(scene_heaviest(s, &all, rows, 4, &found), 4);
	assert_int_equal(found, 6);
	for (int i = 0; i < 4; i++)
		assert_int_equal(rows[i]->addr.b[15], wanted[i]);
}

static void test_query(void **state)
{
	static const struct {
		struct scene_query q;
		uint32_t found;
	} cases[] = {
		{ { SCENE_ANYWHERE, SCENE_VERDICTS, RA_BOTH }, 4 },
		{ { 3, SCENE_VERDICTS, RA_BOTH }, 2 },
		{ { GEO_NEAR, SCENE_VERDICTS, RA_BOTH }, 1 },
		{ { SCENE_ANYWHERE, 1 << RA_UNKNOWN, RA_BOTH }, 2 },
		{ { SCENE_ANYWHERE, 1 << RA_UNKNOWN, RA_DIR_BIT(RA_OUT) }, 1 },
		{ { 9, SCENE_VERDICTS, RA_BOTH }, 0 },
	};
	struct scene *s = *state;

	take(s, fake_peer(1, 2, RA_UNKNOWN, RA_IN, 1));
	take(s, fake_peer(2, 3, RA_UNKNOWN, RA_OUT, 1));
	take(s, fake_peer(3, 3, RA_ALLOWED, RA_IN, 1));
	take(s, fake_peer(4, GEO_NEAR, RA_ALLOWED, RA_IN, 1));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t found;

		scene_heaviest(s, &cases[i].q, NULL, 0, &found);
		assert_int_equal(found, cases[i].found);
	}
}

#define SAYS(sentence, test) \
	{ .name = "scene: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a record replaces the one with its key", test_replaces),
		SAYS("a full table refuses, and counts it", test_full),
		SAYS("the trays are no places", test_trays_are_no_places),
		SAYS("the gravest verdict of the directions asked for counts", test_verdict),
		SAYS("the heaviest peers come first", test_heaviest),
		SAYS("peers are found by place, verdict and direction", test_query),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
