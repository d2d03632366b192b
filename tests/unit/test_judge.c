/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define IN RA_DIR_BIT(RA_IN)
#define OUT RA_DIR_BIT(RA_OUT)

static const struct addr peer = { { [10] = 0xff, [11] = 0xff, 203, 0, 113, 9 } };
static struct allow list;

/* What the list says of the peer, by enum ra_origin; what is asked; what must come. */
static const struct exact_case {
	uint8_t by[3];
	bool learning;
	uint8_t direction, verdict, reason;
} exact_cases[] = {
	{ { 0, 0, 0 }, false, RA_IN, RA_UNKNOWN, REASON_NEVER_SEEN },
	{ { 0, 0, 0 }, true, RA_IN, RA_LEARNING, REASON_NO_LIST },
	{ { 0, IN, 0 }, false, RA_IN, RA_ALLOWED, REASON_HISTORY },
	{ { 0, IN, 0 }, false, RA_OUT, RA_UNKNOWN, REASON_OTHER_DIRECTION },
	{ { 0, OUT, 0 }, false, RA_IN, RA_UNKNOWN, REASON_OTHER_DIRECTION },
	{ { 0, IN, 0 }, true, RA_OUT, RA_LEARNING, REASON_NO_LIST },
	{ { 0, 0, OUT }, true, RA_OUT, RA_ALLOWED, REASON_USER },
	{ { OUT, 0, 0 }, false, RA_OUT, RA_ALLOWED, REASON_EXTERNAL },
	{ { OUT, OUT, 0 }, false, RA_OUT, RA_ALLOWED, REASON_HISTORY },
	{ { OUT, OUT, OUT }, false, RA_OUT, RA_ALLOWED, REASON_USER },
	{ { OUT, IN, 0 }, false, RA_OUT, RA_ALLOWED, REASON_EXTERNAL },
	{ { 0, IN, OUT }, false, RA_IN, RA_ALLOWED, REASON_HISTORY },
};

static const struct explain_case {
	uint8_t by[3];
	uint8_t verdict, direction, reason;
} explain_cases[] = {
	{ { 0, 0, 0 }, RA_ALLOWED, RA_IN, REASON_EXTERNAL },
	{ { 0, 0, OUT }, RA_ALLOWED, RA_IN, REASON_EXTERNAL },
	{ { 0, IN, 0 }, RA_ALLOWED, RA_IN, REASON_HISTORY },
	{ { 0, IN, IN }, RA_ALLOWED, RA_IN, REASON_USER },
	{ { 0, IN, IN }, RA_LEARNING, RA_IN, REASON_NO_LIST },
	{ { 0, 0, 0 }, RA_UNKNOWN, RA_OUT, REASON_NEVER_SEEN },
	{ { 0, IN, 0 }, RA_UNKNOWN, RA_OUT, REASON_OTHER_DIRECTION },
	{ { 0, OUT, 0 }, RA_UNKNOWN, RA_OUT, REASON_NEVER_SEEN },
	{ { 0, OUT, 0 }, RA_BLOCKED, RA_OUT, REASON_NONE },
	{ { 0, 0, 0 }, 250, RA_OUT, REASON_NONE },
};

static void say(const uint8_t by[3])
{
	for (uint8_t origin = 0; origin < 3; origin++)
		assert_int_equal(allow_set(&list, &peer, by[origin], origin), 0);
}

static void test_exact(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(exact_cases) / sizeof(*exact_cases); i++) {
		const struct exact_case *c = &exact_cases[i];
		struct judgement j;

		say(c->by);
		j = judge_exact(&list, c->learning, &peer, c->direction);
		if (j.verdict != c->verdict || j.reason != c->reason)
			fail_msg("row %zu: verdict %u, reason %u", i, j.verdict, j.reason);
	}
}

static void test_explain(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(explain_cases) / sizeof(*explain_cases); i++) {
		const struct explain_case *c = &explain_cases[i];
		struct judgement j;

		say(c->by);
		j = judge_explain(&list, c->verdict, &peer, c->direction);
		if (j.verdict != c->verdict || j.reason != c->reason)
			fail_msg("row %zu: verdict %u, reason %u", i, j.verdict, j.reason);
	}
}

static void test_others(void **state)
{
	static const struct addr other = { { [10] = 0xff, [11] = 0xff, 203, 0, 113, 10 } };
	static const uint8_t both[3] = { RA_BOTH, RA_BOTH, RA_BOTH };

	(void)state;
	say(both);
	assert_int_equal(judge_exact(&list, false, &other, RA_IN).verdict, RA_UNKNOWN);
}

static int set_up(void **state)
{
	(void)state;
	return allow_init(&list, 8);
}

static int tear_down(void **state)
{
	(void)state;
	allow_clear(&list);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{ "judge: a peer is allowed only in the direction that is on the list", test_exact,
		  set_up, tear_down, NULL },
		{ "judge: the kernel's verdict stands, the list gives its reason", test_explain,
		  set_up, tear_down, NULL },
		{ "judge: a neighbour of a known peer is unknown", test_others, set_up, tear_down,
		  NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
