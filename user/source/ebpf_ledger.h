/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_ledger.h - the ledgers of all CPUs, read while they go on counting. */
#ifndef SOURCE_EBPF_LEDGER_H
#define SOURCE_EBPF_LEDGER_H

#include "bpf/redarc.h"

struct ledgers {
	int fd; /* of the map, borrowed */
	int n_cpus;
	struct ra_ledger *cpus;    /* one for each possible CPU, as it last balanced */
	struct ra_ledger *reading; /* the same, as it is just being read */
};

/* returns 0, or -ENOMEM */
int ledgers_init(struct ledgers *l, int fd, int n_cpus);
void ledgers_clear(struct ledgers *l);

/*
 * The sums over all CPUs. One that was read in the middle of a packet is read again; what never
 * balances is a fault of the programs, and is handed on.
 *
 * returns  0, or -errno
 */
int ledgers_sum(struct ledgers *l, struct ra_ledger *out);

#endif
