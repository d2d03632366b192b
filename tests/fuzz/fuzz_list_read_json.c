/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as JSON of Spamhaus or abuse.ch are a sound list or none. */
#include "fuzz/list_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_list(LIST_DROP_JSON, data, size);
	fuzz_list(LIST_FEODO_JSON, data, size);
	fuzz_list(LIST_THREATFOX_JSON, data, size);
	return 0;
}
