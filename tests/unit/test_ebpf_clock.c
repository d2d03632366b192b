/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/clock.h"

#define NEAR (CLOCK_S / 5) /* what a busy machine may lose between two readings */

static struct ebpf_clock clock_at(uint64_t jiffies)
{
	struct ebpf_clock c;

	ebpf_clock_init(&c);
	ebpf_clock_set(&c, jiffies);
	return c;
}

static void tick_is_known(void **state)
{
	struct ebpf_clock c = clock_at(1);

	(void)state;
	assert_true(c.tick_ns >= 1000000 && c.tick_ns <= 10000000);
	assert_in_range(ebpf_clock_hz(&c), 100, 1000);
}

static void past_is_past(void **state)
{
	struct ebpf_clock c = clock_at(1000000);
	uint64_t minute_ago = 1000000 - 60 * ebpf_clock_hz(&c);

	(void)state;
	assert_true(llabs(clock_now_ns() - ebpf_clock_ns(&c, 1000000)) < NEAR);
	assert_true(llabs(clock_now_ns() - 60 * CLOCK_S - ebpf_clock_ns(&c, minute_ago)) < NEAR);
}

static void never_later(void **state)
{
	struct ebpf_clock c = clock_at(5);
	int64_t before = clock_now_ns(), t = ebpf_clock_ns(&c, 5000000);

	(void)state;
	assert_true(t >= before && t <= clock_now_ns());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "clock: the kernel's tick is 1 to 10 ms", tick_is_known, NULL, NULL, NULL },
		{ "clock: jiffies of a minute ago are a minute ago",
		  past_is_past, NULL, NULL, NULL },
		{ "clock: no packet comes from the future", never_later, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
