/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_ledger.h - the ledgers of all interfaces and CPUs, read while they go on counting. */
#ifndef SOURCE_EBPF_LEDGER_H
#define SOURCE_EBPF_LEDGER_H

#include <stdint.h>

#include "bpf/redarc.h"

struct ledgers {
	const volatile struct ra_ledger *map; /* mapped */
	uint32_t interfaces, cpus;
};

/*
 * fd       of the map
 * returns  0, or -errno
 */
int ledgers_init(struct ledgers *l, int fd, uint32_t interfaces, uint32_t cpus);
void ledgers_clear(struct ledgers *l);

/*
 * Of one interface, the sums over all CPUs. One that was read in the middle of a packet is read
 * again; what never balances is a fault of the programs, and is handed on.
 */
void ledgers_sum(const struct ledgers *l, uint32_t interface, struct ra_ledger *out);

#endif
