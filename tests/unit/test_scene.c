/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/scene_find.h"

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

static void test_beyond(void **state)
{
	struct stream_record status = fake_status(50);
	struct scene *s = *state;

	status.status.peers[RA_ALLOWED] = 9;
	status.status.peers[RA_UNKNOWN] = 3;
	for (uint8_t i = 0; i < 7; i++)
		take(s, fake_peer(i, 2, RA_ALLOWED, RA_IN, 1));
	take(s, status);
	assert_int_equal(scene_beyond(s), 0);
	for (uint8_t i = 7; i < 12; i++)
		take(s, fake_peer(i, 2, RA_UNKNOWN, RA_IN, 1));
	assert_int_equal(scene_beyond(s), 4);
	status.status.peers[RA_ALLOWED] = 2;
	take(s, status);
	assert_int_equal(scene_beyond(s), 0);
}

static void test_trays_are_no_places(void **state)
{
	struct scene *s = *state;

	take(s, fake_place(2, 10, 20));
	assert_null(scene_place(s, GEO_NOWHERE));
	assert_null(scene_place(s, GEO_NEAR));
	assert_non_null(scene_place(s, 2));
}

static void test_shade(void **state)
{
	struct stream_record r = fake_peer(1, 2, RA_BLOCKED, RA_IN, 5);
	struct stream_side *in = &r.peer.side[RA_IN], *out = &r.peer.side[RA_OUT];

	(void)state;
	*out = *in;
	out->verdict = RA_ALLOWED;
	assert_int_equal(scene_shade(&r.peer, RA_BOTH).verdict, RA_BLOCKED);
	assert_int_equal(scene_shade(&r.peer, RA_DIR_BIT(RA_OUT)).verdict, RA_ALLOWED);
	in->verdict = out->verdict = RA_UNKNOWN;
	in->novelty = NOVEL_ADDRESS;
	out->novelty = 15;
	assert_int_equal(scene_shade(&r.peer, RA_BOTH).level, 4);
	assert_int_equal(scene_shade(&r.peer, RA_DIR_BIT(RA_IN)).level, 1);
	out->verdict = RA_ALLOWED;
	assert_int_equal(scene_shade(&r.peer, RA_DIR_BIT(RA_OUT)).level, 0);
	in->first_ns = 0;
	assert_int_equal(scene_shade(&r.peer, RA_BOTH).verdict, RA_ALLOWED);
	assert_int_equal(scene_bytes(&r.peer, RA_BOTH), 5);
}

static struct scene_query at(uint32_t place, uint8_t verdicts, uint8_t directions, uint8_t levels)
{
	return (struct scene_query){ .place = place,
				     .verdicts = verdicts,
				     .directions = directions,
				     .levels = levels };
}

static struct scene_query within(struct cell cell)
{
	struct scene_query q = at(77, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS);

	q.cell = cell;
	return q;
}

static void test_heaviest(void **state)
{
	static const uint64_t bytes[] = { 30, 10, 50, 20, 50, 40 };
	static const uint8_t wanted[] = { 2, 4, 5, 0 }; /* of equals the first to come */
	const struct scene_query all = at(SCENE_ANYWHERE, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS);
	const struct stream_peer *rows[4];
	struct scene *s = *state;
	uint32_t found;

	for (uint8_t i = 0; i < 6; i++)
		take(s, fake_peer(i, 2, RA_ALLOWED, i & 1, bytes[i]));
	assert_int_equal(scene_foremost(s, &all, rows, 4, &found), 4);
	assert_int_equal(found, 6);
	for (int i = 0; i < 4; i++)
		assert_int_equal(rows[i]->addr.b[15], wanted[i]);
}

