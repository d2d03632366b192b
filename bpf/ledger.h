/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* ledger.h - the ledger of this interface and CPU. */
#ifndef REDARC_LEDGER_H
#define REDARC_LEDGER_H

#include "bpf/maps.h"

static __always_inline struct ra_ledger *ledger_here(__u32 cpu)
{
	__u32 place = ra_config.interface * ra_config.cpus + cpu;

	return bpf_map_lookup_elem(&ledger, &place);
}

#endif
