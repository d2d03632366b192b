/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_allow_batch.h - entries of allow4 on their way between the map and us. */
#ifndef SOURCE_EBPF_ALLOW_BATCH_H
#define SOURCE_EBPF_ALLOW_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "bpf/redarc.h"

/* Room for SOURCE_ALLOWS of them. */
struct allow4_batch {
	uint32_t *keys;
	struct ra_allow *values;
};

/* returns 0, or -ENOMEM; half a one can be cleared */
int allow4_batch_init(struct allow4_batch *b);
void allow4_batch_clear(struct allow4_batch *b);

/* Through all entries; zero begins it. */
struct allow4_walk {
	uint32_t at;
	bool begun, over;
};

/*
 * fd       of the map
 * returns  how many were read, -errno otherwise; w->over: there are no more
 */
int allow4_batch_read(struct allow4_batch *b, int fd, struct allow4_walk *w);

/* The first n, over whatever is there; returns 0, or -errno: some may be written. */
int allow4_batch_write(const struct allow4_batch *b, int fd, uint32_t n);

#endif
