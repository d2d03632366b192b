/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* frame.h - a frame as a hook hands it over, on its way to a verdict. */
#ifndef REDARC_FRAME_H
#define REDARC_FRAME_H

#include "bpf/packet.h"
#include "bpf/redarc.h"

struct frame {
	const __u8 *start, *end;
	__u32 length;  /* on the wire */
	__u32 packets; /* segments that the hook merged into one */
	__u32 direction;
	__u64 now; /* jiffies */
	struct packet packet;
	struct ra_ledger *ledger;
	__u32 be_peer, be_local;
	/* The rest only once frame_measure() was called: a peer of allow4 needs none of it. */
	__be16 be_peer_port, be_local_port;
	__u64 bytes;
};

static __always_inline __u32 frame_bytes(const struct frame *f)
{
	return packet_bytes(&f->packet, f->start, f->length);
}

static __always_inline void frame_find_ends(struct frame *f)
{
	f->be_peer = f->direction == RA_IN ? f->packet.be_source : f->packet.be_destination;
	f->be_local = f->direction == RA_IN ? f->packet.be_destination : f->packet.be_source;
}

/*
 * Read what is still needed of the bytes, all at once: what follows then looks the same to the
 * verifier, wherever in the frame the header was found.
 */
static __always_inline void frame_measure(struct frame *f)
{
	struct packet_ports ports = packet_find_ports(&f->packet, f->end);

	f->be_peer_port = f->direction == RA_IN ? ports.be_source : ports.be_destination;
	f->be_local_port = f->direction == RA_IN ? ports.be_destination : ports.be_source;
	f->bytes = frame_bytes(f);
}

#endif
