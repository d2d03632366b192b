/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_clock.h - the kernel's jiffies as times of day. */
#ifndef SOURCE_EBPF_CLOCK_H
#define SOURCE_EBPF_CLOCK_H

#include <stdint.h>

/* Jiffies tick with the steady clock, so one pair of readings relates them for good. */
struct ebpf_clock {
	uint64_t jiffies; /* at steady_ns */
	int64_t steady_ns, tick_ns;
};

/* Learn the length of a tick: that of the coarse clock, which ticks with the jiffies. */
void ebpf_clock_init(struct ebpf_clock *c);

/* These are the jiffies of this moment. */
void ebpf_clock_set(struct ebpf_clock *c, uint64_t jiffies);

uint32_t ebpf_clock_hz(const struct ebpf_clock *c);

/* of this moment, to within a tick */
uint64_t ebpf_clock_jiffies(const struct ebpf_clock *c);

/* clock: struct ebpf_clock; returns nanoseconds since 1970, never later than now */
int64_t ebpf_clock_ns(const void *clock, uint64_t jiffies);

#endif
