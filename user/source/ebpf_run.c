/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_run.h"

#include <bpf/bpf.h>
#include <string.h>

#include "bpf/mirror.h"

int ebpf_run(int program, const void *wish, size_t len)
{
	unsigned char frame[RA_RUN_HEAD + EBPF_RUN_MOST] = { 0 };
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = sizeof(frame));

	if (len)
		memcpy(frame + RA_RUN_HEAD, wish, len);
	return bpf_prog_test_run_opts(program, &opts);
}
