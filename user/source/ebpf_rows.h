/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_rows.h - follows seen4: counters that only grow, turned into events of what is new. */
#ifndef SOURCE_EBPF_ROWS_H
#define SOURCE_EBPF_ROWS_H

#include <stdint.h>

#include "bpf/rows.h"
#include "core/event.h"

struct row_mark {
	uint32_t generation; /* 0: never heard of */
	uint32_t unheard;    /* generation that the last sweep met before its record */
	uint64_t packets, bytes; /* that were handed on */
};

struct rows {
	const volatile struct ra_seen *map; /* seen4, mapped; borrowed */
	struct row_mark *marks;
	uint32_t count;
	int64_t (*time_ns)(const void *ctx, uint64_t jiffies);
	const void *ctx;
};

int rows_init(struct rows *r, const void *map, uint32_t count);
void rows_clear(struct rows *r);

/* A record from the ring buffer; returns events handed on. */
int rows_record(struct rows *r, const struct ra_record_peer *record, const struct event_sink *sink);

/*
 * Hand on what the rows counted since. A row whose generation no record announced is left to the
 * next sweep: when its record has not come by then, it was lost.
 *
 * returns  events handed on; two sweeps without any, once the kernel has stopped, found all
 */
int rows_sweep(struct rows *r, const struct event_sink *sink);

#endif
