/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as sets of nftables are a sound list or none. */
#include "fuzz/list_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_list(LIST_NFTABLES, data, size);
	return 0;
}
