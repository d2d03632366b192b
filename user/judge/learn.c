/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/learn.h"

#define S INT64_C(1000000000)

int64_t learn_until(int64_t now_ns, int64_t asked_ns, int64_t window_ns, int64_t since_s,
		    uint32_t known)
{
	int64_t start_ns = since_s && known ? since_s * S : now_ns;

	if (asked_ns >= 0)
		return asked_ns > INT64_MAX - now_ns ? INT64_MAX : now_ns + asked_ns;
	return start_ns + window_ns;
}
