/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/reader.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/arp.h"

static bool is_local(const struct reader *r, const struct addr *a)
{
	for (size_t i = 0; i < r->n_local; i++)
		if (cidr_contains(&r->local[i], a))
			return true;
	return false;
}

static bool count_class(struct ra_ledger *l, enum packet_class class)
{
	l->seen++;
	l->not_ipv4 += class == PACKET_NOT_IPV4;
	l->malformed += class == PACKET_MALFORMED;
	return class == PACKET_IPV4;
}

/* A capture may claim that less was on the wire than it holds. */
static uint32_t wire_length(const struct reader_frame *f)
{
	return f->length > f->captured ? f->length : f->captured;
}

static bool parse(struct ra_ledger *l, const struct reader_frame *f, struct packet *out)
{
	return count_class(l, packet_parse(f->link, f->bytes, f->bytes + f->captured, out));
}

static void fill(struct event *out, const struct reader_frame *f, const struct packet *packet,
		 uint8_t direction)
{
	struct packet_ports ports = packet_find_ports(packet, f->bytes + f->captured);
	bool leaves = direction == RA_OUT;

	*out = (struct event){
		.time_ns = f->time_ns,
		.peer = addr_from_be32(leaves ? packet->be_destination : packet->be_source),
		.local = addr_from_be32(leaves ? packet->be_source : packet->be_destination),
		.packets = 1,
		.bytes = packet_bytes(packet, wire_length(f)),
		.peer_port = ntohs(leaves ? ports.be_destination : ports.be_source),
		.local_port = ntohs(leaves ? ports.be_source : ports.be_destination),
		.proto = packet->protocol,
		.direction = direction,
	};
}

static uint8_t find_direction(const struct reader *r, const struct packet *packet)
{
	struct addr source = addr_from_be32(packet->be_source);
	struct addr destination = addr_from_be32(packet->be_destination);

	return !is_local(r, &destination) && is_local(r, &source) ? RA_OUT : RA_IN;
}

int reader_init(struct reader *r, const struct cidr *local, size_t n)
{
	*r = (struct reader){ .n_local = n };
	if (!n)
		return 0;
	r->local = calloc(n, sizeof(*local));
	if (!r->local)
		return -ENOMEM;
	memcpy(r->local, local, n * sizeof(*local));
	return 0;
}

void reader_clear(struct reader *r)
{
	free(r->local);
	distinct_clear(&r->addresses);
	*r = (struct reader){ 0 };
}

bool reader_take(struct reader *r, const struct reader_frame *frame, struct event *out)
{
	struct packet packet;

	if (!parse(&r->ledger, frame, &packet))
		return false;
	distinct_add(&r->addresses, packet.be_source);
	distinct_add(&r->addresses, packet.be_destination);
	fill(out, frame, &packet, find_direction(r, &packet));
	return true;
}

bool reader_take_side(struct ra_ledger *l, const struct reader_frame *frame, uint8_t direction,
		      struct event *out)
{
	struct packet packet;

	if (!parse(l, frame, &packet))
		return false;
	fill(out, frame, &packet, direction);
	return true;
}

bool reader_arp(const struct reader_frame *frame, struct addr *source, struct addr *target)
{
	struct arp arp;

	if (!arp_parse(frame->link, frame->bytes, frame->bytes + frame->captured, &arp))
		return false;
	*source = addr_from_be32(arp.be_source);
	*target = addr_from_be32(arp.be_target);
	return true;
}
