/* SPDX-License-Identifier: BSD-2-Clause */
/* A seed where there is no getrandom(). */
#include <unistd.h>

#include "core/hash.h"

uint64_t hash_new_seed(const void *rows)
{
	uint64_t seed;

	return getentropy(&seed, sizeof(seed)) ? (uintptr_t)rows : seed;
}
