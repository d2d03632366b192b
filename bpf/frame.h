/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* frame.h - a frame as a hook hands it over, on its way to a verdict. */
#ifndef REDARC_FRAME_H
#define REDARC_FRAME_H

#include "bpf/maps.h"

#define FRAME_HEADS 255u /* bytes in front of IPv4, at most: 14, and 8 tags or 16 labels */

struct frame {
	struct __sk_buff *skb; /* one of the two */
	struct xdp_md *xdp;
	const __u8 *start, *end;
	__u32 length;  /* on the wire; of a plain frame nobody asks */
	__u32 packets; /* segments that the hook merged into one */
	__u32 direction;
	__u32 cpu;
	__u64 now; /* jiffies */
	struct ra_ledger *ledger;
	__u32 heads; /* bytes in front of IPv4 */
	__u32 bytes; /* of IPv4 */
	__u32 be_peer, be_local;
	__be16 be_peer_port, be_local_port; /* once read_ports() was called */
	__u8 protocol;                      /* likewise */
	__u32 hot;    /* not 0: it is counted in hot4 */
	__u32 keeper; /* row of seen4, + 1, that wants to keep it as evidence; else 0 */
};

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
	f->heads = (f->heads + ra_control.nothing) & FRAME_HEADS;
	frame_open(f);
	return f->start + f->heads;
}

#endif
