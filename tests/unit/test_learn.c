/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/learn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define S INT64_C(1000000000)
#define HOUR (3600 * S)
#define NOW (INT64_C(1795000000) * S)

static void asked(void **state)
{
	(void)state;
	assert_int_equal(learn_until(NOW, 5 * S, 48 * HOUR, 1, 9), NOW + 5 * S);
	assert_int_equal(learn_until(NOW, 0, 48 * HOUR, 0, 0), NOW);
	assert_int_equal(learn_until(NOW, INT64_MAX, 48 * HOUR, 0, 0), INT64_MAX);
}

static void first_start(void **state)
{
	(void)state;
	assert_int_equal(learn_until(NOW, -1, 48 * HOUR, 0, 0), NOW + 48 * HOUR);
}

static void half_way(void **state)
{
	(void)state;
	assert_int_equal(learn_until(NOW, -1, 48 * HOUR, (NOW - 20 * HOUR) / S, 3),
			 NOW + 28 * HOUR);
}

static void spanned(void **state)
{
	(void)state;
	assert_true(learn_until(NOW, -1, 48 * HOUR, (NOW - 48 * HOUR) / S, 3) <= NOW);
}

static void empty_window(void **state)
{
	(void)state;
	assert_int_equal(learn_until(NOW, -1, 48 * HOUR, (NOW - 900 * HOUR) / S, 0),
			 NOW + 48 * HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "learn: what the user asked for counts, 0 too", asked, NULL, NULL, NULL },
		{ "learn: a first start learns for a whole window", first_start, NULL, NULL, NULL },
		{ "learn: a start after 20 hours learns for 28 more", half_way, NULL, NULL, NULL },
		{ "learn: a history that spans the window judges at once", spanned, NULL, NULL,
		  NULL },
		{ "learn: a window without a peer teaches nothing",
		  empty_window, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
