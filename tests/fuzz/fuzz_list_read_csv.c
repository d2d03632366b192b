/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as CSV of abuse.ch are a sound list or none. */
#include "fuzz/list_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_list(LIST_FEODO_CSV, data, size);
	fuzz_list(LIST_THREATFOX_CSV, data, size);
	return 0;
}
