/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/fade.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct strands now;
static struct fade fade;

/* Strands of these arcs; those behind the first `red` are red. */
static void build(const uint32_t *arcs, uint32_t count, uint32_t red)
{
	now.count = count;
	now.red = red;
	now.moving = false;
	for (uint32_t i = 0; i < count; i++) {
		now.bundle[i] = (uint16_t)i;
		now.rows[i] = (struct strand){ .arc.lift = (float)arcs[i],
					       .rgba = { 0, 0, 0, 200 } };
	}
}

static void start(void)
{
	static const uint32_t before[] = { 1, 2, 7, 8 }, after[] = { 2, 3, 8, 9 };

	build(before, 4, 2);
	fade_from(&fade, &now);
	build(after, 4, 2);
}

static uint8_t alpha_of(uint32_t arc)
{
	for (uint32_t i = 0; i < now.count; i++)
		if ((uint32_t)now.rows[i].arc.lift == arc)
			return now.rows[i].rgba[3];
	return 0;
}

static void test_between(void **state)
{
	static const struct {
		float done;
		uint8_t stays, comes, goes;
	} cases[] = { { 0, 200, 0, 200 }, { 0.25f, 200, 50, 150 }, { 0.75f, 200, 150, 50 } };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		start();
		fade_to(&fade, &now, cases[i].done);
		assert_int_equal(alpha_of(2), cases[i].stays);
		assert_int_equal(alpha_of(8), cases[i].stays);
		assert_int_equal(alpha_of(3), cases[i].comes);
		assert_int_equal(alpha_of(9), cases[i].comes);
		assert_int_equal(alpha_of(1), cases[i].goes);
		assert_int_equal(alpha_of(7), cases[i].goes);
		assert_true(now.moving && fade.on);
	}
}

static void test_order(void **state)
{
	(void)state;
	start();
	fade_to(&fade, &now, 0.5f);
	assert_int_equal(now.count, 6);
	assert_int_equal(now.red, 3);
	for (uint32_t i = 0; i < now.count; i++) {
		bool gone = now.rows[i].arc.lift < 2 || (uint32_t)now.rows[i].arc.lift == 7;

		assert_int_equal(now.rows[i].arc.lift > 5, i >= now.red);
		assert_int_equal(now.bundle[i] == FADE_GONE, gone);
	}
}

static void test_over(void **state)
{
	(void)state;
	start();
	fade_to(&fade, &now, 1);
	assert_false(fade.on || now.moving);
	assert_int_equal(now.count, 4);
	assert_int_equal(alpha_of(3), 200);
}

/* What goes when the next fade begins is not shown again. */
static void test_again(void **state)
{
	(void)state;
	start();
	fade_to(&fade, &now, 0.5f);
	fade_from(&fade, &now);
	assert_int_equal(fade.count, 4);
	assert_int_equal(fade.red, 2);
}

static void test_full(void **state)
{
	static uint32_t arcs[STRANDS_MOST];

	(void)state;
	for (uint32_t i = 0; i < STRANDS_MOST; i++)
		arcs[i] = i;
	build(arcs, STRANDS_MOST, 0);
	fade_from(&fade, &now);
	build(arcs + 2, STRANDS_MOST - 2, 0);
	now.rows[0].arc.lift = STRANDS_MOST;
	fade_to(&fade, &now, 0.5f);
	assert_int_equal(now.count, STRANDS_MOST);
}

#define SAYS(sentence, test) { .name = "fade: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who comes brightens, who goes dims, who stays stays", test_between),
		SAYS("blue stays below red, and what goes cannot be picked", test_order),
		SAYS("when it is over nothing is left of it", test_over),
		SAYS("what goes is forgotten by the next", test_again),
		SAYS("it never draws more than there is room for", test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
