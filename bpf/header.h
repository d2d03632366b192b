/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* header.h - what a sensor leaves to the next one, which takes up the maps that are pinned. */
#ifndef REDARC_HEADER_H
#define REDARC_HEADER_H

#include "bpf/redarc.h"

#define RA_HEADER_MAGIC 0x63726172u
#define RA_INTERFACES 64

struct ra_header_interface {
	char name[16];
	__u32 hook; /* enum source_hook, that runs */
	__u32 lan;  /* not 0: it faces the inside */
};
RA_ASSERT_SIZE(struct ra_header_interface, 24);

/* Value of header, the only one. The sizes are those of ra_config. */
struct ra_header {
	__u32 magic;
	__u32 version; /* RA_VERSION */
	__u32 policy;  /* of the judge */
	__u32 cpus, rows, hot_lines;
	__u32 interfaces;
	__u32 evidence; /* not 0: its ring buffer is there */
	__u64 seed;
	struct ra_header_interface interface[RA_INTERFACES]; /* by number */
};
RA_ASSERT_SIZE(struct ra_header, 1576);

#endif
