/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_programs.h - the kernel's programs: configured, loaded, verified. */
#ifndef SOURCE_EBPF_PROGRAMS_H
#define SOURCE_EBPF_PROGRAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

struct pins;
struct redarc; /* the skeleton */

/* What all of a sensor's programs have in common: sizes of the maps, and numbers. */
struct programs_config {
	uint32_t hz;   /* jiffies a second */
	uint32_t cpus;
	uint32_t interfaces;
	uint32_t rows; /* of seen4 for each CPU, a power of two */
	uint32_t hot_lines; /* of hot4 for each CPU and direction, a power of two */
	uint32_t allow_most;
	uint32_t rules_most; /* 0: as many as the programs say */
	uint32_t snap;
	uint64_t seed;
	const struct pins *pins; /* whose maps they use; NULL: they make their own */
};

/* What those of one interface have to themselves. */
struct programs_of {
	uint32_t interface;
	bool lan;
	bool xdp;      /* load XDP too */
	bool ethernet; /* for what it is */
};

/*
 * Load the programs of an interface.
 *
 * shared   of the interface before, whose maps they use; NULL: of the first one
 * errors   -EPERM; what the kernel says of the programs
 */
int programs_load(const struct programs_config *config, const struct programs_of *of,
		  const struct redarc *shared, struct redarc **out, struct err *e);

uint64_t programs_seed(void);

/* Descriptors of those that hang on an interface; xdp is -1 where it was not loaded. */
struct programs_hooks {
	int xdp, ingress, egress;
};

struct programs_hooks programs_hooks(const struct redarc *skel, bool lan);

#endif
