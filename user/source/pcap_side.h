/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap_side.h - one direction only, chosen before a packet takes room. */
#ifndef SOURCE_PCAP_SIDE_H
#define SOURCE_PCAP_SIDE_H

#include "bpf/redarc.h"

/*
 * Let a packet socket take the packets of one direction alone. It looks at no byte of them, so
 * that no tag shifts it.
 *
 * returns  0, or -errno
 */
int pcap_side_set(int fd, enum ra_direction direction);

#endif
