/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/bundles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "chance.h"
#include "fake_scene.h"

static const struct scene_limits limits = { 32768, 8, 8, 65536 };
static struct bundles bundles;

static int open_scene(void **state)
{
	static struct scene s;

	*state = &s;
	seed = 11;
	return scene_init(&s, &limits);
}

static int close_scene(void **state)
{
	scene_clear(*state);
	return 0;
}

/* n places all over the Earth, each with an arc of each verdict in turn. */
static void fill(struct scene *s, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct stream_record r = fake_place(2 + i, (float)random_below(180) - 90,
						    (float)random_below(360) - 180);

		scene_take(s, &r);
		r = fake_arc(2 + i, i % RA_VERDICTS, i / RA_VERDICTS % RA_DIRECTIONS,
			     1 + random_below(1000), 0);
		r.arc.level = (uint8_t)(r.arc.verdict < RA_UNKNOWN ? 0 : random_below(5));
		scene_take(s, &r);
	}
}

static uint64_t bytes_in_bundles(void)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < bundles.count; i++)
		bytes += bundles.rows[i].bytes;
	return bytes;
}

static uint64_t bytes_in_arcs(const struct scene *s)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < s->arcs.count; i++)
		bytes += scene_arc(s, i)->bytes;
	return bytes;
}

static void test_few_are_exact(void **state)
{
	struct scene *s = *state;

	fill(s, BUNDLES_MOST);
	bundles_make(&bundles, s, RA_BOTH);
	assert_int_equal(bundles.count, BUNDLES_MOST);
	assert_true(bundles.cell_deg <= 0);
}

static void test_many_are_bounded(void **state)
{
	static const uint32_t counts[] = { BUNDLES_MOST + 1, 5000, 30000 };
	struct scene *s = *state;

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		fill(s, counts[i]);
		bundles_make(&bundles, s, RA_BOTH);
		assert_in_range(bundles.count, 1, BUNDLES_MOST);
		assert_int_equal(bundles.arcs, s->arcs.count);
		assert_true(bundles.cell_deg > 0);
		assert_int_equal(bytes_in_bundles(), bytes_in_arcs(s));
	}
}

static void test_grave_last(void **state)
{
	struct scene *s = *state;

	fill(s, 2000);
	bundles_make(&bundles, s, RA_BOTH);
	for (uint32_t i = 1; i < bundles.count; i++) {
		const struct bundle *b = &bundles.rows[i];

		assert_true(b->verdict > b[-1].verdict ||
			    (b->verdict == b[-1].verdict && b->level >= b[-1].level));
	}
	assert_int_equal(bundles.rows[bundles.count - 1].verdict, RA_BLOCKED);
}

static void test_never_mixed(void **state)
{
	struct scene *s = *state;

	fill(s, 2000);
	bundles_make(&bundles, s, RA_DIR_BIT(RA_OUT));
	for (uint32_t i = 0; i < bundles.count; i++) {
		const struct scene_arc *a = scene_arc(s, bundles.rows[i].arc);

		assert_int_equal(a->key.direction, RA_OUT);
		assert_int_equal(a->key.verdict, bundles.rows[i].verdict);
		if (a->key.verdict == RA_UNKNOWN)
			assert_int_equal(a->key.level, bundles.rows[i].level);
	}
}

/* Every colour in every direction all over the Earth, poles and date line too. */
static void test_worst(void **state)
{
	static const uint8_t colors[][2] = {
		{ RA_ALLOWED, 0 }, { RA_LEARNING, 0 }, { RA_UNKNOWN, 0 }, { RA_UNKNOWN, 1 },
		{ RA_UNKNOWN, 2 }, { RA_UNKNOWN, 3 },  { RA_UNKNOWN, 4 }, { RA_BLOCKED, 2 },
	};
	struct scene *s = *state;
	uint32_t place = 2;

	for (int lat = -90; lat <= 90; lat += 6) {
		for (int lon = -180; lon <= 180; lon += 6, place++) {
			struct stream_record r = fake_place(place, (float)lat, (float)lon);

			scene_take(s, &r);
			for (uint8_t i = 0; i < 16; i++) {
				uint8_t color = i / 2;

				r = fake_arc(place, colors[color][0], i % 2, 1, 0);
				r.arc.level = colors[color][1];
				scene_take(s, &r);
			}
		}
	}
	bundles_make(&bundles, s, RA_BOTH);
	assert_in_range(bundles.count, 500, BUNDLES_MOST);
	assert_int_equal(bundles.arcs, s->arcs.count);
	assert_int_equal(bytes_in_bundles(), bytes_in_arcs(s));
}

static void test_not_drawn(void **state)
{
	struct scene *s = *state;
	struct stream_record records[] = {
		fake_place(5, 1, 1),
		fake_arc(GEO_NOWHERE, RA_UNKNOWN, RA_IN, 1, 0),
		fake_arc(GEO_NEAR, RA_UNKNOWN, RA_IN, 1, 0),
		fake_arc(77, RA_UNKNOWN, RA_IN, 1, 0),
		fake_arc(5, RA_UNKNOWN, RA_IN, 1, 0),
	};

	records[4].arc.peers = 0;
	for (size_t i = 0; i < sizeof(records) / sizeof(*records); i++)
		scene_take(s, &records[i]);
	bundles_make(&bundles, s, RA_BOTH);
	assert_int_equal(bundles.count, 0);
}

#define SAYS(sentence, test) \
	{ .name = "bundles: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("as many as fit are drawn each for itself", test_few_are_exact),
		SAYS("however many come, what is drawn stays bounded and nothing is left out",
		     test_many_are_bounded),
		SAYS("however they lie, they fit", test_worst),
		SAYS("the gravest come last, of the unknown the newest", test_grave_last),
		SAYS("verdicts, directions and shades are never mixed", test_never_mixed),
		SAYS("trays, unknown places and arcs that are gone are not drawn", test_not_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
