/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap_link.h - what the frames of a capture start with, by libpcap's numbers. */
#ifndef SOURCE_PCAP_LINK_H
#define SOURCE_PCAP_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "bpf/packet.h"

/* type: LINKTYPE_ of a file or DLT_ of libpcap; returns whether it is one that is known */
bool pcap_link_find(int type, enum packet_link *out);

/* "EN10MB", or the number of one that has no name; returns text */
const char *pcap_link_name(int type, char *text, size_t room);

#endif
