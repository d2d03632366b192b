/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as plain text are a sound list or none. */
#include "fuzz/list_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_list(LIST_CIDR, data, size);
	return 0;
}
