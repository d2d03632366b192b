/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_programs.h - the kernel's programs: configured, loaded, verified. */
#ifndef SOURCE_EBPF_PROGRAMS_H
#define SOURCE_EBPF_PROGRAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

struct redarc; /* the skeleton */

struct programs_config {
	uint32_t hz;   /* jiffies a second */
	uint32_t rows; /* of seen4 for each CPU, a power of two */
	uint32_t cpus;
	uint32_t allow_most;
	uint32_t rules_most; /* 0: as many as the programs say */
	bool xdp; /* load the XDP programs too: verifying them takes a third of a second */
};

/* errors   -EPERM; what the kernel says of the programs */
int programs_load(const struct programs_config *config, struct redarc **out, struct err *e);

#endif
