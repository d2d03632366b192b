/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap.h - what a capture tells beyond what every source does. */
#ifndef SOURCE_PCAP_H
#define SOURCE_PCAP_H

#include <stdint.h>

struct source;

/*
 * Distinct addresses in the valid IPv4 packets so far, both ends; the least there were when
 * they are more than DISTINCT_MOST.
 *
 * returns  -1 when the source is not a capture
 */
int64_t pcap_addresses(const struct source *s);

#endif
