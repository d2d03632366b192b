/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * arp.h - who asks for whom by ARP (RFC 826) for IPv4 in Ethernet.
 *
 * Compiled, as packet.h is, into the programs in the kernel, the capture source, the tests and
 * the fuzzers.
 */
#ifndef REDARC_ARP_H
#define REDARC_ARP_H

#include "bpf/packet.h"

#define ARP_LENGTH 28
#define ARP_TYPE 0x0806

struct arp {
	__u32 be_source;
	__u32 be_target; /* of a request; of a reply, which asks for nobody, the source once more */
};

/* p: behind the EtherType; returns whether it is a request or a reply */
PACKET_INLINE int arp_body(const __u8 *p, const __u8 *end, struct arp *out)
{
	__u16 operation;

	if (p + ARP_LENGTH > end)
		return 0;
	operation = packet_u16(p + 6);
	if (packet_u16(p) != 1 || packet_u16(p + 2) != PACKET_TYPE_IPV4 || p[4] != 6 ||
	    p[5] != 4 || operation < 1 || operation > 2)
		return 0;
	out->be_source = packet_be32(p + 14);
	out->be_target = operation == 1 ? packet_be32(p + 24) : out->be_source;
	return 1;
}

/* What follows an EtherType, as packet_typed(). */
PACKET_INLINE int arp_typed(const __u8 *p, const __u8 *end, __u16 type, int tags, struct arp *out)
{
	__u32 heads = 0;

	return packet_untag(&p, end, &type, tags, &heads) && type == ARP_TYPE &&
	       arp_body(p, end, out);
}

/*
 * p, end   a frame's captured bytes
 * out      filled when it is ARP
 * returns  whether it is a request or a reply for IPv4 in Ethernet
 */
PACKET_INLINE int arp_parse(enum packet_link link, const __u8 *p, const __u8 *end, struct arp *out)
{
	switch (link) {
	case PACKET_LINK_ETHER:
		return p + 14 <= end && arp_typed(p + 14, end, packet_u16(p + 12), 0, out);
	case PACKET_LINK_SLL:
		return p + 16 <= end && arp_typed(p + 16, end, packet_u16(p + 14), 0, out);
	case PACKET_LINK_SLL2:
		return p + 20 <= end && arp_typed(p + 20, end, packet_u16(p), 0, out);
	default:
		return 0;
	}
}

#endif
