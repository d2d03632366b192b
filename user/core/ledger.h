/* SPDX-License-Identifier: BSD-2-Clause */
/* ledger.h - every packet counted once, and whether the sums hold. */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "bpf/redarc.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Count n packets that a judge in user space gave a verdict; each is its own record. `seen`
 * is left to the source that read them.
 */
void ledger_judged(struct ra_ledger *l, uint8_t verdict, uint8_t direction, uint64_t n);

/* Add b's counters to a's: CPUs, or what a source counted and what a judge did. */
void ledger_add(struct ra_ledger *a, const struct ra_ledger *b);

/*
 * seen = not IPv4 + malformed + allowed + learning + unknown + blocked, and
 * learning + unknown + blocked = reported + suppressed + lost.
 */
bool ledger_balanced(const struct ra_ledger *l);

/* Packets of both directions. */
uint64_t ledger_verdict(const struct ra_ledger *l, uint8_t verdict);

#endif
