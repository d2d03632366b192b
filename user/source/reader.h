/* SPDX-License-Identifier: BSD-2-Clause */
/* reader.h - frames of a capture to events, each frame counted; knows no capture library. */
#ifndef SOURCE_READER_H
#define SOURCE_READER_H

#include <stddef.h>

#include "bpf/packet.h"
#include "core/event.h"
#include "source/distinct.h"

struct reader {
	struct cidr *local;
	size_t n_local;
	struct ra_ledger ledger;   /* seen, not_ipv4, malformed */
	struct distinct addresses; /* of valid packets, both ends */
};

struct reader_frame {
	enum packet_link link;
	const uint8_t *bytes;
	uint32_t captured; /* bytes that are there */
	uint32_t length;   /* on the wire */
	int64_t time_ns;   /* since 1970 */
};

/*
 * local, n  what counts as this side; copied; none: nothing is local
 * returns   0, or -ENOMEM
 */
int reader_init(struct reader *r, const struct cidr *local, size_t n);
void reader_clear(struct reader *r);

/*
 * Count a frame. A local destination makes it inbound, else a local source outbound, else it
 * is inbound; the peer is the other end.
 *
 * out      filled when it is a valid IPv4 packet: one packet, not judged
 * returns  whether it is
 */
bool reader_take(struct reader *r, const struct reader_frame *frame, struct event *out);

/*
 * The same of a frame whose direction is known.
 *
 * l        its seen, not_ipv4 and malformed
 */
bool reader_take_side(struct ra_ledger *l, const struct reader_frame *frame, uint8_t direction,
		      struct event *out);

/*
 * Who asks for whom by ARP; of a reply, which asks for nobody, the target is its source.
 *
 * returns  whether it is ARP for IPv4 in Ethernet
 */
bool reader_arp(const struct reader_frame *frame, struct addr *source, struct addr *target);

#endif
