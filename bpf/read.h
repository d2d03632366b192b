/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* read.h - where IPv4 stands in a frame, and what its header says. */
#ifndef REDARC_READ_H
#define REDARC_READ_H

#include "bpf/frame.h"
#include "bpf/packet.h"

/* What follows an EtherType, as packet_typed(), behind f->heads. */
static __always_inline enum packet_class read_find(struct frame *f, const __u8 *p, __u16 type,
						   int tags)
{
	if (!packet_untag(&p, f->end, &type, tags, &f->heads))
		return PACKET_NOT_IPV4;
	if (type == PACKET_TYPE_IPV4)
		return PACKET_IPV4;
	p = frame_settle(f);
	return packet_carried(p, f->end, type, &f->heads);
}

static __always_inline __u32 read_bytes(const struct frame *f, const struct packet *packet)
{
	if (!packet->total_length && !f->length)
		return packet->header_length;
	return packet_bytes(packet, f->length);
}

static __always_inline void read_ends(struct frame *f, const struct packet *packet)
{
	f->be_peer = f->direction == RA_IN ? packet->be_source : packet->be_destination;
	f->be_local = f->direction == RA_IN ? packet->be_destination : packet->be_source;
}

/* The header, where it was found. */
static __always_inline enum packet_class read_header(struct frame *f)
{
	const __u8 *p = frame_settle(f);
	struct packet packet = { .heads = f->heads };
	enum packet_class class = packet_ipv4(p, f->end, &packet);

	if (class != PACKET_IPV4)
		return class;
	f->bytes = read_bytes(f, &packet);
	read_ends(f, &packet);
	return PACKET_IPV4;
}

/*
 * The header, found and read at once in what nearly all frames are: IPv4 without options, right
 * behind Ethernet, that says how long it is.
 *
 * returns  whether this is one
 */
static __always_inline int read_plain(struct frame *f)
{
	const __u8 *p = f->start + 14;
	struct packet packet;

	if (p + 20 > f->end || packet_u16(p - 2) != PACKET_TYPE_IPV4 || p[0] != 0x45 ||
	    packet_u16(p + 2) < 20 || packet_ipv4(p, f->end, &packet) != PACKET_IPV4)
		return 0;
	f->heads = 14;
	f->bytes = packet.total_length;
	read_ends(f, &packet);
	return 1;
}

/* Read again what only strangers are asked for, rather than kept until it is known who is one. */
static __always_inline void read_ports(struct frame *f)
{
	const __u8 *p = frame_settle(f);
	struct packet_ports ports;
	struct packet packet;

	if (packet_ipv4(p, f->end, &packet) != PACKET_IPV4)
		return; /* it was, a moment ago */
	ports = packet_find_ports(&packet, f->end);
	f->protocol = packet.protocol;
	f->be_peer_port = f->direction == RA_IN ? ports.be_source : ports.be_destination;
	f->be_local_port = f->direction == RA_IN ? ports.be_destination : ports.be_source;
}

#endif
