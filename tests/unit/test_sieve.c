/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/sieve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_scene.h"
#include "globe/scene_find.h"

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

static struct scene_query everyone(uint32_t place)
{
	return (struct scene_query){ .place = place,
				     .verdicts = SCENE_VERDICTS,
				     .directions = RA_BOTH,
				     .levels = SCENE_LEVELS };
}

static const struct scene_arc *find_arc(const struct scene *s, uint8_t verdict)
{
	for (uint32_t i = 0; i < scene_arc_count(s); i++)
		if (scene_arc(s, i)->key.verdict == verdict && scene_arc(s, i)->peers)
			return scene_arc(s, i);
	return NULL;
}

static void show(struct scene *s, const char *text)
{
	struct err e = { "" };
	struct filter f;

	if (filter_parse(text, &f, &e))
		fail_msg("%s", e.text);
	scene_filter(s, &f);
	scene_gather(s);
}

static uint32_t count_of(const struct scene *s, struct scene_query q)
{
	uint32_t found;

	scene_foremost(s, &q, NULL, 0, &found);
	return found;
}

/* City 2 and City 3 (a blocked one by list "drop"), one nearby; the first in both directions. */
static void take_few(struct scene *s)
{
	struct stream_record r = fake_peer(1, 2, RA_UNKNOWN, RA_IN, 10);

	take(s, (struct stream_record){ .kind = STREAM_LIST, .list = { 1, 1, "drop" } });
	take(s, fake_place(2, 52.5f, 13.4f));
	take(s, fake_place(3, 48.9f, 2.4f));
	r.peer.side[RA_OUT] = r.peer.side[RA_IN];
	r.peer.side[RA_OUT].verdict = RA_ALLOWED;
	r.peer.side[RA_OUT].bytes = 1000;
	take(s, r);
	r = fake_peer(2, 3, RA_BLOCKED, RA_IN, 20);
	r.peer.side[RA_IN].list = 1;
	take(s, r);
	take(s, fake_peer(3, GEO_NEAR, RA_ALLOWED, RA_OUT, 40));
	r = fake_status(true);
	r.status.peers[RA_ALLOWED] = 2;
	r.status.peers[RA_UNKNOWN] = r.status.peers[RA_BLOCKED] = 1;
	take(s, r);
}

static void test_filter(void **state)
{
	static const struct {
		const char *text;
		uint32_t peers, nearby, allowed, unknown, blocked;
	} cases[] = {
		{ "", 3, 1, 2, 1, 1 },
		{ "-verdict:allowed", 2, 0, 0, 1, 1 },
		{ "verdict:unknown", 1, 0, 0, 1, 0 },
		{ "dir:out", 2, 1, 2, 0, 0 },
		{ "city", 2, 0, 1, 1, 1 },
		{ "\"city 2\"", 0, 0, 0, 0, 0 },
		{ "drop", 1, 0, 0, 0, 1 },
		{ "203.0.113.3", 1, 1, 1, 0, 0 },
		{ "nobody", 0, 0, 0, 0, 0 },
	};
	struct scene *s = *state;

	take_few(s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		show(s, cases[i].text);
		assert_int_equal(count_of(s, everyone(SCENE_ANYWHERE)), cases[i].peers);
		assert_int_equal(count_of(s, everyone(GEO_NEAR)),
				 cases[i].nearby);
		assert_int_equal(scene_count(s, RA_ALLOWED), cases[i].allowed);
		assert_int_equal(scene_count(s, RA_UNKNOWN), cases[i].unknown);
		assert_int_equal(scene_count(s, RA_BLOCKED), cases[i].blocked);
		if (!s->sieve.filter.count)
			continue;
		assert_int_equal(scene_count(s, RA_ALLOWED) + scene_hidden(s, RA_ALLOWED), 2);
		assert_int_equal(scene_count(s, RA_BLOCKED) + scene_hidden(s, RA_BLOCKED), 1);
	}
}

static void test_filtered_arcs(void **state)
{
	struct scene *s = *state;

	take_few(s);
	take(s, fake_arc(2, RA_ALLOWED, RA_OUT, 7777, 0));
	show(s, "dir:in");
	assert_null(find_arc(s, RA_ALLOWED));
	assert_int_equal(find_arc(s, RA_UNKNOWN)->bytes, 10);
	assert_int_equal(find_arc(s, RA_BLOCKED)->bytes, 20);
	show(s, "");
	assert_int_equal(find_arc(s, RA_ALLOWED)->bytes, 7777);
}

/* Order and weight are those of the sides that are shown. */
static void test_filtered_order(void **state)
{
	const struct scene_query all = everyone(SCENE_ANYWHERE);
	const struct stream_peer *rows[2];
	struct scene *s = *state;
	uint32_t found;

	take_few(s);
	show(s, "verdict:allowed");
	assert_int_equal(scene_foremost(s, &all, rows, 2, &found), 2);
	assert_int_equal(rows[0]->addr.b[15], 1);
	assert_int_equal(scene_sides(s, rows[0]), RA_DIR_BIT(RA_OUT));
	show(s, "-city");
	assert_int_equal(scene_foremost(s, &all, rows, 2, &found), 1);
	assert_int_equal(rows[0]->addr.b[15], 3);
}

/* Names and peers that come while it is filtered count too. */
static void test_filter_stays(void **state)
{
	struct scene *s = *state;

	show(s, "city drop");
	take_few(s);
	scene_gather(s);
	assert_int_equal(scene_count(s, RA_BLOCKED), 1);
	assert_int_equal(scene_count(s, RA_UNKNOWN), 0);
	take(s, (struct stream_record){ .kind = STREAM_LIST, .list = { 1, 1, "other" } });
	scene_gather(s);
	assert_int_equal(scene_count(s, RA_BLOCKED), 0);
}

#define SAYS(sentence, test) \
	{ .name = "sieve: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a filter holds for lists, trays and counts", test_filter),
		SAYS("filtered arcs are summed up from what passes", test_filtered_arcs),
		SAYS("a filtered peer weighs what its shown directions do", test_filtered_order),
		SAYS("what comes later is filtered too", test_filter_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
