/* SPDX-License-Identifier: BSD-2-Clause */
/* Where seeds come from: what of hash tables a system has to bring. */
#include "core/hash.h"

#include <sys/random.h>

uint64_t hash_new_seed(const void *rows)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = (uintptr_t)rows;
	return seed;
}
