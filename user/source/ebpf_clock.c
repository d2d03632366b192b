/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_clock.h"

#include <time.h>

#include "core/clock.h"

void ebpf_clock_init(struct ebpf_clock *c)
{
	struct timespec tick;

	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	*c = (struct ebpf_clock){ .tick_ns = tick.tv_sec * CLOCK_S + tick.tv_nsec };
}

void ebpf_clock_set(struct ebpf_clock *c, uint64_t jiffies)
{
	c->steady_ns = clock_steady_ns();
	c->jiffies = jiffies;
}

uint32_t ebpf_clock_hz(const struct ebpf_clock *c)
{
	return (uint32_t)(CLOCK_S / c->tick_ns);
}

uint64_t ebpf_clock_jiffies(const struct ebpf_clock *c)
{
	return c->jiffies + (uint64_t)((clock_steady_ns() - c->steady_ns) / c->tick_ns);
}

int64_t ebpf_clock_ns(const void *clock, uint64_t jiffies)
{
	const struct ebpf_clock *c = clock;
	int64_t steady = c->steady_ns + (int64_t)(jiffies - c->jiffies) * c->tick_ns;
	int64_t now = clock_steady_ns();

	return clock_now_ns() - (steady < now ? now - steady : 0);
}
