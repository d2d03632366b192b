/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_judged(void **state)
{
	struct ra_ledger l = { .seen = 10, .not_ipv4 = 1, .malformed = 2 };

	(void)state;
	ledger_judged(&l, RA_ALLOWED, RA_IN, 3);
	assert_int_equal(l.reported, 0);
	assert_false(ledger_balanced(&l));
	ledger_judged(&l, RA_UNKNOWN, RA_OUT, 1);
	ledger_judged(&l, RA_LEARNING, RA_IN, 1);
	ledger_judged(&l, RA_BLOCKED, RA_OUT, 2);
	assert_int_equal(l.reported, 4);
	assert_int_equal(l.verdict[RA_BLOCKED][RA_OUT], 2);
	assert_true(ledger_balanced(&l));
}

static void test_both_sums_are_asked(void **state)
{
	struct ra_ledger l = { .seen = 5, .verdict[RA_UNKNOWN] = { 2, 3 }, .reported = 1,
			       .suppressed = 1, .lost = 3 };

	(void)state;
	assert_true(ledger_balanced(&l));
	l.lost--;
	assert_false(ledger_balanced(&l));
	l.lost++;
	l.seen++;
	assert_false(ledger_balanced(&l));
}

static void test_add(void **state)
{
	struct ra_ledger a = { .seen = 1,
			       .not_ipv4 = 2,
			       .malformed = 3,
			       .verdict = { { 4, 5 }, { 6, 7 }, { 8, 9 }, { 10, 11 } },
			       .reported = 12,
			       .suppressed = 13,
			       .lost = 14,
			       .unnamed = 15,
			       .skipped = 16,
			       .bucket = 17 };
	const struct ra_ledger b = a;
	const struct ra_ledger twice = {
		.seen = 2,
		.not_ipv4 = 4,
		.malformed = 6,
		.verdict = { { 8, 10 }, { 12, 14 }, { 16, 18 }, { 20, 22 } },
		.reported = 24,
		.suppressed = 26,
		.lost = 28,
		.unnamed = 30,
		.skipped = 32,
		.bucket = 17,
	};

	(void)state;
	ledger_add(&a, &b);
	assert_memory_equal(&a, &twice, sizeof(a));
	assert_int_equal(ledger_verdict(&a, RA_UNKNOWN), 34);
}

#define SAYS(sentence, test) { .name = "ledger: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a packet judged in user space is its own record", test_judged),
		SAYS("is balanced only when both sums hold", test_both_sums_are_asked),
		SAYS("two add up, all but what belongs to one CPU", test_add),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
