/* SPDX-License-Identifier: BSD-2-Clause */
/* crowd.h - about how many distinct addresses were met, in a few bytes. Pure. */
#ifndef JUDGE_CROWD_H
#define JUDGE_CROWD_H

#include "core/addr.h"

#define CROWD_REGISTERS 256

/*
 * Zero is a crowd of nobody. The standard error is 6.5 % for large ones; few are told almost
 * exactly.
 *
 * source   Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, 2007, with its linear counting of
 *          small crowds
 */
struct crowd {
	double sparse; /* sum of 2^-register over the registers that are not 0 */
	uint32_t taken; /* registers that are not 0 */
	uint8_t registers[CROWD_REGISTERS];
};

/* seed: the same for all that is ever added to a crowd */
void crowd_add(struct crowd *c, const struct addr *a, uint64_t seed);
uint64_t crowd_count(const struct crowd *c);

#endif
