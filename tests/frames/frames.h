/* SPDX-License-Identifier: BSD-2-Clause */
/* frames.h - hand-made frames, and what a right parser finds in each. */
#ifndef TESTS_FRAMES_H
#define TESTS_FRAMES_H

#include <stddef.h>
#include <stdint.h>

#include "bpf/packet.h"

/* The ends of every valid packet but the few whose point is another address. */
#define FRAMES_SOURCE 0xc6336407u      /* 198.51.100.7 */
#define FRAMES_DESTINATION 0xc0000201u /* 192.0.2.1 */

struct frame {
	const char *what; /* a sentence */
	enum packet_link link;
	const uint8_t *bytes;
	uint16_t len;
	uint8_t tags; /* VLAN tags behind Ethernet's addresses; hardware may take the first off */
	enum packet_class class;

	/* Of PACKET_IPV4, else zero. Host order. */
	uint32_t source, destination;
	uint16_t source_port, destination_port;
	uint16_t ip_bytes; /* header and payload, for the counters */
	uint8_t protocol;

	/* Of ARP for IPv4 in Ethernet, else zero; a reply asks for nobody but its source. */
	uint32_t arp_source, arp_target;
};

extern const struct frame frames[];
extern const size_t n_frames;

#endif
