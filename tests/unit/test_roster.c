/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/roster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_scene.h"

static const struct scene_limits many = { 64, 64, 2048, 64 };

static struct scene scene;
static struct roster roster;

static int open_roster(void **state)
{
	(void)state;
	return scene_init(&scene, &many) | roster_init(&roster, many.peers);
}

static int close_roster(void **state)
{
	(void)state;
	scene_clear(&scene);
	roster_clear(&roster);
	return 0;
}

static void take(struct stream_record r)
{
	scene_take(&scene, &r);
}

/* Five peers, numbered as they come; the last two are equal in all but their names. */
static void take_five(void)
{
	static const struct {
		uint32_t place;
		uint8_t verdict, novelty;
		uint64_t bytes;
		int age_s;
		const char *city;
	} peers[] = {
		{ 2, RA_ALLOWED, 0, 900, 50, "Oslo" },
		{ 3, RA_UNKNOWN, 15, 5, 40, "berlin" },
		{ GEO_NOWHERE, RA_BLOCKED, 0, 1, 70, "" },
		{ 4, RA_UNKNOWN, 1, 300, 20, "Berne" },
		{ 5, RA_UNKNOWN, 1, 300, 20, "Aachen, a town whose name is long" },
	};

	for (uint8_t i = 0; i < 5; i++) {
		struct stream_record r = fake_place(peers[i].place, 0, 0);

		strcpy(r.place.place.city, peers[i].city);
		if (peers[i].place)
			take(r);
		r = fake_peer(i, peers[i].place, peers[i].verdict, RA_IN, peers[i].bytes);
		r.peer.side[RA_IN].novelty = peers[i].novelty;
		r.peer.side[RA_IN].first_ns = FAKE_NOW_NS - peers[i].age_s * CLOCK_S;
		take(r);
	}
}

static void test_orders(void **state)
{
	static const uint32_t wanted[ROSTER_ORDERS][5] = {
		[ROSTER_GRAVEST] = { 2, 1, 3, 4, 0 },
		[ROSTER_HEAVIEST] = { 0, 3, 4, 1, 2 },
		[ROSTER_NEWEST] = { 3, 4, 1, 0, 2 },
		[ROSTER_NAME] = { 4, 1, 3, 0, 2 },
	};

	(void)state;
	take_five();
	for (int order = 0; order < ROSTER_ORDERS; order++) {
		roster.order = (enum roster_order)order;
		roster_sort(&roster, &scene, RA_BOTH);
		assert_int_equal(roster.count, 5);
		for (int i = 0; i < 5; i++)
			assert_int_equal(roster.rows[i].peer, wanted[order][i]);
	}
}

static void test_shown_only(void **state)
{
	struct filter f;

	(void)state;
	take_five();
	roster.order = ROSTER_GRAVEST;
	roster_sort(&roster, &scene, RA_DIR_BIT(RA_OUT));
	assert_int_equal(roster.count, 0);
	assert_int_equal(filter_parse("verdict:unknown -berne", &f, NULL), 0);
	scene_filter(&scene, &f);
	scene_gather(&scene);
	roster_sort(&roster, &scene, RA_BOTH);
	assert_int_equal(roster.count, 2);
	assert_int_equal(roster.rows[0].peer, 1);
	assert_int_equal(roster.rows[1].peer, 4);
}

/* All that is said of the first rows is said of the whole list. */
static void test_agrees(void **state)
{
	const struct scene_query all = { .place = SCENE_ANYWHERE,
					 .verdicts = SCENE_VERDICTS,
					 .directions = RA_BOTH,
					 .levels = SCENE_LEVELS };
	static const struct stream_peer *rows[2048];
	unsigned int seed = 7;
	uint32_t found;

	(void)state;
	for (uint32_t i = 0; i < 2000; i++) {
		struct stream_record r = fake_peer(0, 2, rand_r(&seed) % RA_VERDICTS,
						   rand_r(&seed) % 2, rand_r(&seed) % 500);

		memcpy(r.peer.addr.b + 12, &i, 4);
		r.peer.side[RA_IN].novelty = r.peer.side[RA_IN].verdict == RA_UNKNOWN ? 7 : 0;
		take(r);
	}
	roster.order = ROSTER_GRAVEST;
	roster_sort(&roster, &scene, RA_BOTH);
	assert_int_equal(scene_foremost(&scene, &all, rows, 2048, &found), roster.count);
	for (uint32_t i = 0; i < roster.count; i++)
		assert_ptr_equal(rows[i], scene_peer_at(&scene, roster.rows[i].peer));
}

static void test_scrolls(void **state)
{
	static const struct {
		int64_t rows;
		uint32_t room, first;
	} cases[] = {
		{ 1, 2, 1 },  { 1, 2, 2 },  { 9, 2, 3 }, { INT64_C(1) << 32, 2, 3 },
		{ -1, 2, 2 }, { -9, 2, 0 }, { 3, 5, 0 }, { 3, 9, 0 },
	};

	(void)state;
	take_five();
	roster.order = ROSTER_GRAVEST;
	roster_sort(&roster, &scene, RA_BOTH);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		roster_scroll(&roster, cases[i].rows, cases[i].room);
		assert_int_equal(roster.first, cases[i].first);
	}
	assert_true(roster_show(&roster, 4, 2)); /* the fourth */
	assert_int_equal(roster.first, 2);
	assert_true(roster_show(&roster, 3, 2));
	assert_int_equal(roster.first, 2);
	assert_true(roster_show(&roster, 2, 2));
	assert_int_equal(roster.first, 0);
	assert_false(roster_show(&roster, 77, 2));
}

#define SAYS(sentence, test) \
	{ .name = "roster: " sentence, .test_func = test, .setup_func = open_roster, \
	  .teardown_func = close_roster }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("grave, heavy, new or by name; of equals the first that came", test_orders),
		SAYS("holds but whom filter and directions show", test_shown_only),
		SAYS("the gravest come as the foremost do", test_agrees),
		SAYS("scrolls no further than its rows, and to a peer", test_scrolls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
