/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_batch.h - whether the kernel takes many entries of a map in one call. */
#ifndef SOURCE_EBPF_BATCH_H
#define SOURCE_EBPF_BATCH_H

#include <errno.h>
#include <stdbool.h>

#define EBPF_ENOTSUPP 524 /* the kernel's word for a map that knows no batches; no header has it */

/* r: of a batch that failed. Before kernel 5.13 a trie takes its keys one by one. */
static inline bool ebpf_batch_is_refused(int r)
{
	return r == -EBPF_ENOTSUPP || r == -EOPNOTSUPP || r == -EINVAL;
}

#endif
