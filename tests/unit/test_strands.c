/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/strands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "chance.h"
#include "fake_strands.h"

static const struct bundle *bundle_of(uint32_t strand)
{
	return &strands.bundles.rows[strands.bundle[strand]];
}

static float from_home(struct vec3 p)
{
	return vec3_length(vec3_sub(p, vec3_ground(35.7, 139.51)));
}

static void test_direction(void **state)
{
	struct scene *s = *state;

	add(s, fake_arc(2, RA_UNKNOWN, RA_IN, 1, 0));
	strands_build(&strands, s, &all);
	assert_int_equal(strands.count, 1);
	assert_true(from_home(strands.rows[0].arc.from) > 0.5f);
	add(s, fake_arc(2, RA_BLOCKED, RA_OUT, 1, 0));
	strands_build(&strands, s, &all);
	assert_int_equal(strands.count, 2);
	assert_true(from_home(strands.rows[1].arc.from) < 0.01f);
}

static void test_heavier(void **state)
{
	struct scene *s = *state;
	struct strand light;

	add(s, fake_arc(2, RA_ALLOWED, RA_IN, 5000, 0));
	strands_build(&strands, s, &all);
	assert_int_equal(strands.count, 1);
	light = strands.rows[0];
	add(s, fake_arc(2, RA_ALLOWED, RA_IN, 500000000, 0));
	strands_build(&strands, s, &all);
	assert_in_range(strands.count, 3, 6);
	assert_true(strands.rows[strands.count - 1].arc.lift > light.arc.lift);
	assert_true(strands.rows[0].width > light.width);
}

static void test_live(void **state)
{
	struct scene *s = *state;

	add(s, fake_arc(2, RA_ALLOWED, RA_IN, 1, 300));
	strands_build(&strands, s, &all);
	assert_false(strands.moving);
	assert_true(strands.rows[0].speed <= 0);
	add(s, fake_arc(3, RA_ALLOWED, RA_IN, 1, 1));
	strands_build(&strands, s, &all);
	assert_true(strands.moving);
}

static void test_blocked_throbs(void **state)
{
	struct scene *s = *state;

	add(s, fake_arc(2, RA_BLOCKED, RA_IN, 1, 30));
	strands_build(&strands, s, &all);
	assert_true(strands.rows[0].pulse > 0 && strands.moving);
}

static void test_red_last(void **state)
{
	struct scene *s = *state;

	add(s, fake_arc(2, RA_UNKNOWN, RA_IN, 1, 0));
	add(s, fake_arc(3, RA_ALLOWED, RA_IN, 1, 0));
	strands_build(&strands, s, &all);
	assert_int_equal(strands.red, 1);
	assert_int_equal(bundle_of(0)->verdict, RA_ALLOWED);
	assert_int_equal(bundle_of(1)->verdict, RA_UNKNOWN);
}

static float luminance(const struct strand *s)
{
	const float linear[] = { powf((float)s->rgba[0] / 255, 2.2f),
				 powf((float)s->rgba[1] / 255, 2.2f),
				 powf((float)s->rgba[2] / 255, 2.2f) };

	return powf((float)s->rgba[3] / 255, 2.2f) *
	       (0.2126f * linear[0] + 0.7152f * linear[1] + 0.0722f * linear[2]);
}

static float redness(const struct strand *s)
{
	return (float)s->rgba[0] / (float)(s->rgba[1] + s->rgba[2] + 1);
}

static void test_shades(void **state)
{
	struct scene *s = *state;
	struct stream_record r = fake_arc(2, RA_UNKNOWN, RA_IN, 1, 0);

	for (; r.arc.level < NOVELTY_LEVELS; r.arc.level++)
		add(s, r);
	strands_build(&strands, s, &all);
	assert_int_equal(strands.count, NOVELTY_LEVELS);
	for (uint32_t i = 0; i < strands.count; i++) {
		const struct strand *now = &strands.rows[i];

		assert_int_equal(bundle_of(i)->level, i);
		assert_true(now->rgba[0] > now->rgba[2]);
		if (!i)
			continue;
		assert_true(luminance(now) > 1.2f * luminance(now - 1));
		assert_true(redness(now) > redness(now - 1));
	}
}

static void test_no_home(void **state)
{
	struct scene *s = *state;

	add(s, fake_arc(2, RA_UNKNOWN, RA_IN, 1, 0));
	add(s, fake_status(false));
	strands_build(&strands, s, &all);
	assert_int_equal(strands.count, 0);
	assert_int_equal(strands.spot_count, 1);
}

static void test_always_fits(void **state)
{
	struct scene *s = *state;

	for (uint32_t n = 0; n < 1200; n++) {
		add(s, fake_place(10 + n, (float)(n % 170) - 85, (float)(n % 359) - 180));
		add(s, fake_arc(10 + n, n % RA_VERDICTS, RA_IN, UINT64_MAX / 4096, 0));
		strands_build(&strands, s, &all);
		assert_in_range(strands.count, 1, STRANDS_MOST);
		assert_in_range(strands.spot_count, 1, BUNDLES_MOST + 1);
	}
}

