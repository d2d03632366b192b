/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_zones.h - tells the programs the zones, and maps what they say of their addresses. */
#ifndef SOURCE_EBPF_ZONES_H
#define SOURCE_EBPF_ZONES_H

#include "bpf/rules.h"
#include "source/rules.h"

struct zones4 {
	uint8_t *used; /* zone4, mapped; NULL before it is set */
};

/*
 * As source_zones().
 *
 * fd       of zone4, borrowed
 * control  is told the zones
 */
int zones4_set(struct zones4 *z, int fd, volatile struct ra_control *control,
	       const struct cidr *zones, size_t n);
void zones4_clear(struct zones4 *z);

#endif