static void test_query(void **state)
{
	const struct stream_record place = fake_place(2, 52.5f, 13.4f);
	const struct {
		struct scene_query q;
		uint32_t found;
	} cases[] = {
		{ at(SCENE_ANYWHERE, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS), 4 },
		{ at(3, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS), 2 },
		{ at(GEO_NEAR, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS), 1 },
		{ at(SCENE_ANYWHERE, 1 << RA_UNKNOWN, RA_BOTH, SCENE_LEVELS), 2 },
		{ at(SCENE_ANYWHERE, 1 << RA_UNKNOWN, RA_DIR_BIT(RA_OUT), SCENE_LEVELS), 1 },
		{ at(SCENE_ANYWHERE, 1 << RA_UNKNOWN, RA_BOTH, 1 << 0), 2 },
		{ at(SCENE_ANYWHERE, 1 << RA_UNKNOWN, RA_BOTH, 1 << 3), 0 },
		{ at(9, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS), 0 },
		{ within(cell_of(&place.place.place, 5.625f)), 1 },
		{ within(cell_of(&place.place.place, CELL_DEG_MOST)), 3 },
	};
	struct scene *s = *state;

	take(s, place);
	take(s, fake_place(3, 48.9f, 2.4f));
	take(s, fake_peer(1, 2, RA_UNKNOWN, RA_IN, 1));
	take(s, fake_peer(2, 3, RA_UNKNOWN, RA_OUT, 1));
	take(s, fake_peer(3, 3, RA_ALLOWED, RA_IN, 1));
	take(s, fake_peer(4, GEO_NEAR, RA_ALLOWED, RA_IN, 1));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t found;

		scene_foremost(s, &cases[i].q, NULL, 0, &found);
		assert_int_equal(found, cases[i].found);
	}
}

static void test_grave_first(void **state)
{
	static const struct {
		uint8_t verdict, novelty;
		uint64_t bytes;
	} peers[] = {
		{ RA_ALLOWED, 0, 90 }, { RA_UNKNOWN, 3, 60 }, { RA_UNKNOWN, 7, 10 },
		{ RA_BLOCKED, 0, 20 }, { RA_UNKNOWN, 0, 70 }, { RA_LEARNING, 0, 80 },
	};
	static const uint8_t wanted[] = { 3, 2, 4, 1, 0, 5 };
	const struct scene_query all = at(SCENE_ANYWHERE, SCENE_VERDICTS, RA_BOTH, SCENE_LEVELS);
	const struct stream_peer *rows[6];
	struct scene *s = *state;
	uint32_t found;

	for (uint8_t i = 0; i < 6; i++) {
		struct stream_record r = fake_peer(i, 2, peers[i].verdict, RA_IN, peers[i].bytes);

		r.peer.side[RA_IN].novelty = peers[i].novelty;
		take(s, r);
	}
	assert_int_equal(scene_foremost(s, &all, rows, 6, &found), 6);
	for (int i = 0; i < 6; i++)
		assert_int_equal(rows[i]->addr.b[15], wanted[i]);
}

static void test_lists(void **state)
{
	struct stream_record r = { .kind = STREAM_LIST, .list = { 3, 1, "old" } };
	struct scene *s = *state;

	assert_null(scene_list(s, 3));
	take(s, r);
	strcpy(r.list.name, "new");
	take(s, r);
	assert_string_equal(scene_list(s, 3), "new");
	assert_null(scene_list(s, 0));
	r.list.number = UINT16_MAX;
	take(s, r);
	assert_null(scene_list(s, UINT16_MAX));
	assert_int_equal(s->refused, 1);
}

/* Known for 48 hours by what was seen an hour and 30 hours ago; a stranger seen 60 hours ago. */
static void take_past(struct scene *s)
{
	static const int hours[] = { 1, 30, 60 };
	struct stream_record r = fake_status(true);

	r.status.window_ns = 48 * LENS_LEAST_NS;
	r.status.judged_from_ns = FAKE_NOW_NS;
	r.status.peers[RA_ALLOWED] = 2;
	take(s, r);
	for (uint8_t i = 0; i < 3; i++) {
		r = fake_peer(i, 2, i < 2 ? RA_ALLOWED : RA_UNKNOWN, RA_IN, 10);
		r.peer.side[RA_IN].reason = i < 2 ? REASON_HISTORY : REASON_NEVER_SEEN;
		r.peer.side[RA_IN].novelty = i < 2 ? 0 : 7;
		r.peer.side[RA_IN].before_s = FAKE_NOW_NS / CLOCK_S - hours[i] * 3600;
		take(s, r);
	}
	take(s, fake_arc(2, RA_ALLOWED, RA_IN, 20, 0));
}

static const struct scene_arc *find_arc(const struct scene *s, uint8_t verdict)
{
	for (uint32_t i = 0; i < scene_arc_count(s); i++)
		if (scene_arc(s, i)->key.verdict == verdict && scene_arc(s, i)->peers)
			return scene_arc(s, i);
	return NULL;
}