static void test_hostile_times(void **state)
{
	static const int64_t times[] = { INT64_MIN, -1, 0, INT64_MAX };
	struct scene *s = *state;

	for (int i = 0; i < 4; i++) {
		struct stream_record r = fake_arc(2, RA_BLOCKED, RA_IN, UINT64_MAX, 0);

		r.arc.last_ns = times[i];
		add(s, r);
		for (int k = 0; k < 4; k++) {
			struct stream_record now = fake_status(true);
			struct strands_want want = all;

			now.status.now_ns = times[k];
			add(s, now);
			want.now_ns = s->status.now_ns;
			strands_build(&strands, s, &want);
			assert_true(strands.count > 0);
			assert_true(want.now_ns >= 0 && scene_arc(s, 0)->last_ns >= 0);
		}
	}
}

static void add_places(struct scene *s, uint32_t n, uint8_t verdict)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t place = 10 + s->places.count;

		add(s, fake_place(place, (float)random_below(170) - 85,
				  (float)random_below(360) - 180));
		add(s, fake_arc(place, verdict, RA_IN, UINT64_C(1) << random_below(36), 0));
	}
}

static void test_blue(void **state)
{
	struct strands_want want = all;
	struct scene *s = *state;
	uint8_t full;

	add(s, fake_arc(2, RA_ALLOWED, RA_IN, 1, 0));
	add(s, fake_arc(3, RA_UNKNOWN, RA_IN, 1, 0));
	strands_build(&strands, s, &want);
	full = strands.rows[0].rgba[3];
	want.blue = BLUE_DIM;
	strands_build(&strands, s, &want);
	assert_int_equal(strands.count, 2);
	assert_in_range(strands.rows[0].rgba[3], full / 4, full / 3);
	want.blue = BLUE_HIDDEN;
	strands_build(&strands, s, &want);
	assert_int_equal(strands.count, 1);
	assert_int_equal(bundle_of(0)->verdict, RA_UNKNOWN);
}

/* However many are blue, a red one is as bright as if it were alone. */
static void test_red_among_many(void **state)
{
	struct scene *s = *state;
	struct strand alone;

	add(s, fake_arc(3, RA_UNKNOWN, RA_IN, 1, 0));
	strands_build(&strands, s, &all);
	alone = strands.rows[0];
	add_places(s, 1400, RA_ALLOWED);
	strands_build(&strands, s, &all);
	assert_int_equal(strands.red, strands.count - 1);
	assert_memory_equal(strands.rows[strands.red].rgba, alone.rgba, 4);
	assert_true(strands.rows[0].rgba[3] < 100);
}

static void come(struct scene *s, uint32_t place, uint8_t verdict)
{
	add(s, fake_arc(place, verdict, RA_IN, 1, 0));
}

/* A new stranger draws the eye once; a known peer, or who was there before, never. */
static void test_new(void **state)
{
	struct strands_want want = all;
	struct scene *s = *state;
	float calm;

	come(s, 2, RA_UNKNOWN);
	add(s, (struct stream_record){ .kind = STREAM_SNAPSHOT });
	come(s, 3, RA_ALLOWED);
	strands_build(&strands, s, &want);
	assert_int_equal(strands.rings, 0);
	calm = strands.rows[strands.red].width;
	come(s, 3, RA_UNKNOWN);
	strands_build(&strands, s, &want);
	assert_int_equal(strands.rings, 1);
	assert_true(strands.rows[2].width > 2 * calm && strands.rows[2].rgba[3] > 250);
	want.now_ns += CLOCK_S;
	strands_build(&strands, s, &want);
	assert_true(strands.rows[2].width > calm && strands.rows[2].width < 2 * calm);
	want.now_ns += 2 * CLOCK_S;
	come(s, 3, RA_UNKNOWN);
	strands_build(&strands, s, &want);
	assert_int_equal(strands.rings, 0);
	assert_float_equal(strands.rows[2].width, calm, 1e-6);
}

static void test_version(void **state)
{
	struct scene *s = *state;
	uint64_t before;

	come(s, 2, RA_UNKNOWN);
	strands_build(&strands, s, &all);
	before = strands.version;
	add(s, fake_status(true));
	strands_build(&strands, s, &all);
	assert_int_equal(strands.version, before);
	come(s, 3, RA_UNKNOWN);
	strands_build(&strands, s, &all);
	assert_true(strands.version > before);
}

#define SAYS(sentence, test) \
	{ .name = "strands: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("they run from the sender to the receiver", test_direction),
		SAYS("heavier traffic stacks more, higher and wider ones", test_heavier),
		SAYS("only what had traffic just now moves", test_live),
		SAYS("a blocked peer throbs for a minute", test_blocked_throbs),
		SAYS("red ones are drawn after all blue ones", test_red_last),
		SAYS("the newer a stranger, the redder and brighter", test_shades),
		SAYS("without a home none is invented", test_no_home),
		SAYS("however many and heavy, they fit", test_always_fits),
		SAYS("any time that a stream tells is survived", test_hostile_times),
		SAYS("blue ones can be dimmed or hidden", test_blue),
		SAYS("a red one is as bright among many blue ones", test_red_among_many),
		SAYS("a new stranger draws the eye once", test_new),
		SAYS("what has not changed is not uploaded again", test_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
