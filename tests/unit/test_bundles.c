/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/bundles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fake_bundles.h"

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

	fill(s, MOST);
	make(s, RA_BOTH, NULL);
	assert_int_equal(bundles.count, MOST);
	assert_int_equal(bundles.places, MOST);
	assert_true(bundles_are_exact(&bundles));
}

/* The past may tell of places that have no arc now. */
static void test_places(void **state)
{
	struct stream_record r = fake_place(5, 1, 1);
	struct scene *s = *state;

	fill(s, 3);
	scene_take(s, &r);
	r = fake_arc(2, RA_UNKNOWN, RA_OUT, 1, 0);
	scene_take(s, &r);
	make(s, RA_BOTH, NULL);
	assert_int_equal(bundles.places, 3);
	make(s, RA_DIR_BIT(RA_OUT), NULL);
	assert_int_equal(bundles.places, 1);
}

static void test_many_are_bounded(void **state)
{
	static const uint32_t counts[] = { MOST + 1, 5000, 30000 };
	struct scene *s = *state;

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		fill(s, counts[i]);
		make(s, RA_BOTH, NULL);
		assert_in_range(bundles.count, 1, MOST);
		assert_int_equal(bundles.arcs, s->arcs.count);
		assert_false(bundles_are_exact(&bundles));
		assert_int_equal(bytes_in_bundles(), bytes_in_arcs(s));
	}
}

static void test_grave_last(void **state)
{
	struct scene *s = *state;

	fill(s, 4000);
	make(s, RA_BOTH, NULL);
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
	make(s, RA_DIR_BIT(RA_OUT), NULL);
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
	make(s, RA_BOTH, NULL);
	assert_in_range(bundles.count, 500, MOST);
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
	make(s, RA_BOTH, NULL);
	assert_int_equal(bundles.count, 0);
}

static const struct bundle *bundle_at(const struct scene *s, uint32_t place)
{
	const struct geo_place *p = &scene_place(s, place)->place;

	for (uint32_t i = 0; i < bundles.count; i++) {
		const struct bundle *b = &bundles.rows[i];

		if (b->cell.deg > 0 ? cell_holds(b->cell, p) : b->place == place)
			return b;
	}
	return NULL;
}

/* Each place lies in one cell, whatever sides cells have beside it. */
static void assert_disjoint(const struct scene *s)
{
	for (uint32_t i = 0; i < s->places.count; i += 13) {
		const struct scene_place *p = hash_table_row(&s->places, i);
		struct cell in = bundle_at(s, p->number)->cell;

		for (uint32_t k = 0; k < bundles.count; k++) {
			const struct bundle *b = &bundles.rows[k];

			if (b->cell.deg > 0 && cell_holds(b->cell, &p->place))
				assert_true(cell_equal(b->cell, in));
			assert_false(in.deg > 0 && b->place == p->number &&
				     !cell_equal(b->cell, in));
		}
	}
}

static void test_zoom_splits(void **state)
{
	static const double dists[] = { CAMERA_FAR, CAMERA_REST, 2, 1.5, CAMERA_NEAR };
	struct scene *s = *state;
	float side = CELL_DEG_MOST + 1, first = 0;
	struct stream_record records[2];
	uint32_t here;

	fill(s, 30000);
	here = 2 + s->places.count;
	records[0] = fake_place(here, 47.3f, 8.5f);
	records[1] = fake_arc(here, RA_UNKNOWN, RA_IN, 1, 0);
	scene_take(s, &records[0]);
	scene_take(s, &records[1]);
	for (size_t i = 0; i < 5; i++) {
		struct view v = look(47, 8, dists[i]);

		make(s, RA_BOTH, &v);
		assert_in_range(bundles.count, MOST / 3, MOST);
		assert_int_equal(bundles.arcs, s->arcs.count);
		assert_int_equal(bytes_in_bundles(), bytes_in_arcs(s));
		assert_disjoint(s);
		assert_true(bundle_at(s, here)->cell.deg <= side);
		side = bundle_at(s, here)->cell.deg;
		first = i ? first : side;
	}
	assert_true(side <= first / 4);
}

static void test_steady(void **state)
{
	static struct bundles before;
	struct scene *s = *state;
	struct view v = look(30, 20, CAMERA_REST);

	fill(s, 20000);
	make(s, RA_BOTH, &v);
	before = bundles;
	for (int i = 1; i <= 10; i++) {
		v = look(30, 20 + 0.5 * i, CAMERA_REST + 0.01 * i);
		assert_false(bundles_are_stale(&bundles, &v));
		make(s, RA_BOTH, &v);
		assert_int_equal(bundles.count, before.count);
		assert_memory_equal(bundles.rows, before.rows,
				    before.count * sizeof(before.rows[0]));
	}
	v = look(30, 90, CAMERA_REST);
	assert_true(bundles_are_stale(&bundles, &v));
}

static void set_peers(struct scene *s, uint32_t from, uint32_t to, uint32_t peers)
{
	for (uint32_t i = from; i < to; i++) {
		struct stream_record r = fake_arc(2 + i, i % RA_VERDICTS,
						  i / RA_VERDICTS % RA_DIRECTIONS, 1, 0);

		r.arc.level = scene_arc(s, i)->key.level;
		r.arc.peers = peers;
		scene_take(s, &r);
	}
}

/* Around the number from which on they are bundled it does not change from one to the other. */
static void test_reluctant(void **state)
{
	struct scene *s = *state;

	fill(s, MOST + 1);
	make(s, RA_BOTH, NULL);
	assert_false(bundles_are_exact(&bundles));
	set_peers(s, 0, 2, 0);
	make(s, RA_BOTH, NULL);
	assert_false(bundles_are_exact(&bundles));
	set_peers(s, 2, MOST / 4, 0);
	make(s, RA_BOTH, NULL);
	assert_true(bundles_are_exact(&bundles));
	set_peers(s, 1, MOST / 4, 1);
	make(s, RA_BOTH, NULL);
	assert_true(bundles_are_exact(&bundles));
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
		SAYS("coming nearer splits them, and all stay counted", test_zoom_splits),
		SAYS("a small turn changes none of them", test_steady),
		SAYS("a few arcs more or less do not make them flicker", test_reluctant),
		SAYS("the gravest come last, of the unknown the newest", test_grave_last),
		SAYS("verdicts, directions and shades are never mixed", test_never_mixed),
		SAYS("places are counted once, and only those that have arcs", test_places),
		SAYS("trays, unknown places and arcs that are gone are not drawn", test_not_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