static void test_lens(void **state)
{
	struct scene *s = *state;

	take_past(s);
	scene_look(s, 24 * LENS_LEAST_NS);
	scene_gather(s);
	assert_int_equal(find_arc(s, RA_ALLOWED)->bytes, 10);
	assert_int_equal(find_arc(s, RA_UNKNOWN)->peers, 1);
	assert_int_equal(scene_count(s, RA_ALLOWED), 1);
	assert_int_equal(scene_count(s, RA_UNKNOWN), 2);
	scene_look(s, 96 * LENS_LEAST_NS);
	scene_gather(s);
	assert_int_equal(find_arc(s, RA_ALLOWED)->peers, 3);
	assert_null(find_arc(s, RA_UNKNOWN));
	scene_look(s, 0);
	assert_int_equal(find_arc(s, RA_ALLOWED)->bytes, 20);
	assert_int_equal(scene_count(s, RA_ALLOWED), 2);
}

/* What comes while it is looked through is judged too, also when the list is fixed anew. */
static void test_lens_stays(void **state)
{
	struct stream_record r = fake_status(true);
	struct scene *s = *state;

	scene_look(s, 24 * LENS_LEAST_NS);
	take_past(s);
	scene_gather(s);
	assert_int_equal(scene_count(s, RA_ALLOWED), 1);
	r.status.judged_from_ns = FAKE_NOW_NS - 10 * LENS_LEAST_NS;
	take(s, r);
	scene_gather(s);
	assert_int_equal(scene_count(s, RA_ALLOWED), 2);
}

/* With the sensor's own window the sums over the peers are the arcs that were told. */
static void test_lens_of_the_sensor(void **state)
{
	struct scene *s = *state;

	take_past(s);
	scene_look(s, 48 * LENS_LEAST_NS);
	scene_gather(s);
	assert_int_equal(find_arc(s, RA_ALLOWED)->bytes, 20);
	assert_int_equal(find_arc(s, RA_ALLOWED)->peers, 2);
	assert_int_equal(find_arc(s, RA_UNKNOWN)->key.level, 3);
	assert_int_equal(scene_count(s, RA_ALLOWED), 2);
}

/* The sensor's own sums are of all time: what was learned once would be counted for good. */
static void test_counts_are_of_now(void **state)
{
	struct stream_record r = fake_peer(1, 2, RA_LEARNING, RA_IN, 10);
	struct stream_record status = fake_status(true);
	struct scene *s = *state;

	status.status.peers[RA_LEARNING] = 7;
	take(s, status);
	take(s, r);
	assert_int_equal(scene_count(s, RA_LEARNING), 7); /* not all have been told of yet */
	take(s, (struct stream_record){ .kind = STREAM_SNAPSHOT });
	assert_int_equal(scene_count(s, RA_LEARNING), 1);
	r.peer.side[RA_IN].verdict = RA_ALLOWED;
	take(s, r);
	take(s, r);
	assert_int_equal(scene_count(s, RA_LEARNING), 0);
	assert_int_equal(scene_count(s, RA_ALLOWED), 1);
	r.peer.side[RA_OUT] = r.peer.side[RA_IN];
	r.peer.side[RA_OUT].verdict = RA_BLOCKED;
	take(s, r);
	assert_int_equal(scene_count(s, RA_ALLOWED), 1);
	assert_int_equal(scene_count(s, RA_BLOCKED), 1);
}

#define SAYS(sentence, test) \
	{ .name = "scene: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a peer counts under the verdicts that it has now", test_counts_are_of_now),
		SAYS("a record replaces the one with its key", test_replaces),
		SAYS("a full table refuses, and counts it", test_full),
		SAYS("peers that the sensor has beyond a full table are told", test_beyond),
		SAYS("the trays are no places", test_trays_are_no_places),
		SAYS("the gravest verdict of the directions asked for counts, then the newest",
		     test_shade),
		SAYS("the heaviest peers come first", test_heaviest),
		SAYS("the blocked and those of new networks come before all others",
		     test_grave_first),
		SAYS("peers are found by place, verdict, direction and level", test_query),
		SAYS("a list keeps the name it was told last", test_lists),
		SAYS("through a lens peers, arcs and counts are those of its window", test_lens),
		SAYS("what comes later is seen through it too", test_lens_stays),
		SAYS("the sensor's own window shows what the sensor told", test_lens_of_the_sensor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
