/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/crowd.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define SEEDS 40

static struct addr address(uint32_t number)
{
	return addr_from_be32(__builtin_bswap32(0xc6120000 + number));
}

static uint64_t count(uint32_t n, uint64_t seed)
{
	struct crowd crowd = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		const struct addr a = address(i);

		crowd_add(&crowd, &a, seed);
	}
	return crowd_count(&crowd);
}

static void few(void **state)
{
	(void)state;
	assert_int_equal(count(0, 1), 0);
	assert_int_equal(count(1, 1), 1);
	for (uint64_t seed = 1; seed <= SEEDS; seed++)
		assert_in_range(count(10, seed), 8, 11);
}

static void repeated(void **state)
{
	const struct addr a = address(1);
	struct crowd crowd = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		crowd_add(&crowd, &a, 7);
	assert_int_equal(crowd_count(&crowd), 1);
}

/* Root of the mean square of the relative error, over many seeds. */
static void many(void **state)
{
	static const uint32_t sizes[] = { 100, 500, 700, 1000, 10000, 100000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		double squares = 0;

		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			double off = (double)count(sizes[i], seed) / sizes[i] - 1;

			assert_true(fabs(off) < 0.3);
			squares += off * off;
		}
		assert_true(sqrt(squares / SEEDS) < 0.09);
	}
}

static void seeded(void **state)
{
	bool differ = false;

	(void)state;
	for (uint64_t seed = 2; seed < 6; seed++)
		differ |= count(10000, seed) != count(10000, 1);
	assert_true(differ);
}

#define SAYS(sentence, test) { "crowd: " sentence, test, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a few are told almost exactly", few),
		SAYS("whoever comes again counts once", repeated),
		SAYS("the standard error is the one that is promised", many),
		SAYS("who could collide depends on the seed", seeded),
	};

	return cmocka_run_group_tests_name("crowd", tests, NULL, NULL);
}
