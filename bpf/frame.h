/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* frame.h - a frame as a hook hands it over, on its way to a verdict. */
#ifndef REDARC_FRAME_H
#define REDARC_FRAME_H

#include "bpf/maps.h"
#include "bpf/packet.h"

#define FRAME_HEADS 255u /* bytes in front of IPv4, at most: 14, and 8 tags or 16 labels */

struct frame {
	struct __sk_buff *skb; /* one of the two */
	struct xdp_md *xdp;
	const __u8 *start, *end;
	__u32 length;  /* on the wire */
	__u32 packets; /* segments that the hook merged into one */
	__u32 direction;
	__u32 cpu;
	__u64 now; /* jiffies */
	struct packet packet;
	struct ra_ledger *ledger;
	__u32 be_peer, be_local;
	__be16 be_peer_port, be_local_port; /* once frame_find_ports() was called */
	__u32 keeper; /* row of seen4, + 1, that wants to keep it as evidence; else 0 */
};

static __always_inline __u32 frame_bytes(const struct frame *f)
{
	if (!f->packet.total_length && !f->length)
		return f->packet.header_length;
	return packet_bytes(&f->packet, f->length);
}

/*
 * Of a frame in one part. Asked only where a sender left out IPv4's own length, and 0 where the
 * verifier lets nobody take one pointer from the other: then the header is all that counts.
 */
static __always_inline __u32 frame_length(const __u8 *start, const __u8 *end)
{
	__u64 length = ra_config.measures ? (__u64)(end - start) : 0;

	__asm__ volatile("" : "+r"(length)); /* a number: nothing may be taken apart again */
	return (__u32)length;
}

/* Take its bytes from the hook, once more where what the verifier learned of them is to end. */
static __always_inline void frame_open(struct frame *f)
{
	struct __sk_buff *skb = f->skb;
	struct xdp_md *xdp = f->xdp;

	__asm__ volatile("" : "+r"(skb), "+r"(xdp)); /* really, not as they were read before */
	f->start = (const __u8 *)(long)(f->skb ? skb->data : xdp->data);
	f->end = (const __u8 *)(long)(f->skb ? skb->data_end : xdp->data_end);
}

/*
 * Where the heads end, by an offset that the verifier cannot tell from any other: what follows
 * looks the same to it wherever in the frame that is, and is walked through once.
 */
static __always_inline const __u8 *frame_settle(struct frame *f)
{
	f->packet.heads = (f->packet.heads + ra_control.nothing) & FRAME_HEADS;
	frame_open(f);
	return f->start + f->packet.heads;
}

/* What follows an EtherType, as packet_typed(), behind f->packet.heads. */
static __always_inline enum packet_class frame_find(struct frame *f, const __u8 *p, __u16 type,
						    int tags)
{
	if (!packet_untag(&p, f->end, &type, tags, &f->packet.heads))
		return PACKET_NOT_IPV4;
	if (type == PACKET_TYPE_IPV4)
		return PACKET_IPV4;
	p = frame_settle(f);
	return packet_carried(p, f->end, type, &f->packet.heads);
}

/* The header, where it was found. */
static __always_inline enum packet_class frame_read(struct frame *f)
{
	const __u8 *p = frame_settle(f);

	return packet_ipv4(p, f->end, &f->packet);
}

static __always_inline void frame_find_ends(struct frame *f)
{
	__u32 be_source = f->packet.be_source, be_destination = f->packet.be_destination;

	f->be_peer = f->direction == RA_IN ? be_source : be_destination;
	f->be_local = f->direction == RA_IN ? be_destination : be_source;
}

static __always_inline void frame_find_ports(struct frame *f)
{
	struct packet_ports ports = packet_find_ports(&f->packet, f->end);

	f->be_peer_port = f->direction == RA_IN ? ports.be_source : ports.be_destination;
	f->be_local_port = f->direction == RA_IN ? ports.be_destination : ports.be_source;
}

#endif
